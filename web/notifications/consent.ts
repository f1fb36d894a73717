import { canNotify } from './can-notify.ts';

/**
 * `absent`: this browser has no notifications for pages, or refuses them to all, so that there is nothing to
 * ask; `ask`: not yet, or not any more; `denied`: the person wished for them, and the browser refuses.
 */
export type Consent = 'absent' | 'ask' | 'on' | 'denied';

const STORED_AS = 'anteroom-join-notices';

type Wish = 'on' | 'off' | null;

/** Where the browser keeps nothing for us, the wish holds as long as the page. */
let here: Wish = null;

const readWish = (): Wish => {
  try {
    const stored = localStorage.getItem(STORED_AS);
    return stored === 'on' || stored === 'off' ? stored : here;
  } catch {
    return here;
  }
};

const listeners = new Set<() => void>();
const tellListeners = (): void => {
  for (const listener of listeners) listener();
};

export const readConsent = (): Consent => {
  if (!canNotify()) return 'absent';
  const wish = readWish();
  if (Notification.permission === 'denied') return wish === 'on' ? 'denied' : 'absent';
  return Notification.permission === 'granted' && wish === 'on' ? 'on' : 'ask';
};

/** Also hears of what another tab wished, and of what was changed in the browser's settings. */
export const onConsent = (listener: () => void): (() => void) => {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  const ended = new AbortController();
  navigator.permissions
    ?.query({ name: 'notifications' })
    .then((status) => status.addEventListener('change', listener, { signal: ended.signal }))
    .catch(() => {}); // then it is seen when the page is next drawn
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
    ended.abort();
  };
};

export const setWish = (wanted: 'on' | 'off'): void => {
  here = wanted;
  try {
    localStorage.setItem(STORED_AS, wanted);
  } catch {
    // `here` has it.
  }
  tellListeners();
};

/** Asks the person, where the browser has not asked before; only ever from a button. */
export const askForConsent = async (): Promise<void> => {
  await Notification.requestPermission();
  setWish('on');
};
