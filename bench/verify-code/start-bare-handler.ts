import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

const PROCESS = join(import.meta.dirname, 'bare-handler.ts');
const Ready = Type.Object({ port: Type.Integer() });

/** The bare handler in a process of its own, as the server is. */
export const startBareHandler = async (url: string): Promise<{ port: number; close: () => void }> => {
  const child = fork(PROCESS, [url], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [message] = await once(child, 'message');
  return { port: Value.Parse(Ready, message).port, close: () => child.disconnect() };
};
