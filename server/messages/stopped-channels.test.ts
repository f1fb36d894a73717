import { expect, it } from 'vitest';
import type { StoppedChannels } from '../../contract/reminders.ts';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { newNumber, smsWord, whatsappWord } from '../../test/words.ts';
import type { Person } from '../people/person.ts';
import { addressKey } from './address-key.ts';
import { optOut } from './opt-out.ts';
import { stoppedChannels } from './stopped-channels.ts';
import { takeInbound } from './take-inbound.ts';

describeOnBothDatabases('channels on which somebody answered STOP', (world) => {
  const stopEmail = (to: string) =>
    world().deps.db.tx((tx) =>
      optOut(tx, { addressKey: addressKey(world().deps, { channel: 'email', to }), channel: 'email' }),
    );
  const ask = async (person: Person) => {
    const { headers } = await world().signIn(person);
    const answer = await world().app.inject({ url: '/api/me/stopped-channels', headers });
    expect(answer.statusCode).toBe(200);
    return answer.json<StoppedChannels>().stopped;
  };

  it('are those of their own number and address, until they say START', async () => {
    const { deps } = world();
    const phone = newNumber();
    const person = await world().newPerson({ phone });
    expect(await ask(person)).toEqual([]);
    await takeInbound(deps, [whatsappWord(phone, 'STOP', null), smsWord(phone, 'STOP')]);
    await stopEmail(person.email);
    expect(await ask(person)).toEqual(['email', 'sms', 'whatsapp']);
    await takeInbound(deps, [smsWord(phone, 'START')]);
    expect(await ask(person)).toEqual(['email', 'whatsapp']);
    expect(await ask(await world().newPerson())).toEqual([]);
  });

  it('are not told of a number or an address that was never shown to be theirs', async () => {
    const { deps } = world();
    const phone = newNumber();
    const owner = await world().newPerson({ phone });
    await takeInbound(deps, [smsWord(phone, 'STOP')]);
    await stopEmail(owner.email);
    const told = (known: Partial<Person>) => stoppedChannels(deps, { ...owner, ...known });
    expect(await told({ phoneVerified: true, emailVerified: true })).toEqual(['email', 'sms']);
    expect(await told({ phoneVerified: true, emailVerified: false })).toEqual(['sms']);
    expect(await told({ phoneVerified: false, emailVerified: true })).toEqual(['email']);
    expect(await told({ phoneVerified: false, emailVerified: false })).toEqual([]);
    expect(await told({ phone: null, email: '' })).toEqual([]);
  });

  it('are told to nobody who is not signed in', async () => {
    expect((await world().app.inject({ url: '/api/me/stopped-channels' })).statusCode).toBe(401);
  });
});
