import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import {
  accepted,
  down,
  EMAIL,
  historyOf,
  never,
  saying,
  start,
  tooMany,
  unknown,
} from '../../test/orders.ts';
import { addressKey } from './address-key.ts';
import type { Found, Sent } from './messenger.ts';
import { optOut } from './opt-out.ts';
import type { Letter, Posting } from './posting.ts';

const letterTo = (personId: string, over: Partial<Letter> = {}): Letter => ({
  about: { appointmentId: uuidv7(), version: 1 },
  kind: 'reminder_hour',
  personId,
  language: 'en',
  route: { channel: 'email', to: EMAIL },
  words: { subject: 'Planted subject', text: 'Planted text' },
  body: {
    kind: 'visit',
    template: 'reminder_hour',
    facts: [],
    details: [],
    url: new URL('https://clinic.test/appointments/1'),
    label: 'Open',
    invite: null,
  },
  life: 600,
  ...over,
});

const posting = (letter: Letter, over: Partial<Posting> = {}): Posting => ({
  letter,
  hasAnother: false,
  tries: 1,
  doubts: 0,
  unanswered: 0,
  mayLeave: async () => 'yes',
  ...over,
});

const messageOf = async (world: World, { about }: Letter) =>
  world.db.query<{ id: string; status: string; fault: string | null }>(
    'SELECT id, status, fault FROM messages WHERE appointment_id = $1',
    [about.appointmentId],
  );

