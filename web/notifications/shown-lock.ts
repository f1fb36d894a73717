const NAME = 'anteroom-dashboard-shown';

/** Says to this browser's other tabs, for as long as it is so, that this one shows the visits to somebody. */
export const holdWhileShown = (): (() => void) => {
  if (!('locks' in navigator)) return () => {};
  let release: (() => void) | null = null;
  const follow = (): void => {
    const isShown = document.visibilityState === 'visible';
    if (isShown && !release) {
      const hidden = new Promise<void>((resolve) => {
        release = resolve;
      });
      void navigator.locks.request(NAME, { mode: 'shared' }, () => hidden);
    }
    if (!isShown) letGo();
  };
  const letGo = (): void => {
    release?.();
    release = null;
  };
  follow();
  document.addEventListener('visibilitychange', follow);
  return () => {
    document.removeEventListener('visibilitychange', follow);
    letGo();
  };
};

/** Whether any tab shows the visits now. */
export const isShownSomewhere = async (): Promise<boolean> => {
  if (document.visibilityState === 'visible') return true;
  if (!('locks' in navigator)) return false;
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === NAME);
};
