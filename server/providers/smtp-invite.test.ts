import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarParts } from '../../test/calendar-parts.ts';
import { type SmtpFake, startSmtpFake } from '../../test/vendors/smtp-fake.ts';
import type { Invite, Message } from '../messages/messenger.ts';
import { smtpMessenger } from './smtp.ts';

const patience = (): AbortSignal => AbortSignal.timeout(8_000);

const visitMessage = (invite: Invite | null): Message => ({
  id: uuidv7(),
  channel: 'email',
  to: 'amara.okafor@patient.test',
  language: 'en',
  subject: 'Tomorrow: visit',
  text: 'Your visit is tomorrow.',
  body: {
    kind: 'visit',
    template: 'visit_confirmed',
    url: new URL('https://visits.clinic.test/'),
    label: 'Your visits',
    facts: [],
    details: [],
    invite,
  },
});

/** Long lines folded, a space at a line's end, `=`, and letters of four bytes: what an encoding might touch. */
const inviteOf = (method: Invite['method']): string =>
  [
    'BEGIN:VCALENDAR',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `SUMMARY:${'मुलाक़ात = 😀 '.repeat(4)}`,
    ` ${'x'.repeat(74)}`,
    '.',
    'DESCRIPTION:ends with a space ',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');

describe('an e-mail about a visit', () => {
  let fake: SmtpFake;
  let messenger: ReturnType<typeof smtpMessenger>;

  beforeAll(async () => {
    fake = await startSmtpFake();
    const { url, ca } = fake;
    const letterhead = { appName: 'Lindenhof', publicUrl: new URL('https://visits.clinic.test') };
    messenger = smtpMessenger({ url, from: 'visits@clinic.test' }, { ...letterhead, ca });
  });
  afterAll(async () => {
    messenger.close();
    await fake.stop();
  });

  const last = () => fake.taken.at(-1);

  it.each(['REQUEST', 'CANCEL'] as const)('gives a calendar its %s, byte for byte', async (method) => {
    const ics = inviteOf(method);
    await messenger.send(visitMessage({ method, ics }), patience());
    const { mail, raw = '' } = last() ?? {};
    const parts = calendarParts(raw);
    expect(parts.map(({ type }) => type)).toEqual([
      `text/calendar; charset=utf-8; method=${method}`,
      'application/ics; name=invite.ics',
    ]);
    for (const { content } of parts) expect(content.toString()).toBe(ics);
    expect(raw).toMatch(/^[\0-\x7f]*$/);
    expect(/^METHOD:(.+)$/m.exec(parts[0]?.content.toString().replaceAll('\r', '') ?? '')?.[1]).toBe(method);
    expect(mail?.text?.trim()).toBe('Your visit is tomorrow.');
    expect(mail?.html).toContain('Your visit is tomorrow.');
    expect(mail?.attachments.map((file) => [file.filename, file.mimeType, file.method])).toEqual([
      [null, 'text/calendar', method],
      ['invite.ics', 'application/ics', undefined],
    ]);
  });

  it('gives a calendar nothing without an invite', async () => {
    await messenger.send(visitMessage(null), patience());
    expect(last()?.raw).not.toMatch(/text\/calendar|\.ics/);
    expect(last()?.mail.attachments).toEqual([]);
  });
});
