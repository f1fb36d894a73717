import { setTimeout as pause } from 'node:timers/promises';
import { Value } from 'typebox/value';
import { Inbox } from '../../contract/messages.ts';
import type { Clinic } from './clinic.ts';

const LIMIT_MS = 15_000;
const LOOK_EVERY_MS = 50;

/** What would have been sent to this address, newest first. */
const messagesTo = async ({ origin }: Clinic, to: string): Promise<Inbox> => {
  const inbox = Value.Parse(Inbox, await (await fetch(`${origin}/dev/inbox.json`)).json());
  return inbox.filter((message) => message.to === to);
};

/** How many messages went to this address so far: what comes after is new. */
export const countTo = async (clinic: Clinic, to: string): Promise<number> =>
  (await messagesTo(clinic, to)).length;

/** The newest code to this address, once more messages than `after` went there. @throws when none comes in time */
export const codeTo = async (clinic: Clinic, to: string, after = 0): Promise<string> => {
  const deadline = Date.now() + LIMIT_MS;
  while (Date.now() < deadline) {
    const messages = await messagesTo(clinic, to);
    const code = messages.find((message) => message.code !== null)?.code;
    if (messages.length > after && code) return code;
    await pause(LOOK_EVERY_MS);
  }
  throw new Error(`no code reached ${to} within ${LIMIT_MS} ms`);
};

/** Another code than this one, of the same length. */
export const wrong = (code: string): string => `${(Number(code.charAt(0)) + 1) % 10}${code.slice(1)}`;
