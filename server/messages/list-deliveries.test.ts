import { v7 as uuidv7 } from 'uuid';
import { beforeAll, expect, it } from 'vitest';
import type { DeliveryList, DeliveryStatus, MessageKind } from '../../contract/deliveries.ts';
import type { Channel } from '../../contract/primitives.ts';
import { describeOnBothDatabases, type SignedInClient } from '../../test/harness.ts';
import type { Person } from '../people/person.ts';
import { insertMessages, moveForward } from './rows.ts';

interface Given {
  at: string;
  channel?: Channel;
  kind?: MessageKind;
  status?: DeliveryStatus;
  person?: Person;
}

describeOnBothDatabases('the delivery log', (world) => {
  let admin: SignedInClient;
  let patient: Person;

  const add = async ({ at, channel = 'sms', kind = 'notice', status, person }: Given): Promise<string> => {
    const { db } = world();
    const id = uuidv7();
    await insertMessages(db, [
      {
        id,
        personId: person?.id ?? null,
        kind,
        channel,
        addressKey: new Uint8Array(32),
        toMasked: '+1 ••••••••00',
        country: 'US',
        provider: 'twilio',
        insteadOf: null,
        life: null,
        about: null,
      },
    ]);
    const fault = status === 'failed' ? 'unreachable' : null;
    if (status) await moveForward(db, id, { status, fault, at: null });
    await db.query('UPDATE messages SET created_at = $2::text::timestamptz WHERE id = $1', [id, at]);
    return id;
  };
  const ask = (query: string, client: SignedInClient = admin) =>
    world().app.inject({ method: 'GET', url: `/api/admin/deliveries${query}`, headers: client.headers });
  const list = async (query: string) => (await ask(query)).json<DeliveryList>();
  const ids = async (query: string) => (await list(query)).deliveries.map(({ id }) => id);

  beforeAll(async () => {
    // Ten at night on the last day of June there is two in the morning of 1 July here.
    admin = await world().signIn(await world().newPerson({ role: 'admin', timeZone: 'America/New_York' }));
    patient = await world().newPerson({ firstName: 'Ravi', lastName: 'Iyer' });
  });

  it('is for admins alone', async () => {
    const doctor = await world().signIn(await world().newPerson({ role: 'doctor' }));
    expect((await ask('', doctor)).statusCode).toBe(403);
    expect((await world().app.inject({ method: 'GET', url: '/api/admin/deliveries' })).statusCode).toBe(401);
  });

  it('tells who, what, which way and how far, with the history, and nothing of the text', async () => {
    const id = await add({
      at: '2026-03-01T10:00:00Z',
      kind: 'video_code',
      status: 'failed',
      person: patient,
    });
    const { deliveries } = await list('?from=2026-03-01&to=2026-03-01');
    expect(deliveries).toEqual([
      {
        id,
        kind: 'video_code',
        channel: 'sms',
        to: '+1 ••••••••00',
        person: { id: patient.id, first_name: 'Ravi', last_name: 'Iyer' },
        provider: 'twilio',
        status: 'failed',
        fault: 'unreachable',
        instead_of: null,
        created_at: '2026-03-01T10:00:00.000Z',
        history: [
          { status: 'queued', at: expect.stringMatching(/Z$/), fault: null },
          { status: 'failed', at: expect.stringMatching(/Z$/), fault: 'unreachable' },
        ],
      },
    ]);
  });

  it('shows what was asked for: way, kind, how far, whose', async () => {
    const sms = await add({ at: '2026-04-01T10:00:00Z' });
    const mail = await add({ at: '2026-04-01T10:01:00Z', channel: 'email', status: 'sent', person: patient });
    const code = await add({ at: '2026-04-01T10:02:00Z', kind: 'video_code', status: 'delivered' });
    const days = 'from=2026-04-01&to=2026-04-01';
    expect(await ids(`?${days}`)).toEqual([code, mail, sms]);
    expect(await ids(`?${days}&channel=email`)).toEqual([mail]);
    expect(await ids(`?${days}&kind=video_code`)).toEqual([code]);
    expect(await ids(`?${days}&status=queued`)).toEqual([sms]);
    expect(await ids(`?${days}&person_id=${patient.id}`)).toEqual([mail]);
    expect(await ids(`?${days}&person_id=${patient.id}&channel=sms`)).toEqual([]);
  });

  it('takes days for the asking admin’s own', async () => {
    const before = await add({ at: '2026-07-01T03:59:59.999999Z' });
    const first = await add({ at: '2026-07-01T04:00:00Z' });
    const last = await add({ at: '2026-07-02T03:59:59.999999Z' });
    const after = await add({ at: '2026-07-02T04:00:00Z' });
    expect(await ids('?from=2026-07-01&to=2026-07-01')).toEqual([last, first]);
    expect(await ids('?from=2026-06-30&to=2026-06-30')).toEqual([before]);
    expect(await ids('?from=2026-07-02')).toEqual(expect.arrayContaining([after]));
    expect(await ids('?to=2026-06-30')).toEqual(expect.arrayContaining([before]));
    expect(await ids('?to=2026-06-30')).not.toContain(first);
    for (const query of ['?from=2026-02-30', '?from=2026-07-02&to=2026-07-01', '?from=x'])
      expect((await ask(query)).statusCode).toBe(400);
  });

  it('comes in pages, each message once, also where many are of one microsecond', async () => {
    const added = new Set<string>();
    for (let index = 0; index < 120; index += 1)
      added.add(await add({ at: `2026-05-01T10:00:00.00000${index % 3}Z` }));
    const seen: string[] = [];
    let cursor: string | null = '';
    let pages = 0;
    while (cursor !== null) {
      const page: DeliveryList = await list(
        `?from=2026-05-01&to=2026-05-01${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...page.deliveries.map(({ id }) => id));
      cursor = page.next_cursor;
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(seen).toHaveLength(120);
    expect(new Set(seen)).toEqual(added);
    for (const due of ['9999-99-99T99:99:99', '2026-02-30T10:00:00', '0000-01-01T00:00:00']) {
      const foreign = Buffer.from(`${due}.000000Z ${[...added][0]}`).toString('base64url');
      expect((await ask(`?cursor=${foreign}`)).statusCode).toBe(400);
    }
    expect((await ask('?cursor=abc')).statusCode).toBe(400);
  });
});
