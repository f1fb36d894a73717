import { type Finding, fault } from './check.ts';

/** Why there was no answer, as far as the network tells. */
export type Unreached =
  | 'no_name'
  | 'nobody_listens'
  | 'no_way'
  | 'silent'
  | 'cut'
  | 'certificate_over'
  | 'certificate_of_another'
  | 'certificate_unknown'
  | 'no_tls';

const BY_CODE: readonly (readonly [RegExp, Unreached])[] = [
  [/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EDNS|ENODATA)$/, 'no_name'],
  [/^ECONNREFUSED$/, 'nobody_listens'],
  [/^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|EACCES|EPERM)$/, 'no_way'],
  [/^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ABORT_ERR)$/, 'silent'],
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/, 'certificate_over'],
  [/^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/, 'certificate_of_another'],
  [/^(CERT_.+|UNABLE_TO_.+|DEPTH_ZERO_.+|SELF_SIGNED_.+)$/, 'certificate_unknown'],
  [/^(EPROTO|ERR_SSL_.+|ERR_TLS_.+)$/, 'no_tls'],
];

const fieldOf = (error: object, name: string): unknown => Object.getOwnPropertyDescriptor(error, name)?.value;

/**
 * The kinds of an error and of all that caused it; with two addresses each has its own. The mail library puts
 * one of its own before the network's.
 */
const codesOf = (error: unknown): string[] => {
  if (typeof error !== 'object' || error === null) return [];
  const isAborted = error instanceof Error && /^(TimeoutError|AbortError)$/.test(error.name);
  const code = isAborted ? 'ABORT_ERR' : fieldOf(error, 'code');
  const all = fieldOf(error, 'errors');
  return [
    ...[code, fieldOf(error, 'originalCode')].filter((one) => typeof one === 'string'),
    ...codesOf(fieldOf(error, 'cause')),
    ...(Array.isArray(all) ? all.flatMap(codesOf) : []),
  ];
};

/** What an error of the network means. */
export const unreachedOf = (error: unknown): Unreached => {
  const codes = codesOf(error);
  return BY_CODE.find(([pattern]) => codes.some((code) => pattern.test(code)))?.[1] ?? 'cut';
};

const WORDS: Record<Unreached, (where: string) => [what: string, remedy: string]> = {
  no_name: (where) => [
    `There is no address for the name ${where}.`,
    'Look at how the name is written, and at this machine’s DNS.',
  ],
  nobody_listens: (where) => [
    `Nobody listens at ${where}.`,
    'See that it runs there, and that the address and the port are right.',
  ],
  no_way: (where) => [
    `There is no way from this machine to ${where}.`,
    'Look at this machine’s network and at the firewalls in between.',
  ],
  silent: (where) => [
    `${where} did not answer in time.`,
    'Look at the firewalls in between, and whether it answers from elsewhere.',
  ],
  cut: (where) => [
    `${where} took the connection and closed it without an answer.`,
    'See that the address and the port are right, and what its log says.',
  ],
  certificate_over: (where) => [
    `The TLS certificate of ${where} is out of date, or this machine’s clock is.`,
    'Renew the certificate there, or set this machine’s clock.',
  ],
  certificate_of_another: (where) => [
    `The TLS certificate at ${where} is made out to another name.`,
    'Write the name that stands in the certificate, or get one for this name.',
  ],
  certificate_unknown: (where) => [
    `The TLS certificate of ${where} comes from an authority that is not trusted here.`,
    'Get one from a known authority with its whole chain, or name yours in NODE_EXTRA_CA_CERTS.',
  ],
  no_tls: (where) => [
    `${where} does not speak TLS as it should.`,
    'See that the port is the one for TLS, and what stands before it.',
  ],
};

/** @param setting the variable that says where to go */
export const unreached = (why: Unreached, where: string, setting: string): Finding => {
  const [what, remedy] = WORDS[why](where);
  return fault(what, `${remedy} The address comes from ${setting}.`);
};
