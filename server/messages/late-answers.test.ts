import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { bindProviderIds, endUntaken, insertMessages } from './rows.ts';

describeOnBothDatabases('two answers to one message, from two tries of it', (world) => {
  const newMessage = async (): Promise<string> => {
    const id = uuidv7();
    await insertMessages(world().db, [
      {
        id,
        personId: null,
        kind: 'reminder_hour',
        channel: 'email',
        addressKey: new TextEncoder().encode(id),
        toMasked: 'a•••@clinic.test',
        country: null,
        provider: 'smtp',
        insteadOf: null,
        life: 600,
        about: { appointmentId: uuidv7(), version: 1 },
      },
    ]);
    return id;
  };
  const take = (id: string) =>
    bindProviderIds(world().db, [{ id, provider: 'smtp', providerId: id, status: 'sent' }]);
  const fail = (id: string) =>
    endUntaken(world().db, id, { status: 'failed', fault: 'unavailable', at: null });
  const stateOf = async (id: string) =>
    (await world().db.query('SELECT status, fault FROM messages WHERE id = $1', [id]))[0];

  it('say that it was sent where the failure is told last', async () => {
    const id = await newMessage();
    await take(id);
    await fail(id);
    expect(await stateOf(id)).toEqual({ status: 'sent', fault: null });
  });

  it('say that it was sent where the failure is told first', async () => {
    const id = await newMessage();
    await fail(id);
    expect(await stateOf(id)).toEqual({ status: 'failed', fault: 'unavailable' });
    await take(id);
    expect(await stateOf(id)).toEqual({ status: 'sent', fault: null });
  });
});
