import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { freePort } from '../../test/set-up/postgres-place.ts';
import { type SmtpFake, type SmtpFakeOptions, startSmtpFake } from '../../test/vendors/smtp-fake.ts';
import type { Finding } from '../doctor/check.ts';
import { smtpCheck } from './smtp-check.ts';

const FROM = 'Clinic <visits@clinic.test>';

const look = (url: URL, ca?: string, limitMs = 9_000): Promise<Finding[]> =>
  smtpCheck({ url, from: FROM }, ca === undefined ? {} : { ca }).run(AbortSignal.timeout(limitMs));

const words = (findings: readonly Finding[]): string[] =>
  findings.map(({ level, what }) => `${level}: ${what}`);

const RIGHT = [
  'ok: The mail server answers, and the user and the password are right.',
  'ok: It accepts the sender in MAIL_FROM. Nothing was sent.',
];

describe('a mail server', () => {
  let fake: SmtpFake | null = null;
  const start = async (options?: SmtpFakeOptions): Promise<SmtpFake> => {
    fake = await startSmtpFake(options);
    return fake;
  };
  afterEach(async () => {
    expect(fake?.taken ?? []).toEqual([]);
    await fake?.stop();
    fake = null;
  });

  test.each<[string, SmtpFakeOptions]>([
    ['with STARTTLS', {}],
    ['with TLS from the start', { secure: true }],
    ['on this machine without TLS', { plain: true }],
  ])('%s that is right is said to be, and gets no message', async (_, options) => {
    const { url, ca } = await start(options);
    expect(words(await look(url, ca))).toEqual(RIGHT);
  });

  test('that refuses the password is a fault, and the password is not repeated', async () => {
    const { url, ca } = await start();
    url.password = 'another-password';
    const findings = await look(url, ca);
    expect(words(findings)).toEqual(['fault: The mail server refuses the user or the password in SMTP_URL.']);
    expect(JSON.stringify(findings)).not.toContain('another-password');
  });

  test('that does not accept the sender is a fault', async () => {
    const { url, ca, behave } = await start();
    behave({ does: 'refuse', at: 'from', code: 553, says: '5.7.1 Not your address' });
    expect(words(await look(url, ca))).toEqual([
      RIGHT[0],
      'fault: The mail server does not accept the sender in MAIL_FROM (status 553).',
    ]);
  });

  test('that puts the sender off is a warning', async () => {
    const { url, ca, behave } = await start();
    behave({ does: 'refuse', at: 'from', code: 451, says: '4.7.1 Later' });
    expect((await look(url, ca))[1]).toMatchObject({ level: 'warning' });
  });

  test('that hangs up at the sender’s name does not accept it', async () => {
    const { url, ca, behave } = await start();
    behave({ does: 'drop', at: 'from' });
    expect((await look(url, ca))[1]).toMatchObject({ level: 'fault' });
  });

  test('that refuses this machine is a fault', async () => {
    const { url, ca, behave } = await start();
    behave({ does: 'refuse', at: 'connect', code: 554, says: '5.7.1 Not from there' });
    expect(words(await look(url, ca))).toEqual([
      `fault: ${url.host} answers and takes no mail from this machine (status 554).`,
    ]);
  });

  test('whose certificate is not trusted is a fault', async () => {
    const { url } = await start();
    expect((await look(url))[0]).toMatchObject({
      level: 'fault',
      what: expect.stringContaining('not trusted here'),
    });
  });

  test('without TLS over a network is a fault', async () => {
    const { url } = await start({ plain: true });
    url.hostname = '0.0.0.0';
    expect((await look(url))[0]).toMatchObject({
      level: 'fault',
      what: expect.stringContaining('offers no TLS'),
    });
  });

  test.each(['auth', 'from'] as const)('that falls silent at %s is told of in time', async (at) => {
    const { url, ca, behave } = await start();
    behave({ does: 'hang', at });
    const findings = await look(url, ca, 1_500);
    expect(findings.at(-1)).toMatchObject({
      level: 'fault',
      what: expect.stringContaining('did not answer in time'),
    });
  });
});

test('nobody there, and no such name, are said as that', async () => {
  const port = await freePort();
  const url = new URL(`smtp://clinic:secret@127.0.0.1:${port}`);
  expect(words(await look(url))).toEqual([`fault: Nobody listens at 127.0.0.1:${port}.`]);
  const nowhere = await look(new URL('smtp://no-such-host.invalid'));
  expect(words(nowhere)).toEqual(['fault: There is no address for the name no-such-host.invalid:587.']);
});

test('a server that is no mail server is a fault in time', async () => {
  const server = createServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const address = server.address();
  const url = new URL(`smtp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  expect(await look(url)).toMatchObject([{ level: 'fault' }]);
  server.close();
});
