import type { CallRole } from '../../../contract/signalling.ts';
import type { CallState } from '../../call/call.ts';
import { phaseWords, type Words } from './visit-words.ts';

/** A vendor's page is in within seconds; after this, something in it may wait for the person. */
export const OPENING_TAKES_LONG_MS = 15_000;

/**
 * What a vendor's page leaves unsaid; null when all is well.
 * @param isLong whether the phase has lasted `OPENING_TAKES_LONG_MS`
 */
export const frameWords = (
  state: Pick<CallState, 'phase' | 'link' | 'attempts' | 'departed' | 'knocking'>,
  role: CallRole,
  other: string,
  isLong = false,
): Words | null => {
  if (role === 'patient' && state.knocking.length > 0) {
    return {
      title: 'The doctor will let you in',
      text: `You are connected as soon as ${other} opens the door. Please keep this page open.`,
    };
  }
  // The knock itself says who is there.
  if (state.phase === 'waiting' && state.knocking.length > 0) return null;
  switch (state.phase) {
    case 'idle':
      return {
        title: 'Opening the room…',
        text: isLong ? 'This takes longer than usual. We keep trying.' : '',
      };
    case 'joining':
      return isLong
        ? {
            title: 'This takes longer than usual',
            text: 'If the picture below asks you something, please answer it. Otherwise press Leave, and then “Rejoin”.',
          }
        : null;
    case 'reconnecting':
      return { title: 'Connection lost', text: 'Reconnecting. Please stay on this page.' };
    default:
      return phaseWords(state, other);
  }
};
