import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { Locale } from '../../contract/primitives.ts';
import { type Answer, type Asked, below } from '../doctor/ask.ts';
import { type Finding, fault, ok, warning } from '../doctor/check.ts';
import type { WhatsappConfig } from '../message-config.ts';

/** A page of what the account has under a name, or under one that contains it. */
const Page = Type.Object({
  data: Type.Array(Type.Object({ name: Type.String(), language: Type.String(), status: Type.String() })),
  paging: Type.Optional(
    Type.Object({
      cursors: Type.Optional(Type.Object({ after: Type.Optional(Type.String()) })),
      next: Type.Optional(Type.String()),
    }),
  ),
});

const MOST_PAGES = 5;
const LOCALES = Locale.anyOf.map(({ const: locale }) => locale);
const LANGUAGES: Record<Locale, string> = { en: 'English', hi: 'Hindi', ur: 'Urdu', es: 'Spanish' };

type AskWhatsapp = (url: URL) => Promise<Asked>;
type Statuses = ReadonlyMap<string, string>;
/** Either the status of each language, or what was answered instead. */
type Read = { statuses: Statuses } | { instead: Answer } | null;

/** What each status means to whoever should get the message (Meta, message template status). */
const STATUS_WORDS: Record<string, [what: string, remedy: string]> = {
  PENDING: ['is still waiting for Meta’s approval', 'Wait for it; that takes up to a day.'],
  IN_APPEAL: ['was rejected, and the appeal is not decided', 'Wait for it, or submit other words.'],
  REJECTED: ['was rejected by Meta', 'See in WhatsApp Manager why, change it and submit it again.'],
  PAUSED: [
    'was paused by Meta, because people complained',
    'It comes back by itself after some hours; see in WhatsApp Manager what to change.',
  ],
  DISABLED: ['was disabled by Meta, because people complained', 'Make a new one with other words.'],
  PENDING_DELETION: ['is being deleted', 'Submit it again under another name, and set that name here.'],
};
const OTHER_STATUS: [string, string] = ['can’t be sent at the moment', 'See in WhatsApp Manager why.'];

const inWords = (languages: readonly Locale[]): string =>
  languages
    .map((language) => LANGUAGES[language])
    .join(', ')
    .replace(/, ([^,]+)$/, ' and $1');

const readTemplate = async (askWhatsapp: AskWhatsapp, account: URL, name: string): Promise<Read> => {
  const statuses = new Map<string, string>();
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ name, ...(after === undefined ? {} : { after }) });
    const asked = await askWhatsapp(below(account, `/message_templates?${query}`));
    if (!asked.reached) return null;
    const { status, json } = asked.answer;
    if (status !== 200 || !Value.Check(Page, json)) return { instead: asked.answer };
    for (const one of json.data) if (one.name === name) statuses.set(one.language, one.status);
    after = json.paging?.next === undefined ? undefined : json.paging.cursors?.after;
    if (after === undefined) break;
  }
  return { statuses };
};

const judge = (name: string, statuses: Statuses): Finding[] => {
  if (statuses.size === 0)
    return [
      fault(
        `The template ${name} does not exist in the business account.`,
        'Submit it: docs/guides/whatsapp-templates.md has the texts. Or set the name that it has there.',
      ),
    ];
  const byStatus = Map.groupBy(LOCALES, (language) => statuses.get(language) ?? 'MISSING');
  const missing = byStatus.get('MISSING') ?? [];
  const stopped = [...byStatus].filter(([status]) => status !== 'MISSING' && status !== 'APPROVED');
  return [
    ...stopped.map(([status, languages]) => {
      const [what, remedy] = STATUS_WORDS[status] ?? OTHER_STATUS;
      return fault(`The template ${name} in ${inWords(languages)} ${what}.`, remedy);
    }),
    ...(missing.length > 0
      ? [
          warning(
            `The template ${name} does not exist in ${inWords(missing)}.`,
            'Submit it in each language that your patients read; SMS takes its place until then.',
          ),
        ]
      : []),
  ];
};

const REFUSED = fault(
  'WhatsApp does not show the templates of the account in WHATSAPP_BUSINESS_ACCOUNT_ID.',
  'Copy the WhatsApp Business account’s ID, and give the token the right whatsapp_business_management for it.',
);

/** Every template that is configured, in every language that people read. */
export const lookAtTemplates = async (
  askWhatsapp: AskWhatsapp,
  { apiUrl, templates }: Pick<WhatsappConfig, 'apiUrl' | 'templates'>,
  businessAccountId: string,
): Promise<Finding[]> => {
  const account = below(apiUrl, `/${encodeURIComponent(businessAccountId)}`);
  const names = [...new Set([templates.code, ...Object.values(templates.visit)])];
  const all = await Promise.all(
    names.map(async (name) => ({ name, read: await readTemplate(askWhatsapp, account, name) })),
  );
  if (all.some(({ read }) => read !== null && 'instead' in read)) return [REFUSED];
  if (all.some(({ read }) => read === null))
    return [warning('WhatsApp did not tell of all templates in time.', 'Ask again.')];
  const findings = all.flatMap(({ name, read }) =>
    read && 'statuses' in read ? judge(name, read.statuses) : [],
  );
  if (findings.length > 0) return findings;
  return [ok(`All ${names.length} templates are approved in ${inWords(LOCALES)}.`)];
};
