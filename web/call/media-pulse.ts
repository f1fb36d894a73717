const INTERVAL_MS = 500;
/** Sound alone brings 50 packets a second; ICE itself takes five seconds or more to call a path lost. */
const STALLED_AFTER_MS = 2_000;

const bytesIn = (stats: RTCStatsReport): number => {
  let sum = 0;
  // `forEach` is all that every browser's report has; entries are untyped by nature.
  stats.forEach((entry: { type: string; bytesReceived?: number }) => {
    if (entry.type === 'inbound-rtp') sum += entry.bytesReceived ?? 0;
  });
  return sum;
};

/**
 * Feels whether media still arrives, long before ICE gives its path up, so that nobody talks to a
 * picture that stands still. Tells `changed` when it stops and when it is back, until `signal` aborts.
 */
export const feelPulse = (
  pc: RTCPeerConnection,
  changed: (isStalled: boolean) => void,
  signal: AbortSignal,
): void => {
  let bytes = 0;
  let movedAt: number | null = null;
  let isStalled = false;
  const look = async (): Promise<void> => {
    const now = performance.now();
    const received = bytesIn(await pc.getStats());
    if (signal.aborted) return;
    if (received !== bytes) movedAt = now;
    bytes = received;
    // Until the first byte there is nothing that could stop.
    const next = movedAt !== null && now - movedAt > STALLED_AFTER_MS;
    if (next === isStalled) return;
    isStalled = next;
    changed(isStalled);
  };
  const timer = setInterval(() => void look().catch(() => {}), INTERVAL_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
};
