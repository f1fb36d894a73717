let answer: boolean | null = null;

/** Whether this page can show a notification where it is allowed to. */
const tryOut = (): boolean => {
  if (!('Notification' in globalThis)) return false;
  // Allowed already, so it would be seen; nobody was ever asked where it can't be made.
  if (Notification.permission === 'granted') return true;
  try {
    // Without permission it shows nothing. Chromium on Android has the name, but lets no page make one:
    // https://developer.mozilla.org/docs/Web/API/Notification/Notification.
    new Notification('');
    return true;
  } catch {
    return false;
  }
};

export const canNotify = (): boolean => {
  answer ??= tryOut();
  return answer;
};
