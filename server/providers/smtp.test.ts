import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeMessenger } from '../../test/vendors/messenger-suite.ts';
import { type SmtpFake, startSmtpFake } from '../../test/vendors/smtp-fake.ts';
import type { Message } from '../messages/messenger.ts';
import { smtpMessenger } from './smtp.ts';

const TO = 'amara.okafor@patient.test';
const FROM = 'Klinik Lindenhof, Süd <visits@clinic.test>';
const letterhead = { appName: 'Lindenhof', publicUrl: new URL('https://visits.clinic.test') };
const patience = (): AbortSignal => AbortSignal.timeout(8_000);

const codeMessage = (over: Partial<Message> = {}): Message => ({
  id: uuidv7(),
  channel: 'email',
  to: TO,
  language: 'en',
  subject: '048213 is your Lindenhof code',
  text: '048213 is your Lindenhof code. It works for 10 minutes. Never share it.',
  body: { kind: 'code', code: '048213', minutes: 10 },
  ...over,
});

const messengerFor = ({ url, ca }: SmtpFake, from = FROM) =>
  smtpMessenger({ url, from }, { ...letterhead, ca });

describeMessenger('SMTP', async () => {
  const fake = await startSmtpFake();
  const messenger = messengerFor(fake);
  const refuse = (at: 'from' | 'recipient' | 'data' | 'connect', code: number, says: string) => () =>
    fake.behave({ does: 'refuse', at, code, says });
  return {
    messenger,
    message: codeMessage,
    scenario: {
      accept: () => fake.behave({ does: 'accept' }),
      refusals: [
        {
          name: '550 5.1.1',
          fault: 'address_invalid',
          arrange: refuse('recipient', 550, '5.1.1 No such user'),
        },
        { name: '552 5.2.2', fault: 'unreachable', arrange: refuse('recipient', 552, '5.2.2 Mailbox full') },
        { name: '550 5.7.1', fault: 'blocked', arrange: refuse('from', 550, '5.7.1 Listed') },
        { name: '550', fault: 'address_invalid', arrange: refuse('recipient', 550, 'No such user here') },
        { name: '554 after DATA', fault: 'content_refused', arrange: refuse('data', 554, 'Looks like spam') },
        { name: '554 5.7.1', fault: 'blocked', arrange: refuse('data', 554, '5.7.1 Message blocked') },
      ],
      rateLimited: null,
      fail500: () => fake.behave({ does: 'refuse', at: 'recipient', code: 451, says: '4.3.0 Try later' }),
      hang: () => fake.behave({ does: 'hang', at: 'data' }),
      reset: () => fake.behave({ does: 'drop', at: 'data' }),
      garbage: () => fake.behave({ does: 'garbage' }),
      takenUnanswered: null,
    },
    sentTexts: () => fake.taken.map(({ mail }) => mail.text ?? ''),
    stop: async () => {
      messenger.close();
      await fake.stop();
    },
  };
});

