import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** Lets this process believe certificates of one more authority (PEM), as NODE_EXTRA_CA_CERTS does. */
export const trust = (ca: string): { end: () => void } => {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, ca]);
  return { end: () => setDefaultCACertificates(before) };
};
