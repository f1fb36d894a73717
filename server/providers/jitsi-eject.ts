import type { ClosingReason } from '../video-calls/video-rooms.ts';
import type { JitsiConfig } from '../video-config.ts';

/** People must be out within five seconds of a move. */
const TIMEOUT_MS = 4_000;
const NO_SUCH_ROOM = 404;

/** Why no answer came: a name such as ECONNREFUSED, which tells nothing of the address or the secret. */
const faultOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'no answer';
  if (error.name === 'TimeoutError') return 'no answer in time';
  const cause: unknown = error.cause;
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : null;
  return typeof code === 'string' && /^[A-Z][A-Z\d_]*$/.test(code) ? code : 'no answer';
};

const tell = async (url: URL, secret: string, body: string): Promise<Response> => {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body,
      // The secret goes to the configured address and nowhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
    return answer;
  } catch (error) {
    // Without the cause: it may quote the address, and what stands in it.
    throw new Error(`Jitsi could not be told to close a room: ${faultOf(error)}`);
  }
};

/** A page that was not found is another program's answer: the address leads past whoever empties rooms. */
const isNoSuchRoom = ({ status, headers }: Response): boolean =>
  status === NO_SUCH_ROOM && !(headers.get('content-type') ?? '').includes('text/html');

/**
 * Has the operator's Jitsi put everybody out of a room: `POST {"room","reason"}` with the secret as a bearer
 * token; 2xx and 404 (no such room, unless it is a page) are a success.
 * @throws Error with any other answer, and without one within four seconds
 */
export const ejectFromJitsi = async (
  { url, secret }: NonNullable<JitsiConfig['eject']>,
  room: string,
  reason: ClosingReason,
): Promise<void> => {
  const answer = await tell(url, secret, JSON.stringify({ room, reason }));
  if (answer.ok || isNoSuchRoom(answer)) return;
  throw new Error(`Jitsi did not close a room: it answered ${answer.status}`);
};
