const INTERVAL_MS = 500;
/** As in the built-in call: long before the SDK gives a path up, nobody talks to a picture that stands still. */
const STALLED_AFTER_MS = 2_500;

/** `none` until something has arrived. */
export type Pulse = 'none' | 'beating' | 'stalled';

/** Pure: feels from counts of bytes whether anything still arrives. */
export class PulseCounter {
  #bytes = 0;
  #movedAt: number | null = null;

  /** Somebody else, or the same one anew: what came before says nothing of them. */
  reset(): void {
    this.#movedAt = null;
  }

  /** @param bytes received so far  @param now milliseconds of any clock that only goes forward */
  count(bytes: number, now: number): Pulse {
    if (bytes !== this.#bytes && bytes > 0) this.#movedAt = now;
    this.#bytes = bytes;
    if (this.#movedAt === null) return 'none';
    return now - this.#movedAt > STALLED_AFTER_MS ? 'stalled' : 'beating';
  }
}

interface TrackStats {
  readonly bytesReceived: number | null;
}

/** As much of the SDK's `Room` as can be felt. */
export interface Measured {
  getStats: () => Promise<
    readonly { remoteAudioTrackStats: TrackStats[]; remoteVideoTrackStats: TrackStats[] }[]
  >;
}

const bytesInto = async (room: Measured): Promise<number> => {
  const reports = await room.getStats();
  return reports
    .flatMap((report) => [...report.remoteAudioTrackStats, ...report.remoteVideoTrackStats])
    .reduce((sum, { bytesReceived }) => sum + (bytesReceived ?? 0), 0);
};

/** Tells `felt` the pulse twice a second until `signal` aborts. */
export const feelRoom = (
  room: Measured,
  counter: PulseCounter,
  felt: (pulse: Pulse) => void,
  signal: AbortSignal,
): void => {
  const look = async (): Promise<void> => {
    const bytes = await bytesInto(room);
    if (!signal.aborted) felt(counter.count(bytes, performance.now()));
  };
  const timer = setInterval(() => void look().catch(() => {}), INTERVAL_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
};
