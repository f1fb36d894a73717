import { expect, it } from 'vitest';
import { certainlyUnsent } from './certainly-unsent.ts';

const fault = (code: string, more: object = {}): Error => Object.assign(new Error(code), { code, ...more });

it.each([
  [fault('ECONNREFUSED')],
  [fault('ENOTFOUND', { syscall: 'getaddrinfo' })],
  [fault('EAI_AGAIN')],
  [fault('EHOSTUNREACH')],
  [fault('ETIMEDOUT', { syscall: 'connect' })],
  [fault('CERT_HAS_EXPIRED')],
  [fault('DEPTH_ZERO_SELF_SIGNED_CERT')],
  [fault('ERR_TLS_CERT_ALTNAME_INVALID')],
  [new Error('fetch failed', { cause: fault('ECONNREFUSED') })],
])('%s says that nothing left', (error) => {
  expect(certainlyUnsent(error)).toBe(true);
});

it.each([
  [fault('ECONNRESET')],
  [fault('EPIPE')],
  [fault('ETIMEDOUT', { syscall: 'read' })],
  [fault('ETIMEDOUT')],
  [fault('ECONNABORTED')],
  [fault('ERR_CANCELED')],
  [new Error('socket hang up')],
  [new Error('fetch failed', { cause: fault('ECONNRESET') })],
  ['ECONNREFUSED'],
  [null],
])('%s says nothing of the kind', (error) => {
  expect(certainlyUnsent(error)).toBe(false);
});
