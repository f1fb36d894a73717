import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { ask, below } from '../doctor/ask.ts';
import { basicAuth } from '../doctor/basic-auth.ts';
import { type Check, type Finding, fault, ok } from '../doctor/check.ts';
import { unreached } from '../doctor/unreached.ts';
import { vendorTrouble } from '../doctor/vendor-trouble.ts';
import type { TwilioVideoConfig } from '../video-config.ts';

const Rooms = Type.Object({ rooms: Type.Array(Type.Object({ account_sid: Type.String() })) });

/** A room's token is signed with the key's secret, so the secret is right where the vendor takes it. */
const lookAtSecret = async (
  { account, apiKeySid, apiKeySecret }: TwilioVideoConfig,
  signal: AbortSignal,
): Promise<Finding> => {
  const url = below(account.videoUrl, '/v1/Rooms?PageSize=1');
  const asked = await ask(url, { headers: basicAuth(apiKeySid, apiKeySecret) }, signal);
  if (!asked.reached) return unreached(asked.why, account.videoUrl.host, 'TWILIO_VIDEO_URL');
  const { status, json } = asked.answer;
  if (status === 401)
    return fault(
      'Twilio refuses TWILIO_API_KEY_SID with TWILIO_API_KEY_SECRET, and so it would every room’s token.',
      'Make a new API key in Twilio’s console and copy both; a secret is shown only once.',
    );
  if (status === 403)
    return fault(
      'The API key in TWILIO_API_KEY_SID is good, but may not use Video.',
      'Make a standard API key, since a restricted one can’t sign tokens, and see that the account has Video.',
    );
  if (status !== 200 || !Value.Check(Rooms, json))
    return vendorTrouble('Twilio Video', status, 'TWILIO_VIDEO_URL');
  return ok('The API key and its secret are right, and rooms can be listed with them.');
};

/** A key of another account signs tokens that no room of this one takes. */
const lookAtOwner = async (
  { account, apiKeySid }: TwilioVideoConfig,
  signal: AbortSignal,
): Promise<Finding> => {
  const { accountSid, authToken, apiUrl } = account;
  const url = below(apiUrl, `/2010-04-01/Accounts/${accountSid}/Keys/${apiKeySid}.json`);
  const asked = await ask(url, { headers: basicAuth(accountSid, authToken) }, signal);
  if (!asked.reached) return unreached(asked.why, apiUrl.host, 'TWILIO_API_URL');
  const { status } = asked.answer;
  if (status === 200) return ok('The API key belongs to the account.');
  if (status === 401 || status === 403)
    return fault(
      'Twilio refuses TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN, which rooms are made with.',
      'Copy both from the front page of Twilio’s console; the token may have been rolled.',
    );
  if (status === 404)
    return fault(
      'The API key in TWILIO_API_KEY_SID does not belong to the account in TWILIO_ACCOUNT_SID.',
      'Make a standard API key in that account, in the region US1: Video takes no other.',
    );
  return vendorTrouble('Twilio', status, 'TWILIO_API_URL');
};

/** Twilio Video: whether tokens signed with the API key will be taken, and rooms can be made. */
export const twilioVideoCheck = (config: TwilioVideoConfig): Check => ({
  name: 'Video over Twilio',
  run: (signal) => Promise.all([lookAtSecret(config, signal), lookAtOwner(config, signal)]),
});
