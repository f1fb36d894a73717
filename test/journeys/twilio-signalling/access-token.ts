import { jwtVerify } from 'jose';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

/** What the vendor asks of a token: https://www.twilio.com/docs/iam/access-tokens */
const Claims = Type.Object({
  jti: Type.String({ pattern: '^SK[0-9a-f]{32}-\\d+$' }),
  iat: Type.Integer(),
  exp: Type.Integer(),
  grants: Type.Object({ identity: Type.String(), video: Type.Object({ room: Type.String() }) }),
});
export type Claims = Type.Static<typeof Claims>;

export interface Keys {
  accountSid: string;
  apiKeySid: string;
  apiKeySecret: string;
}

const isExpired = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_JWT_EXPIRED';

/** Who a token lets in where, or the vendor's code of why it lets nobody in. */
export const readToken = async (
  token: string,
  { accountSid, apiKeySid, apiKeySecret }: Keys,
): Promise<{ claims: Claims } | { refused: 20101 | 20104 }> => {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, new TextEncoder().encode(apiKeySecret), {
      algorithms: ['HS256'],
      typ: 'JWT',
      issuer: apiKeySid,
      subject: accountSid,
    });
    if (protectedHeader['cty'] !== 'twilio-fpa;v=1') return { refused: 20101 };
    return { claims: Value.Parse(Claims, payload) };
  } catch (error) {
    return { refused: isExpired(error) ? 20104 : 20101 };
  }
};
