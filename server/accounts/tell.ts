import type { Deps } from '../deps.ts';
import type { Route } from '../messages/dispatcher.ts';
import { noticeWords } from '../messages/wording.ts';
import type { Person } from '../people/person.ts';

/** A notice that came a day late would frighten more than it helps. */
const LIFE_SECONDS = 24 * 60 * 60;

/** Tells somebody what became of their account, at each of these addresses. */
export const tell = (
  { dispatcher, config }: Pick<Deps, 'dispatcher' | 'config'>,
  { id, locale }: Pick<Person, 'id' | 'locale'>,
  notice: 'phone_changed' | 'password_changed',
  { phone, email }: { phone?: string | null; email?: string | null },
): void => {
  const ways: [Route, ...Route[]][] = [];
  if (email) ways.push([{ channel: 'email', to: email }]);
  if (phone) {
    const sms: Route = { channel: 'sms', to: phone };
    const whatsapp: Route = { channel: 'whatsapp', to: phone };
    ways.push(dispatcher.channels.includes('sms') ? [sms] : [whatsapp, sms]);
  }
  for (const routes of ways) {
    dispatcher.dispatch({
      kind: 'notice',
      personId: id,
      language: locale,
      routes,
      words: (channel) => noticeWords(locale, notice, channel, config.appName),
      body: { kind: 'notice' },
      life: LIFE_SECONDS,
    });
  }
};
