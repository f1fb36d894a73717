/**
 * Keeps the screen on until `signal` aborts. The browser drops the lock whenever the page is hidden
 * (W3C Screen Wake Lock), so it is asked for again on return; a refusal (battery saver) is not an error.
 */
export const keepAwake = (signal: AbortSignal): void => {
  if (!('wakeLock' in navigator)) return;
  let lock: WakeLockSentinel | null = null;
  const take = async (): Promise<void> => {
    if (document.visibilityState !== 'visible' || signal.aborted) return;
    lock = await navigator.wakeLock.request('screen').catch(() => null);
    if (signal.aborted) await lock?.release();
  };
  document.addEventListener('visibilitychange', () => void take(), { signal });
  signal.addEventListener('abort', () => void lock?.release(), { once: true });
  void take();
};
