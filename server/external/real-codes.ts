import type { Deps } from '../deps.ts';
import type { ExternalCodes } from './external-codes.ts';
import { messageStatus } from './message-status.ts';
import { sendCode } from './send-code.ts';
import { verifyCode } from './verify-code.ts';

/** Codes that really go out, over the clinic's own providers. */
export const realCodes = (deps: Deps): ExternalCodes => ({
  send: (keyId, asked) => sendCode(deps, keyId, asked),
  verify: (keyId, asked) => verifyCode(deps, keyId, asked),
  message: (id) => messageStatus(deps, id),
});
