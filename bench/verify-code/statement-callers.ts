import { fork } from 'node:child_process';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

const PROCESS = join(import.meta.dirname, 'statement-process.ts');
const Round = Type.Object({ perSecond: Type.Number() });

export interface Callers {
  /** Spends every code that is out; how many in a second. */
  round: () => Promise<number>;
  close: () => void;
}

/**
 * 64 callers in one process of their own: the product's guarded statement over the `bare` driver or our
 * `port`, or the `least` statement that could do over the driver.
 */
export const startCallers = async (way: 'least' | 'bare' | 'port', url: string): Promise<Callers> => {
  const child = fork(PROCESS, [way, url], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const answer = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const ended = () => reject(new Error(`the callers (${way}) ended`));
      child.once('exit', ended);
      child.once('message', (message) => {
        child.off('exit', ended);
        resolve(message);
      });
    });
  await answer();
  return {
    round: async () => {
      const answered = answer();
      child.send('round');
      return Value.Parse(Round, await answered).perSecond;
    },
    close: () => child.disconnect(),
  };
};
