import { afterEach, beforeEach } from 'vitest';
import type { ServiceScope } from '../contract/external.ts';
import type { App } from '../server/app-type.ts';
import { makeServiceKey } from '../server/service-keys/make-service-key.ts';
import { SCOPES } from '../server/service-keys/service-key.ts';
import { codeIn, type World } from './harness.ts';

/** Codes really go out, and need a key. */
export const REAL = { PIONEER_FLAG_MOCK_OTP_ENABLED: 'false' };

let numbers = 0;
/** A number of its own, in a block of numbers of its own. */
export const numberInOwnBlock = (): string => {
  numbers += 1;
  return `+9198${String(10_000_000 + numbers * 10_000)}`;
};

export type KeyHeaders = Record<string, string>;

/** Another system, by its key. */
export const keyWith = async (
  { deps }: World,
  scopes: readonly ServiceScope[] = SCOPES,
): Promise<{ id: string; headers: KeyHeaders }> => {
  const { key, kept } = await makeServiceKey(deps, { actorId: null, name: 'Booking desk', scopes });
  return { id: kept.id, headers: { authorization: `Bearer ${key}` } };
};

/** Before each test another system with all scopes, whose headers these are then; nothing that was sent goes on to the next. */
export const headersOfNewKey = (world: () => World): KeyHeaders => {
  const headers: KeyHeaders = {};
  beforeEach(async () => {
    Object.assign(headers, (await keyWith(world())).headers);
    world().messenger.sent.length = 0;
  });
  afterEach(async () => {
    world().messenger.answer = null;
    await world().db.query('DELETE FROM otp_sends');
  });
  return headers;
};

export const postExternal = (app: App, path: string, headers: KeyHeaders, payload?: object) =>
  app.inject({ method: 'POST', url: `/api/v1/external/${path}`, headers, ...(payload ? { payload } : {}) });

export const sendExternal = ({ app }: World, headers: KeyHeaders, payload: object, path = 'sms/otp') =>
  postExternal(app, path, headers, payload);

export const verifyExternal = ({ app }: World, headers: KeyHeaders, to: string, otp: string) =>
  postExternal(app, 'otp/verify', headers, { to_phone: to, otp });

export const externalMessage = ({ app }: World, headers: KeyHeaders, id: string) =>
  app.inject({ url: `/api/v1/external/messages/${id}`, headers });

/** The code in the newest message. */
export const lastCode = ({ messenger }: World): string => codeIn(messenger.sent.at(-1));
