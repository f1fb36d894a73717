import { expect, it } from 'vitest';
import { smtpConnection } from './smtp-connection.ts';

it.each([
  ['smtp://mail.clinic.test', { host: 'mail.clinic.test', port: 587, secure: false, requireTLS: true }],
  ['smtp://mail.clinic.test:25', { port: 25, secure: false, requireTLS: true }],
  ['smtps://mail.clinic.test', { port: 465, secure: true, requireTLS: false }],
  ['smtp://192.168.1.4', { requireTLS: true }],
  ['smtp://127.0.0.1.evil.test', { requireTLS: true }],
  ['smtp://localhost.evil.test', { requireTLS: true }],
  ['smtp://[2001:db8::1]', { host: '2001:db8::1', requireTLS: true }],
  ['smtp://localhost', { requireTLS: false }],
  ['smtp://127.0.0.2', { requireTLS: false }],
  ['smtp://[::1]', { host: '::1', requireTLS: false }],
])('%s is reached as it says, and encrypted unless it is this machine', (url, expected) => {
  expect(smtpConnection(new URL(url))).toMatchObject(expected);
});

it('signs in as the address says, with its escapes undone', () => {
  expect(smtpConnection(new URL('smtp://visits%40clinic.test:p%40ss%3A%2F@mail.test')).auth).toEqual({
    user: 'visits@clinic.test',
    pass: 'p@ss:/',
  });
  expect(smtpConnection(new URL('smtp://visits:100%zz@mail.test')).auth?.pass).toBe('100%zz');
  expect(smtpConnection(new URL('smtp://mail.test')).auth).toBeUndefined();
});

it('lets nothing in the address loosen the checks of the certificate', () => {
  const loosened = smtpConnection(new URL('smtp://mail.test/?tls.rejectUnauthorized=false&requireTLS=false'));
  expect(loosened.tls).toEqual({ minVersion: 'TLSv1.2' });
  expect(loosened.requireTLS).toBe(true);
});
