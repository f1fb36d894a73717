const NAME = 'anteroom-who-is-here';

/** Says to every page of this browser, this one too, that somebody signed in or out on it. */
export const sayWhoChanged = (): void => {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage('changed');
  channel.close();
};

export const onWhoChanged = (listener: () => void): void =>
  new BroadcastChannel(NAME).addEventListener('message', listener);
