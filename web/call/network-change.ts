/** Not in every browser, and not in TypeScript's DOM: https://wicg.github.io/netinfo/ */
interface Connection extends EventTarget {
  readonly type?: string;
}

const hasConnection = (value: Navigator): value is Navigator & { connection: Connection } =>
  'connection' in value && value.connection instanceof EventTarget;

/**
 * Calls `changed` when the device says that it is on a network again, or on another kind of network.
 * Estimates of speed also arrive as `change`; those are passed over.
 */
export const watchNetwork = (changed: () => void, signal: AbortSignal): void => {
  window.addEventListener('online', changed, { signal });
  if (!hasConnection(navigator)) return;
  const { connection } = navigator;
  let type = connection.type;
  connection.addEventListener(
    'change',
    () => {
      if (connection.type === type) return;
      type = connection.type;
      if (type !== 'none') changed();
    },
    { signal },
  );
};
