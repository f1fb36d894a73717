import { randomInt } from 'node:crypto';
import { finished } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Afterwards } from './account-deps.ts';

/** Does what must neither hold up an answer nor be seen in its time. */
export interface AfterAnswers {
  /** `spread` in milliseconds: at an unforeseeable time within that, counted from the end of the answer. */
  later: (reply: FastifyReply, work: Afterwards, spread?: number) => void;
  /** Does now what is still waiting. */
  finish: () => void;
}

export const afterAnswers = (): AfterAnswers => {
  const waiting = new Set<Afterwards>();
  return {
    later: (reply, work, spread = 0) => {
      const once = (): void => {
        if (waiting.delete(once)) work();
      };
      waiting.add(once);
      finished(reply.raw, () => {
        if (spread > 0) setTimeout(once, randomInt(spread));
        else setImmediate(once);
      });
    },
    finish: () => {
      for (const once of [...waiting]) once();
    },
  };
};
