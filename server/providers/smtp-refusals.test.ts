import { expect, it } from 'vitest';
import { readSmtpFailure } from './smtp-refusals.ts';

const answered = (response: string, command = 'RCPT TO', code = 'EENVELOPE', begun = false) =>
  readSmtpFailure({ code, command, response, begun });
const refused = (fault: string) => ({ outcome: 'refused', fault });
const passing = (fault: string) => ({ outcome: 'unavailable', fault, retryAfter: null });

it.each([
  ['550 5.1.1 No such user', 'address_invalid'],
  ['550-5.1.1 The account does not exist', 'address_invalid'],
  ['553 5.1.2 Bad destination system', 'address_invalid'],
  ['556 5.1.10 Recipient has null MX', 'address_invalid'],
  ['550 5.2.1 Mailbox disabled', 'unreachable'],
  ['552 5.2.2 Over quota', 'unreachable'],
  ['550 5.4.1 Recipient address rejected', 'unreachable'],
  ['550 5.7.1 Access denied', 'blocked'],
  ['550 5.7.26 Unauthenticated mail', 'blocked'],
  ['530 5.7.0 Authentication required', 'credentials_refused'],
  ['550 No such user', 'address_invalid'],
  ['552 Quota', 'unreachable'],
  ['501 Syntax', 'address_invalid'],
  ['521 Host takes no mail', 'unreachable'],
  ['554 No', 'blocked'],
])('“%s” to the recipient means %s', (response, fault) => {
  expect(answered(response)).toEqual(refused(fault));
});

it.each([
  ['554 5.6.0 Malformed', 'content_refused'],
  ['552 5.3.4 Too big', 'content_refused'],
  ['552 5.2.3 Too long', 'content_refused'],
  ['554 5.7.1 Spam', 'blocked'],
  ['554 Spam', 'content_refused'],
  ['550 Spam', 'content_refused'],
  ['552 Too big', 'content_refused'],
])('“%s” to the message means %s, though it had left', (response, fault) => {
  expect(answered(response, 'DATA', 'EMESSAGE', true)).toEqual(refused(fault));
});

it('tells the sender’s fault from the recipient’s', () => {
  expect(answered('550 5.1.8 Sender domain not found', 'MAIL FROM')).toEqual(refused('blocked'));
  expect(answered('550 Not yours', 'MAIL FROM')).toEqual(refused('blocked'));
  expect(answered('554 5.7.1 Listed', 'CONN', 'EPROTOCOL')).toEqual(refused('blocked'));
});

it.each([
  ['451 4.3.0 Local error', 'unavailable'],
  ['421 Closing', 'unavailable'],
  ['421 4.7.0 Slow down', 'rate_limited'],
  ['450 4.7.1 Greylisted', 'rate_limited'],
  ['452 Too many', 'rate_limited'],
  ['452 4.5.3 Too many recipients', 'rate_limited'],
  ['452 4.2.2 Over quota', 'unavailable'],
  ['503 5.5.1 Out of step', 'unavailable'],
])('“%s” passes as %s, message gone or not', (response, fault) => {
  expect(answered(response)).toEqual(passing(fault));
  expect(answered(response, 'DATA', 'EMESSAGE', true)).toEqual(passing(fault));
});

it.each([
  ['535 5.7.8 Authentication failed', refused('credentials_refused')],
  ['534 5.7.9 Application password needed', refused('credentials_refused')],
  ['504 5.5.4 Mechanism not known', refused('credentials_refused')],
  ['', refused('credentials_refused')],
  ['454 4.7.0 Temporary failure', passing('unavailable')],
])('signing in answered with “%s”', (response, sent) => {
  expect(answered(response, 'AUTH PLAIN', 'EAUTH')).toEqual(sent);
});

it.each(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EPROTOCOL', 'EABORT', ''])(
  'without an answer %s leaves in doubt what had left, and nothing else',
  (code) => {
    expect(answered('', 'CONN', code)).toEqual(passing('unavailable'));
    expect(answered('', 'CONN', code, true)).toEqual({ outcome: 'unknown' });
    expect(answered('It works!', 'CONN', code, true)).toEqual({ outcome: 'unknown' });
  },
);

it('waits for encryption that is not to be had now', () => {
  expect(answered('502 5.5.1 Unknown command', 'STARTTLS', 'ETLS')).toEqual(passing('unavailable'));
  expect(answered('', 'CONN', 'EDNS')).toEqual(passing('unavailable'));
});