describeOnBothDatabases('a letter about a visit', (world) => {
  const office = (says: readonly (() => Promise<Sent>)[], find?: Found) => {
    const messenger = saying(says, find);
    const dispatcher = start(world(), [messenger]);
    onTestFinished(dispatcher.close);
    const post = async (wanted: Posting) => {
      const { came, write } = await dispatcher.post(wanted);
      await write();
      return came;
    };
    return { messenger, post, dispatcher };
  };
  const person = async () => (await world().newPerson()).id;

  it('is in the ledger with its visit, and not sent again once it was taken', async () => {
    const { messenger, post } = office([accepted('first')]);
    const letter = letterTo(await person());
    expect(await post(posting(letter))).toEqual({ posted: 'accepted' });
    expect(await post(posting(letter, { tries: 2, doubts: 1 }))).toEqual({ posted: 'accepted' });
    expect(messenger.sent).toHaveLength(1);
    const [message, ...more] = await messageOf(world(), letter);
    expect(more).toEqual([]);
    expect(await historyOf(world(), message?.id ?? '')).toEqual(['queued', 'sent']);
  });

  it('is one for each version, kind, person and channel, and another for any other', async () => {
    const { messenger, post } = office([
      async () => ({ outcome: 'accepted', providerId: uuidv7(), status: 'sent' }),
    ]);
    const letter = letterTo(await person());
    const others: Letter[] = [
      { ...letter, about: { ...letter.about, version: 2 } },
      { ...letter, kind: 'reminder_day' },
      { ...letter, personId: await person() },
      { ...letter, route: { channel: 'sms', to: '+12125550134' } },
    ];
    await Promise.all([letter, letter, letter, ...others].map((one) => post(posting(one))));
    expect(await messageOf(world(), letter)).toHaveLength(5);
    expect(new Set(messenger.sent.map(({ id }) => id)).size).toBe(5);
  });

  it('waits where its provider is away, under the same id, and longer where that asks for it', async () => {
    const { messenger, post } = office([down, tooMany, accepted('third')]);
    const letter = letterTo(await person());
    expect(await post(posting(letter))).toMatchObject({ posted: 'later', inDoubt: false });
    const second = await post(posting(letter, { tries: 2 }));
    expect(second).toMatchObject({ posted: 'later', inDoubt: false });
    expect(second.posted === 'later' && second.after).toBeGreaterThanOrEqual(1_000);
    expect(await post(posting(letter, { tries: 3 }))).toEqual({ posted: 'accepted' });
    expect(new Set(messenger.sent.map(({ id }) => id)).size).toBe(1);
  });

  it('gives a way up for another one where that keeps it waiting', async () => {
    const { post } = office([tooMany]);
    const letter = letterTo(await person());
    expect(await post(posting(letter, { hasAnother: true }))).toEqual({
      posted: 'failed',
      fault: 'rate_limited',
    });
    expect(await messageOf(world(), letter)).toMatchObject([{ status: 'failed', fault: 'rate_limited' }]);
    expect(await post(posting(letter, { hasAnother: true, tries: 2 }))).toMatchObject({ posted: 'failed' });
  });

  describe('whose provider never answered', () => {
    it('is not sent again where the provider says that it has it', async () => {
      const { messenger, post } = office([unknown], { found: 'taken', providerId: 'theirs', status: 'sent' });
      const letter = letterTo(await person());
      expect(await post(posting(letter))).toEqual({ posted: 'accepted' });
      expect(messenger.sent).toHaveLength(1);
    });

    it('is sent again where the provider says that it has not', async () => {
      const { messenger, post } = office([never, accepted('second')], { found: 'absent' });
      const letter = letterTo(await person());
      expect(await post(posting(letter))).toMatchObject({ posted: 'later', inDoubt: false });
      expect(await post(posting(letter, { tries: 2 }))).toEqual({ posted: 'accepted' });
      expect(new Set(messenger.sent.map(({ id }) => id)).size).toBe(1);
    });

    it('takes another way where there is one', async () => {
      const { post } = office([unknown]);
      const letter = letterTo(await person());
      expect(await post(posting(letter, { hasAnother: true }))).toEqual({ posted: 'unknown' });
      expect(await messageOf(world(), letter)).toMatchObject([{ status: 'unknown' }]);
    });

    it('is sent again on its only way, but not for ever', async () => {
      const { post } = office([unknown]);
      const letter = letterTo(await person());
      expect(await post(posting(letter))).toMatchObject({ posted: 'later', inDoubt: true });
      expect(await post(posting(letter, { tries: 6, doubts: 5, unanswered: 5 }))).toEqual({
        posted: 'unknown',
      });
      expect(await messageOf(world(), letter)).toMatchObject([{ status: 'unknown' }]);
    });
  });

  it('asks the provider first where an earlier try is in doubt, and believes its yes', async () => {
    const { messenger, post } = office([down, accepted('never asked')], {
      found: 'taken',
      providerId: 'from before',
      status: 'sent',
    });
    const letter = letterTo(await person());
    await post(posting(letter));
    expect(await post(posting(letter, { tries: 2, doubts: 1 }))).toEqual({ posted: 'accepted' });
    expect(messenger.sent).toHaveLength(1);
  });

  it('stays where it is when somebody else has taken it on meanwhile', async () => {
    const { messenger, post } = office([accepted('never')]);
    const letter = letterTo(await person());
    expect(await post(posting(letter, { mayLeave: async () => 'lost' }))).toEqual({ posted: 'lost' });
    expect(messenger.sent).toEqual([]);
  });

  it('does not leave once it is true no more, and the ledger says that it ended', async () => {
    const { messenger, post } = office([accepted('never')]);
    const letter = letterTo(await person());
    const untrue = posting(letter, { mayLeave: async () => 'untrue' });
    expect(await post(untrue)).toEqual({ posted: 'failed', fault: 'expired' });
    expect(messenger.sent).toEqual([]);
    expect(await messageOf(world(), letter)).toMatchObject([{ status: 'failed', fault: 'expired' }]);
  });

  it('is held back where its address answered STOP', async () => {
    const { messenger, post } = office([accepted('never')]);
    const to = '+12125550177';
    await world().db.tx((tx) =>
      optOut(tx, { addressKey: addressKey(world().deps, { channel: 'sms', to }), channel: 'sms' }),
    );
    const letter = letterTo(await person(), { route: { channel: 'sms', to } });
    expect(await post(posting(letter))).toEqual({ posted: 'failed', fault: 'opted_out' });
    expect(messenger.sent).toEqual([]);
  });

  it('is held back on WhatsApp, too, where its number answered STOP to an SMS', async () => {
    const { messenger, post } = office([accepted('never')]);
    const to = '+12125550178';
    await world().db.tx((tx) =>
      optOut(tx, { addressKey: addressKey(world().deps, { channel: 'sms', to }), channel: 'sms' }),
    );
    const letter = letterTo(await person(), { route: { channel: 'whatsapp', to } });
    expect(await post(posting(letter))).toEqual({ posted: 'failed', fault: 'opted_out' });
    expect(messenger.sent).toEqual([]);
  });

  it('waits on its only way for what the clinic has to put right, and takes another where there is one', async () => {
    const { post } = office([async () => ({ outcome: 'refused', fault: 'credentials_refused' })]);
    const letter = letterTo(await person());
    expect(await post(posting(letter))).toMatchObject({ posted: 'later', inDoubt: false });
    expect(await post(posting(letter, { hasAnother: true }))).toMatchObject({ posted: 'failed' });
  });

  it('is not sent after its use, nor over a way that nobody configured', async () => {
    const { messenger, post } = office([accepted('never')]);
    expect(await post(posting(letterTo(await person(), { life: 0 })))).toEqual({
      posted: 'failed',
      fault: 'expired',
    });
    const emailOnly = start(world(), [{ ...messenger, channels: ['sms'] }]);
    onTestFinished(emailOnly.close);
    const { came } = await emailOnly.post(posting(letterTo(await person())));
    expect(came).toEqual({ posted: 'failed', fault: 'not_configured' });
    expect(messenger.sent).toEqual([]);
  });
});