describe('SMTP, beyond what every messenger does', () => {
  let fake: SmtpFake;
  let messenger: ReturnType<typeof messengerFor>;

  beforeAll(async () => {
    fake = await startSmtpFake();
    messenger = messengerFor(fake);
  });
  beforeEach(() => fake.behave({ does: 'accept' }));
  afterAll(async () => {
    messenger.close();
    await fake.stop();
  });

  const last = () => fake.taken.at(-1);

  it('signs in, and only after the connection is encrypted', async () => {
    await messenger.send(codeMessage(), patience());
    expect(last()).toMatchObject({ secure: true, user: 'clinic' });
  });

  it('sends from the configured address, whatever its name holds, to one address alone', async () => {
    const message = codeMessage();
    const sent = await messenger.send(message, patience());
    const id = `${message.id}@clinic.test`;
    expect(sent).toEqual({ outcome: 'accepted', providerId: id, status: 'sent' });
    expect(last()).toMatchObject({ from: 'visits@clinic.test', to: [TO] });
    const { from, to, messageId, headers } = last()?.mail ?? {};
    expect(from).toMatchObject({ name: 'Klinik Lindenhof, Süd', address: 'visits@clinic.test' });
    expect(to).toHaveLength(1);
    expect(messageId).toBe(`<${id}>`);
    expect(headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
    );
  });

  it.each([
    ['hi', '048213 आपका Lindenhof कोड है', '048213 आपका Lindenhof कोड है। 10 मिनट मान्य।', 'ltr'],
    ['ur', '048213 آپ کا Lindenhof کوڈ ہے', '048213 آپ کا Lindenhof کوڈ ہے۔ 10 منٹ کارآمد۔', 'rtl'],
    [
      'es',
      '048213 es tu código de Lindenhof',
      '048213 es tu código. Válido 10 minutos; ¡no lo compartas!',
      'ltr',
    ],
  ] as const)(
    'arrives in %s as it was written, in both parts',
    async (language, subject, text, direction) => {
      await messenger.send(codeMessage({ language, subject, text }), patience());
      const { mail, raw } = last() ?? {};
      expect(mail?.subject).toBe(subject);
      expect(mail?.text?.trim()).toBe(text);
      expect(mail?.html).toContain(text);
      expect(mail?.html).toContain(`<html lang="${language}" dir="${direction}">`);
      expect(raw).toMatch(/^Content-Type: multipart\/alternative;/m);
      expect(raw).toMatch(/^[\0-\x7f]*$/);
      expect(Math.max(...(raw ?? '').split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    },
  );

  it.each([
    ['subject', { subject: 'Hello\r\nBcc: thief@evil.test\r\n\r\nPay here' }],
    ['id', { id: `x>\r\nBcc: <thief@evil.test` }],
  ])('lets no header in through the %s', async (_, over) => {
    await messenger.send(codeMessage(over), patience());
    expect(last()?.to).toEqual([TO]);
    expect(last()?.mail.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(last()?.mail.text).not.toContain('Pay here');
  });

  it.each([
    `${TO}\r\nBcc: thief@evil.test`,
    `${TO}, thief@evil.test`,
    `Amara <${TO}>`,
    '"a b"@patient.test',
    'nobody',
  ])('sends nothing to %j, which is not one address', async (to) => {
    const before = fake.connections();
    const sent = await messenger.send(codeMessage({ to }), patience());
    expect(sent).toEqual({ outcome: 'refused', fault: 'address_invalid' });
    expect(fake.connections()).toBe(before);
  });

  it.each([
    ['451 4.3.0', 451, '4.3.0 Local error', 'unavailable'],
    ['421', 421, 'Closing', 'unavailable'],
    ['452', 452, 'Too many', 'rate_limited'],
    ['450 4.7.1', 450, '4.7.1 Greylisted', 'rate_limited'],
    ['421 4.7.0', 421, '4.7.0 Slow down', 'rate_limited'],
  ])('takes %s for what passes', async (_, code, says, fault) => {
    fake.behave({ does: 'refuse', at: 'recipient', code, says });
    const fresh = messengerFor(fake);
    const sent = await fresh.send(codeMessage(), patience());
    fresh.close();
    expect(sent).toEqual({ outcome: 'unavailable', fault, retryAfter: null });
  });

  it.each(['connect', 'auth', 'from', 'recipient'] as const)(
    'knows that nothing was sent when the connection is lost at “%s”',
    async (at) => {
      const fresh = messengerFor(fake);
      fake.behave({ does: 'drop', at });
      const lost = { outcome: 'unavailable', fault: 'unavailable', retryAfter: null };
      expect(await fresh.send(codeMessage(), patience())).toEqual(lost);
      fake.behave({ does: 'hang', at });
      expect(await fresh.send(codeMessage(), AbortSignal.timeout(300))).toEqual(lost);
      fresh.close();
    },
  );

  it('keeps going after a message that failed', async () => {
    fake.behave({ does: 'drop', at: 'data' });
    expect(await messenger.send(codeMessage(), patience())).toEqual({ outcome: 'unknown' });
    fake.behave({ does: 'accept' });
    const before = fake.taken.length;
    expect(await messenger.send(codeMessage(), patience())).toMatchObject({ outcome: 'accepted' });
    expect(fake.taken).toHaveLength(before + 1);
  });

  it('sends many over a few connections', async () => {
    const before = fake.connections();
    const sent = await Promise.all(
      Array.from({ length: 40 }, () => messenger.send(codeMessage(), patience())),
    );
    expect(sent.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(40);
    expect(fake.connections() - before).toBeLessThanOrEqual(5);
  });

  it('says that a password is refused', async () => {
    const url = new URL(fake.url);
    url.password = 'wrong';
    const stranger = smtpMessenger({ url, from: FROM }, { ...letterhead, ca: fake.ca });
    const sent = await stranger.send(codeMessage(), patience());
    expect(sent).toEqual({ outcome: 'refused', fault: 'credentials_refused' });
    stranger.close();
  });
});

describe('the way to a mail server', () => {
  const opened: { close?: () => void; stop?: () => Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0)) {
      one.close?.();
      await one.stop?.();
    }
  });

  const open = async (options: Parameters<typeof startSmtpFake>[0], host: string, trusted = true) => {
    const fake = await startSmtpFake(options);
    const url = new URL(fake.url.href.replace('127.0.0.1', host));
    const messenger = smtpMessenger(
      { url, from: FROM },
      trusted ? { ...letterhead, ca: fake.ca } : letterhead,
    );
    opened.push(messenger, fake);
    return { fake, sent: await messenger.send(codeMessage(), patience()) };
  };

  it('is TLS from the start for smtps', async () => {
    const { fake, sent } = await open({ secure: true }, '127.0.0.1');
    expect(sent).toMatchObject({ outcome: 'accepted' });
    expect(fake.taken).toMatchObject([{ secure: true, user: 'clinic' }]);
  });

  it('is STARTTLS over a network', async () => {
    const { fake, sent } = await open({}, '0.0.0.0');
    expect(sent).toMatchObject({ outcome: 'accepted' });
    expect(fake.taken).toMatchObject([{ secure: true, user: 'clinic' }]);
  });

  it('is not taken over a network without STARTTLS: nothing is sent', async () => {
    const { fake, sent } = await open({ plain: true }, '0.0.0.0');
    expect(sent).toMatchObject({ outcome: 'unavailable' });
    expect(fake.taken).toEqual([]);
  });

  it('may lack STARTTLS on this machine itself', async () => {
    const { fake, sent } = await open({ plain: true }, '127.0.0.1');
    expect(sent).toMatchObject({ outcome: 'accepted' });
    expect(fake.taken).toMatchObject([{ secure: false, user: 'clinic' }]);
  });

  it.each([{ secure: true }, {}])('needs a certificate that holds, with %j', async (options) => {
    const { fake, sent } = await open(options, '127.0.0.1', false);
    expect(sent).toMatchObject({ outcome: 'unavailable' });
    expect(fake.taken).toEqual([]);
  });
});
