import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Found, Message, Messenger, Sent } from '../../server/messages/messenger.ts';

const Taken = Type.Object({ taken: Type.String() });
const Told = Type.Object({
  found: Type.Union([Type.Literal('taken'), Type.Literal('absent'), Type.Literal('untold')]),
});

/** To whom, on which channel, what and of which visit: what must not be told twice. */
const keyOf = ({ channel, to, body }: Message): string =>
  body.kind === 'visit' ? `${channel} ${to} ${body.template} ${body.url.pathname}` : `${channel} ${to}`;

interface Line {
  url: string;
  /** Which life of a process speaks. */
  by: string;
  /** It is waited for so long, in milliseconds. */
  patience: number;
}

const sentFrom = async (answer: Response, id: string): Promise<Sent> => {
  if (answer.status === 429) {
    const retryAfter = Number(answer.headers.get('retry-after') ?? 0);
    return { outcome: 'unavailable', fault: 'rate_limited', retryAfter };
  }
  if (answer.status === 500) return { outcome: 'unavailable', fault: 'unavailable', retryAfter: null };
  if (answer.status === 422) return { outcome: 'refused', fault: 'content_refused' };
  const said: unknown = await answer.json();
  return Value.Check(Taken, said) && said.taken === id
    ? { outcome: 'accepted', providerId: id, status: 'sent' }
    : { outcome: 'unknown' };
};

const foundFrom = async (answer: Response, id: string): Promise<Found> => {
  const said: unknown = await answer.json();
  if (!Value.Check(Told, said)) return { found: 'untold' };
  return said.found === 'taken' ? { found: 'taken', providerId: id, status: 'sent' } : { found: said.found };
};

/** Speaks to the provider of these tests, as the adapters of the product do to theirs. */
export const reminderMessenger = ({ url, by, patience }: Line): Messenger => {
  const ask = (path: string, message: Message, signal: AbortSignal): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: 'POST',
      body: JSON.stringify({ id: message.id, key: keyOf(message), by }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
  return {
    name: 'reminder-provider',
    channels: ['sms', 'email'],
    send: (message, signal) =>
      ask('/send', message, signal)
        .then((answer) => sentFrom(answer, message.id))
        .catch((): Sent => ({ outcome: 'unknown' })),
    find: (message, signal) =>
      ask('/find', message, signal)
        .then((answer) => foundFrom(answer, message.id))
        .catch((): Found => ({ found: 'untold' })),
  };
};
