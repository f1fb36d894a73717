import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { type Answer, ask, below } from './ask.ts';
import { type Check, type Finding, fault, ok, warning } from './check.ts';
import { unreached } from './unreached.ts';

const DAY_MS = 86_400_000;
/** Days. Let's Encrypt renews a month before the end; who has less than two weeks left did not. */
const RENEW_WITHIN = 14;

const Alive = Type.Object({ status: Type.Literal('alive') });

const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

const judge = ({ status, headers, json }: Answer, publicUrl: URL): Finding => {
  const where = publicUrl.origin;
  if (status === 200 && Value.Check(Alive, json)) return ok(`${where} answers, and it is Anteroom.`);
  if (status >= 300 && status < 400) {
    const to = URL.parse(headers.get('location') ?? '', publicUrl)?.origin ?? 'elsewhere';
    return fault(
      `${where} sends people on to ${to}.`,
      'Set PUBLIC_URL to the address that they end at: links and webhooks are made from it.',
    );
  }
  if (status === 502 || status === 503 || status === 504)
    return fault(
      `${where} is answered by a proxy that does not reach Anteroom (status ${status}).`,
      'See that the server runs, and that the proxy knows its HOST and PORT.',
    );
  return fault(
    `Something else than Anteroom answers at ${where} (status ${status}).`,
    'Set PUBLIC_URL to where people open Anteroom, or let the proxy there pass everything on.',
  );
};

const lookAtHealth = async (publicUrl: URL, signal: AbortSignal): Promise<Finding> => {
  const asked = await ask(below(publicUrl, '/healthz'), {}, signal);
  if (asked.reached) return judge(asked.answer, publicUrl);
  if (asked.why === 'nobody_listens' && isLoopback(publicUrl))
    return warning(
      `Nobody listens at ${publicUrl.origin} at the moment.`,
      'Start the server, and ask again while it runs.',
    );
  // Many routers don't let a machine reach itself by its public address.
  if (asked.why === 'silent')
    return warning(
      `${publicUrl.origin} did not answer this machine in time.`,
      'Open it from elsewhere: where that works, only the way from here to itself is closed.',
    );
  return unreached(asked.why, publicUrl.origin, 'PUBLIC_URL');
};

/** The last day of the certificate, whoever made it; null where there is no TLS to be had. */
const certificateEnd = ({ hostname, port }: URL, signal: AbortSignal): Promise<Date | null> => {
  const { promise, resolve } = Promise.withResolvers<Date | null>();
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const socket = connect({
    host,
    port: Number(port || 443),
    servername: isIP(host) ? '' : host,
    rejectUnauthorized: false,
  });
  const end = (date: Date | null) => {
    socket.destroy();
    resolve(date);
  };
  socket.once('secureConnect', () => end(new Date(socket.getPeerCertificate().valid_to)));
  socket.once('error', () => end(null));
  signal.addEventListener('abort', () => end(null), { once: true });
  return promise;
};

const lookAtCertificate = async (publicUrl: URL, signal: AbortSignal): Promise<Finding[]> => {
  const end = await certificateEnd(publicUrl, signal);
  if (!end || Number.isNaN(end.getTime())) return [];
  const days = Math.floor((end.getTime() - Date.now()) / DAY_MS);
  // One that is over was already said: nobody gets an answer with it.
  if (days < 0) return [];
  const left = `Its TLS certificate is good for ${days} more ${days === 1 ? 'day' : 'days'}.`;
  if (days >= RENEW_WITHIN) return [ok(left)];
  return [warning(left, 'Renew it, and see why that did not happen by itself.')];
};

/** The address that people open: whether it leads to this server, and for how long its certificate holds. */
export const publicUrlCheck = (publicUrl: URL): Check => ({
  name: 'PUBLIC_URL',
  run: async (signal) => {
    const [health, certificate] = await Promise.all([
      lookAtHealth(publicUrl, signal),
      publicUrl.protocol === 'https:' ? lookAtCertificate(publicUrl, signal) : [],
    ]);
    return [health, ...certificate];
  },
});
