import type { SignallingCode, SignallingRefusal } from '../../contract/signalling.ts';
import { ApiProblem } from '../api.ts';

/** `retry`: passes by itself. `renew`: with a fresh ticket. `end`: only the person can do something. */
type Remedy = 'retry' | 'renew' | 'end';

const remedies: Record<SignallingCode, Remedy> = {
  unauthorized: 'end',
  origin_refused: 'end',
  ticket_invalid: 'end',
  ticket_expired: 'renew',
  otp_required: 'end',
  not_participant: 'end',
  not_joinable: 'end',
  visit_over: 'end',
  taken_over: 'end',
  visit_moved: 'end',
  visit_cancelled: 'end',
  signed_out: 'end',
  too_many_messages: 'end',
  too_slow: 'end',
  // A restart of the server must not cost a picture that stands without it.
  server_closing: 'retry',
  unavailable: 'retry',
};

export const remedyOf = (code: SignallingCode): Remedy => remedies[code];

export const isSignallingCode = (code: unknown): code is SignallingCode =>
  typeof code === 'string' && Object.hasOwn(remedies, code);

/** The refusal carried by a Socket.IO `connect_error`; null when the server was not reached at all. */
export const refusalOf = (error: Error & { data?: Partial<SignallingRefusal> }): SignallingCode | null =>
  isSignallingCode(error.data?.code) ? error.data.code : null;

/** What a refused renewal means for the call; null when it is worth another try. */
export const failureOfRenewal = (error: unknown): SignallingCode | null => {
  if (!(error instanceof ApiProblem) || error.status === 0 || error.status >= 500 || error.status === 429) {
    return null;
  }
  if (error.status === 401) return 'signed_out';
  // Not an answer of the clinic's: a proxy in front of it speaks, as while the server is exchanged.
  if (error.code === 'unknown') return null;
  if (isSignallingCode(error.code)) return error.code;
  return error.status === 404 || error.status === 403 ? 'not_participant' : 'not_joinable';
};
