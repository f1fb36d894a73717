/** The address could not be found or reached, so that no connection came about. */
const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
]);

/** The other side is not who it should be: nothing is written before the handshake is over. */
const NO_TRUST = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO$|HOSTNAME_MISMATCH$)/;

const namedIn = (error: object, name: string): unknown => Object.getOwnPropertyDescriptor(error, name)?.value;

/**
 * Whether an error of the network says that no byte of the request went out. Everything else may have
 * arrived: a connection that was reset, one that was silent, an answer that was cut.
 */
export const certainlyUnsent = (error: unknown): boolean => {
  if (typeof error !== 'object' || error === null) return false;
  const code = namedIn(error, 'code');
  if (typeof code === 'string' && (NO_CONNECTION.has(code) || NO_TRUST.test(code))) return true;
  // A time-out counts only where it was the connecting that took too long.
  if (code === 'ETIMEDOUT' && namedIn(error, 'syscall') === 'connect') return true;
  const cause = namedIn(error, 'cause');
  return cause !== error && certainlyUnsent(cause);
};
