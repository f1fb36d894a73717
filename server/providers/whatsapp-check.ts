import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { type Answer, ask, below } from '../doctor/ask.ts';
import { type Check, type Finding, fault, ok, warning } from '../doctor/check.ts';
import { unreached } from '../doctor/unreached.ts';
import { vendorTrouble } from '../doctor/vendor-trouble.ts';
import type { WhatsappConfig } from '../message-config.ts';
import { lookAtTemplates } from './whatsapp-templates-check.ts';

const FIELDS = 'status,quality_rating,code_verification_status,platform_type';
const PhoneNumber = Type.Object({
  id: Type.String(),
  status: Type.Optional(Type.String()),
  quality_rating: Type.Optional(Type.String()),
  platform_type: Type.Optional(Type.String()),
});
const GraphError = Type.Object({
  error: Type.Object({ code: Type.Integer(), error_subcode: Type.Optional(Type.Integer()) }),
});

const TOKEN_EXPIRED = 463;
/** No such thing, an id of another kind, and no right to see it are one answer (Graph API, error handling). */
const NOT_TO_BE_SEEN = new Set([10, 100, 200, 803]);

const NUMBER = 'The phone number in WHATSAPP_BUSINESS_NUMBER';

const refusal = ({ status, json }: Answer): Finding => {
  const { code, error_subcode: subcode } = Value.Check(GraphError, json) ? json.error : { code: -1 };
  if (code === 190 || status === 401)
    return fault(
      subcode === TOKEN_EXPIRED
        ? 'The token in WHATSAPP_ACCESS_TOKEN has expired.'
        : 'WhatsApp refuses the token in WHATSAPP_ACCESS_TOKEN.',
      'Make a permanent token for a system user in Meta’s business settings; those of the test page last a day.',
    );
  if (NOT_TO_BE_SEEN.has(code))
    return fault(
      'There is no phone number with the ID in WHATSAPP_BUSINESS_NUMBER that this token may use.',
      'Copy the phone number ID (not the number) from Meta’s API set-up page, and give the system user the account.',
    );
  return vendorTrouble('WhatsApp', status, 'WHATSAPP_API_URL');
};

const STANDING: Record<string, [what: string, remedy: string]> = {
  PENDING: ['is not registered yet', 'Register it for the Cloud API, with its six-digit PIN.'],
  UNVERIFIED: ['is not verified yet', 'Verify it by the code that Meta sends to it.'],
  DISCONNECTED: ['is not connected', 'Register it again for the Cloud API.'],
  BANNED: ['was banned by Meta', 'Ask Meta for a review in WhatsApp Manager, or use another number.'],
  RESTRICTED: ['was restricted by Meta', 'See in WhatsApp Manager why, and for how long.'],
  RATE_LIMITED: ['has reached its limit of messages', 'Wait, or ask Meta for a higher limit.'],
  MIGRATED: ['was moved to another account', 'Use the ID that it has there.'],
  DELETED: ['was deleted', 'Use another number.'],
};

/** Numbers that work and are watched by Meta. */
const WORKS = new Set(['CONNECTED', 'FLAGGED']);

const judgeNumber = ({
  status,
  quality_rating: quality,
  platform_type: platform,
}: Static<typeof PhoneNumber>) => {
  if (platform !== undefined && platform !== 'CLOUD_API')
    return fault(
      `${NUMBER} is not registered for the Cloud API.`,
      'Register it there, with its six-digit PIN.',
    );
  if (status !== undefined && !WORKS.has(status)) {
    const [what, remedy] = STANDING[status] ?? ['can’t send at the moment', 'See in WhatsApp Manager why.'];
    return fault(`${NUMBER} ${what}.`, remedy);
  }
  if (quality === 'RED' || quality === 'YELLOW' || status === 'FLAGGED')
    return warning(
      `${NUMBER} works, and its quality is rated ${quality === 'YELLOW' ? 'medium' : 'low'}: people complained.`,
      'See in WhatsApp Manager which messages they blocked; Meta lowers the limits of such numbers.',
    );
  return ok('The token is right, and the phone number is registered and in good standing.');
};

const lookAtWebhook = ({ webhookSecret, verifyToken }: WhatsappConfig): Finding[] => {
  if (webhookSecret && verifyToken) return [];
  return [
    warning(
      `${webhookSecret ? 'WHATSAPP_VERIFY_TOKEN' : 'WHATSAPP_WEBHOOK_SECRET'} is missing: nobody tells what became of messages.`,
      'Set the app secret and a verify token, and the webhook at Meta: docs/guides/messages.md.',
    ),
  ];
};

/** WhatsApp's Cloud API: the token, the number it sends from, and the templates that Meta has to approve. */
export const whatsappCheck = (config: WhatsappConfig): Check => ({
  name: 'WhatsApp',
  run: async (signal) => {
    const headers = { authorization: `Bearer ${config.accessToken}` };
    const asked = await ask(
      below(config.apiUrl, `/${config.phoneNumberId}?fields=${FIELDS}`),
      { headers },
      signal,
    );
    if (!asked.reached) return [unreached(asked.why, config.apiUrl.host, 'WHATSAPP_API_URL')];
    const { status, json } = asked.answer;
    if (status !== 200 || !Value.Check(PhoneNumber, json)) return [refusal(asked.answer)];
    const { businessAccountId } = config;
    const templates = businessAccountId
      ? await lookAtTemplates((url) => ask(url, { headers }, signal), config, businessAccountId)
      : [
          warning(
            'Whether the templates are approved was not looked at: WHATSAPP_BUSINESS_ACCOUNT_ID is not set.',
            'Set it to the ID of the WhatsApp Business account, which Meta shows beside the phone number ID.',
          ),
        ];
    return [judgeNumber(json), ...templates, ...lookAtWebhook(config)];
  },
});
