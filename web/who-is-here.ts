const NAME = 'anteroom-who-is-here';

/** Whether this browser's pages can hear of each other. */
export const canHear = (): boolean => 'BroadcastChannel' in globalThis;

/** Says to every page of this browser, this one too, that somebody signed in or out on it. */
export const sayWhoChanged = (): void => {
  if (!canHear()) return;
  const channel = new BroadcastChannel(NAME);
  channel.postMessage('changed');
  channel.close();
};

export const onWhoChanged = (listener: () => void): void =>
  new BroadcastChannel(NAME).addEventListener('message', listener);
