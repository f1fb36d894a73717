import { EXTERNAL_MINUTES } from './external-codes.ts';

/** The whole message, word for word as the clients of these routes know it. */
export const codeText = (appName: string, code: string): string =>
  `Your ${appName} verification code is: ${code}. Valid for ${EXTERNAL_MINUTES} minutes.`;

/** The same for whoever asked for it, without the code. */
export const blankedText = (appName: string, code: string): string =>
  codeText(appName, '•'.repeat(code.length));
