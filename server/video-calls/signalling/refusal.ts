import type { SignallingCode, SignallingRefusal } from '../../../contract/signalling.ts';

const DETAILS: Record<SignallingCode, string> = {
  unauthorized: 'Please log in',
  origin_refused: 'This connection did not come from the clinic’s own pages.',
  ticket_invalid: 'This ticket is not valid here.',
  ticket_expired: 'This ticket has expired.',
  otp_required: 'A one-time code is needed before this video call.',
  not_participant: 'This visit is between two other people.',
  not_joinable: 'This visit can’t be joined now.',
  visit_over: 'This visit is over.',
  taken_over: 'The visit goes on in another window or on another device.',
  visit_moved: 'This visit was moved to another time.',
  visit_cancelled: 'This visit was cancelled.',
  signed_out: 'You have been signed out.',
  too_many_messages: 'This connection sent too many messages.',
  too_slow: 'This connection is too slow to keep up.',
  server_closing: 'The server is restarting.',
  unavailable: 'The clinic’s records can’t be reached just now.',
};

export const refusalOf = (code: SignallingCode): SignallingRefusal => ({ code, detail: DETAILS[code] });

/** A connection that is not let in. Socket.IO sends `data` to the client. */
export class Refusal extends Error {
  readonly data: SignallingRefusal;

  constructor(code: SignallingCode) {
    super(DETAILS[code]);
    this.name = 'Refusal';
    this.data = refusalOf(code);
  }
}
