import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { type Asked, ask, below } from '../doctor/ask.ts';
import { basicAuth } from '../doctor/basic-auth.ts';
import { type Check, type Finding, fault, ok, warning } from '../doctor/check.ts';
import { unreached } from '../doctor/unreached.ts';
import { vendorTrouble } from '../doctor/vendor-trouble.ts';
import type { TwilioConfig } from '../message-config.ts';

const Account = Type.Object({ status: Type.String(), type: Type.String() });
const Numbers = Type.Object({
  incoming_phone_numbers: Type.Array(
    Type.Object({ capabilities: Type.Object({ sms: Type.Boolean(), voice: Type.Boolean() }) }),
  ),
});
const CallerIds = Type.Object({ outgoing_caller_ids: Type.Array(Type.Object({ sid: Type.String() })) });
const Service = Type.Object({ sid: Type.String() });
const Senders = Type.Object({ phone_numbers: Type.Array(Type.Object({ sid: Type.String() })) });

const CREDENTIALS = 'Copy both from the front page of Twilio’s console; the token may have been rolled.';

/** The address of another of the vendor's hosts, which stands beside the API's in each region. */
const messagingUrl = (apiUrl: URL): URL => {
  const url = new URL(apiUrl);
  url.hostname = url.hostname.replace(/^api\./, 'messaging.');
  return url;
};

/** Asks with the account's own credentials; `find` judges an answer that is a success of that shape. */
type Lookup = <T extends TSchema>(
  base: URL,
  path: string,
  shape: T,
  judge: { found: (body: Static<T>) => Finding[] | Promise<Finding[]>; missing: Finding },
) => Promise<Finding[]>;

const lookupOf =
  ({ accountSid, authToken }: TwilioConfig, signal: AbortSignal): Lookup =>
  async (base, path, shape, { found, missing }) => {
    const asked: Asked = await ask(below(base, path), { headers: basicAuth(accountSid, authToken) }, signal);
    if (!asked.reached) return [unreached(asked.why, base.host, 'TWILIO_API_URL and its like')];
    const { status, json } = asked.answer;
    if (status === 401 || status === 403)
      return [fault('Twilio refuses TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN.', CREDENTIALS)];
    if (status === 404) return [missing];
    if (status === 200 && Value.Check(shape, json)) return found(json);
    return [vendorTrouble('Twilio', status, 'TWILIO_API_URL')];
  };

const judgeAccount = ({ status, type }: Static<typeof Account>): Finding[] => {
  if (status !== 'active')
    return [
      fault(
        `The Twilio account is ${status === 'closed' ? 'closed' : 'suspended'}: nothing is sent for it.`,
        'See in Twilio’s console why; most often the balance is used up.',
      ),
    ];
  const accepted = ok('The account’s SID and token are right, and the account is active.');
  if (type !== 'Trial') return [accepted];
  const upgrade = 'Upgrade the account before patients use it.';
  return [
    accepted,
    warning('It is a trial account: it sends only to numbers that were verified there.', upgrade),
  ];
};

type Use = 'sms' | 'voice';
const USES: Record<Use, { does: string; setting: string }> = {
  sms: { does: 'send SMS', setting: 'TWILIO_FROM_NUMBER' },
  voice: { does: 'make calls', setting: 'TWILIO_FROM_NUMBER' },
};

const foreignNumber = (use: Use): Finding =>
  fault(
    `The number in ${USES[use].setting} does not belong to the Twilio account.`,
    'Write a number that stands in Twilio’s console under Phone Numbers, in the form +14155550123.',
  );

/** @param number E.164 */
const lookAtNumber = (lookup: Lookup, config: TwilioConfig, number: string, use: Use): Promise<Finding[]> => {
  const account = `/2010-04-01/Accounts/${config.accountSid}`;
  const query = `?PhoneNumber=${encodeURIComponent(number)}`;
  const { does, setting } = USES[use];
  return lookup(config.apiUrl, `${account}/IncomingPhoneNumbers.json${query}`, Numbers, {
    missing: foreignNumber(use),
    found: ({ incoming_phone_numbers: [own] }) => {
      if (own?.capabilities[use]) return [ok(`The number in ${setting} is the account’s and can ${does}.`)];
      if (own)
        return [
          fault(
            `The number in ${setting} is the account’s, but it can’t ${does}.`,
            `Buy a number that can ${does}, or choose another of yours.`,
          ),
        ];
      if (use === 'sms') return [foreignNumber(use)];
      // Calls may also come from a number of somebody else that was verified there.
      return lookup(config.apiUrl, `${account}/OutgoingCallerIds.json${query}`, CallerIds, {
        missing: foreignNumber(use),
        found: ({ outgoing_caller_ids: callers }) => [
          callers.length > 0
            ? ok(`The number in ${setting} is a verified caller ID and can make calls.`)
            : foreignNumber(use),
        ],
      });
    },
  });
};

const lookAtService = (lookup: Lookup, { apiUrl }: TwilioConfig, sid: string): Promise<Finding[]> => {
  const base = messagingUrl(apiUrl);
  const missing = fault(
    'The messaging service in TWILIO_MESSAGING_SERVICE_SID does not belong to the Twilio account.',
    'Copy the SID of a service from Twilio’s console, under Messaging, Services.',
  );
  return lookup(base, `/v1/Services/${sid}`, Service, {
    missing,
    found: () =>
      lookup(base, `/v1/Services/${sid}/PhoneNumbers?PageSize=20`, Senders, {
        missing,
        found: ({ phone_numbers: numbers }) => [
          numbers.length > 0
            ? ok('The messaging service belongs to the account and has numbers to send from.')
            : warning(
                'The messaging service belongs to the account and has no phone number in its pool.',
                'Add a number to it, unless it sends from a short code or a name.',
              ),
        ],
      }),
  });
};

const lookAtVerify = (lookup: Lookup, { verifyUrl }: TwilioConfig, sid: string): Promise<Finding[]> =>
  lookup(verifyUrl, `/v2/Services/${sid}`, Service, {
    missing: fault(
      'The Verify service in TWILIO_VERIFY_SERVICE_SID does not belong to the Twilio account.',
      'Copy the SID of a service from Twilio’s console, under Verify, Services.',
    ),
    found: () => [ok('The Verify service belongs to the account.')],
  });

/**
 * Twilio's account and whatever messages and calls leave from.
 * @param sends whether SMS really leave; nothing is asked of senders otherwise
 */
export const twilioCheck = (config: TwilioConfig, { sends }: { sends: boolean }): Check => ({
  name: sends ? 'SMS and calls over Twilio' : 'Twilio account',
  run: async (signal) => {
    const lookup = lookupOf(config, signal);
    const account = await lookup(config.apiUrl, `/2010-04-01/Accounts/${config.accountSid}.json`, Account, {
      missing: fault('There is no Twilio account with the SID in TWILIO_ACCOUNT_SID.', CREDENTIALS),
      found: judgeAccount,
    });
    if (account[0]?.level !== 'ok') return account;
    const { smsFrom, voiceFrom, verifyEngineSid } = config;
    const rest = await Promise.all([
      sends && smsFrom && 'number' in smsFrom ? lookAtNumber(lookup, config, smsFrom.number, 'sms') : [],
      sends && smsFrom && 'messagingServiceSid' in smsFrom
        ? lookAtService(lookup, config, smsFrom.messagingServiceSid)
        : [],
      sends && voiceFrom ? lookAtNumber(lookup, config, voiceFrom, 'voice') : [],
      verifyEngineSid ? lookAtVerify(lookup, config, verifyEngineSid) : [],
    ]);
    return [...account, ...rest.flat()];
  },
});
