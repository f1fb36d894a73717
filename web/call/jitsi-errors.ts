import type { CallFailure } from './call.ts';
import type { JitsiError, JitsiEvents } from './jitsi-api.ts';

/**
 * What an error of Jitsi's means here. `wait`: the frame copes by itself. `knock`: somebody inside has to let
 * us in. `ask`: the clinic's server knows why. `reopen`: once more with a fresh token, and then it has failed.
 */
export type JitsiRemedy =
  | { kind: 'wait' | 'knock' }
  | { kind: 'ask' | 'reopen' | 'end'; failure: CallFailure };

const WAIT: JitsiRemedy = { kind: 'wait' };
const lost: JitsiRemedy = { kind: 'reopen', failure: 'connection_lost' };
const refused: JitsiRemedy = { kind: 'reopen', failure: 'ticket_invalid' };
const gone: JitsiRemedy = { kind: 'ask', failure: 'room_gone' };

/** The names of lib-jitsi-meet (`JitsiConferenceErrors`, `JitsiConnectionErrors`). */
const remedies: Record<string, JitsiRemedy> = {
  'conference.connectionError.membersOnly': { kind: 'knock' },
  'conference.connectionError.accessDenied': { kind: 'end', failure: 'not_admitted' },
  'conference.connectionError.notAllowed': refused,
  'conference.authenticationRequired': refused,
  // What Prosody's refusal of a token is called at the connection: a wrong one, or one that ran out.
  'connection.passwordRequired': refused,
  'conference.max_users': { kind: 'end', failure: 'room_full' },
  'conference.destroyed': gone,
  'conference.gracefulShutdown': lost,
  'connection.droppedError': lost,
  'connection.otherError': lost,
  'connection.serverError': lost,
  'connection.shardChangedError': lost,
  'conference.focusDisconnected': lost,
  'conference.focusLeft': lost,
  'conference.videobridgeNotAvailable': { kind: 'reopen', failure: 'provider_unreachable' },
  'conference.iceFailed': { kind: 'reopen', failure: 'media_blocked' },
  'conference.offerAnswerFailed': lost,
  // The frame opens the conference again by itself.
  'conference.restarted': WAIT,
};

/** Pure. What is unknown matters only where Jitsi itself gives up. */
export const remedyOf = (data: JitsiEvents['errorOccurred']): JitsiRemedy => {
  const { name, isFatal }: JitsiError = data.error ?? data;
  return remedies[name ?? ''] ?? (isFatal ? lost : WAIT);
};
