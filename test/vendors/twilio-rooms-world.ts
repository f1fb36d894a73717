import { jwtVerify } from 'jose';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { expect } from 'vitest';
import { twilioVideo } from '../../server/providers/twilio-video.ts';
import type { TwilioVideoConfig } from '../../server/video-config.ts';
import { startTwilioFake, type TwilioFake } from './twilio-fake.ts';
import { ACCOUNT, twilioConfig } from './twilio-world.ts';
import type { TokenFacts, VideoRoomsWorld } from './video-rooms-suite.ts';

export const API_KEY = {
  apiKeySid: `SK${'2c'.repeat(16)}`,
  apiKeySecret: 'secret of a key that signs tokens',
};
export const PUBLIC_URL = new URL('https://visits.clinic.test');
export const ROOM_CALLBACK = new URL('/webhooks/twilio/video', PUBLIC_URL);

/** As an operator would configure it, with the vendor at that address. */
export const twilioVideoConfig = (
  url: URL,
  over: Partial<TwilioVideoConfig['account']> = {},
): TwilioVideoConfig => ({ account: twilioConfig(url, over), ...API_KEY });

const Claims = Type.Object(
  {
    jti: Type.String({ pattern: `^${API_KEY.apiKeySid}-\\d+$` }),
    iss: Type.Literal(API_KEY.apiKeySid),
    sub: Type.Literal(ACCOUNT.accountSid),
    iat: Type.Integer(),
    exp: Type.Integer(),
    grants: Type.Object(
      {
        identity: Type.String({ pattern: '^\\S{1,256}$' }),
        video: Type.Object({ room: Type.String() }, { additionalProperties: false }),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

const DAY = 86_400;

/** What a token says, checked as the vendor checks it. @throws Error with the vendor's number for what is wrong */
export const readVideoToken = async (token: string): Promise<TokenFacts & { identity: string }> => {
  const secret = new TextEncoder().encode(API_KEY.apiKeySecret);
  const { payload, protectedHeader } = await jwtVerify(token, secret, { algorithms: ['HS256'] });
  if (protectedHeader['cty'] !== 'twilio-fpa;v=1' || protectedHeader.typ !== 'JWT') throw new Error('20102');
  if (!Value.Check(Claims, payload)) throw new Error('20103');
  if (payload.exp - payload.iat > DAY) throw new Error('20157');
  const { identity, video } = payload.grants;
  return {
    identity,
    room: video.room,
    role: identity.endsWith('-doctor') ? 'doctor' : 'patient',
    personId: identity.replace(/-(doctor|patient)$/, ''),
    expiresAt: new Date(payload.exp * 1_000),
  };
};

let people = 0;

/** Rooms at Twilio for the suite that every provider of rooms passes. */
export const twilioRoomsWorld = async (): Promise<VideoRoomsWorld & { fake: TwilioFake }> => {
  const fake = await startTwilioFake(ACCOUNT);
  let isGone = false;
  const vanish = async (): Promise<void> => {
    isGone = true;
    await fake.stop();
  };
  return {
    fake,
    rooms: twilioVideo(twilioVideoConfig(fake.url), { publicUrl: PUBLIC_URL }),
    read: readVideoToken,
    people: {
      enter: (room) => {
        people += 1;
        fake.rooms.enter(room, `somebody-${people}`);
      },
      inside: (room) => fake.rooms.inside(room).length,
    },
    vanish,
    stop: async () => {
      if (!isGone) await fake.stop();
      expect(fake.violations).toEqual([]);
    },
  };
};
