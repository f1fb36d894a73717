/** Milliseconds. Whoever sends gives up sooner; these end what is left behind. */
const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;
const CONNECTIONS = 5;

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

/** A password may be written with a bare `%`, which is no escape. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/**
 * How to reach the server of SMTP_URL. Nothing goes unencrypted over a network: it is TLS from the start
 * (`smtps:`) or STARTTLS before anything else, with a certificate that holds. On this machine itself a server
 * without STARTTLS will do.
 */
export const smtpConnection = (url: URL, ca?: string) => {
  const secure = url.protocol === 'smtps:';
  const user = decoded(url.username);
  return {
    pool: true as const,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !isLoopback(url.hostname),
    ...(user === '' ? {} : { auth: { user, pass: decoded(url.password) } }),
    tls: { minVersion: 'TLSv1.2' as const, ...(ca === undefined ? {} : { ca }) },
    maxConnections: CONNECTIONS,
    // Whether to try again is for the dispatcher to say, who knows what may have been taken.
    maxRequeues: 0,
    dnsTimeout: CONNECT_MS,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
  };
};
