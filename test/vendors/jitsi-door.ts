import { errors, jwtVerify } from 'jose';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

/** As an operator writes it into Prosody, with the audience and the domain checked. */
export interface JitsiDoor {
  domain: string;
  appId: string;
  appSecret: string;
}

/** What Jitsi's plugins read out of a token, each in the form in which they read it. */
const Claims = Type.Object({
  aud: Type.String(),
  room: Type.String(),
  exp: Type.Integer(),
  iat: Type.Integer(),
  moderator: Type.Boolean(),
  context: Type.Object({
    user: Type.Object({
      id: Type.String(),
      name: Type.String(),
      email: Type.String(),
      avatar: Type.String(),
      moderator: Type.Boolean(),
      affiliation: Type.Union([Type.Literal('owner'), Type.Literal('member')]),
      lobby_bypass: Type.Boolean(),
    }),
  }),
});
export type JitsiClaims = Type.Static<typeof Claims>;

/**
 * The claims of a token that this Jitsi lets into a room.
 * @throws with the word for what is wrong with it
 */
export const enterJitsi = async (
  { domain, appId, appSecret }: JitsiDoor,
  token: string,
  room: string | null = null,
  now = new Date(),
): Promise<JitsiClaims> => {
  const { payload } = await jwtVerify(token, new TextEncoder().encode(appSecret), {
    algorithms: ['HS256'],
    typ: 'JWT',
    issuer: appId,
    audience: appId,
    subject: domain,
    currentDate: now,
    requiredClaims: ['exp'],
  });
  // A list for an audience is refused there, and room names know no capitals.
  if (!Value.Check(Claims, payload)) throw new errors.JWTInvalid('claims');
  if (room !== null && payload.room.toLowerCase() !== room)
    throw new errors.JWTClaimValidationFailed('another room', payload, 'room');
  return payload;
};
