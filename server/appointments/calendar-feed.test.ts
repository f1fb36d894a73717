import { expect, it } from 'vitest';
import type { CalendarFeedMade, OwnCalendarFeed } from '../../contract/calendar.ts';
import { CALENDAR_READERS, faultsOfBytes } from '../../test/calendar-readers.ts';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import { deedsOf } from '../../test/planned-visit.ts';
import type { Person } from '../people/person.ts';
import { forgetOldMisses } from './forget-old-misses.ts';

const URL_OF_FEED = '/api/me/calendar-feed';
const NOW = new Date('2027-03-01T07:00:00Z');
const DAY_MS = 86_400_000;

const own = async (world: World, person: Person, method: 'GET' | 'POST' | 'DELETE') => {
  const { headers } = await world.signIn(person);
  return world.app.inject({ method, url: URL_OF_FEED, headers });
};

/** The path of a new feed of this person. */
const make = async (world: World, person: Person): Promise<string> => {
  const answer = await own(world, person, 'POST');
  expect(answer.statusCode, answer.body).toBe(201);
  const { url } = answer.json<CalendarFeedMade>();
  expect(url).toMatch(/^http:\/\/localhost:5002\/calendar\/[A-Za-z0-9_-]{43}\.ics$/);
  return new URL(url).pathname;
};

const known = async (world: World, person: Person) =>
  (await own(world, person, 'GET')).json<OwnCalendarFeed>().feed;

let networks = 0;
/** From a network of its own unless one is given. */
const read = (world: World, url: string, remoteAddress?: string) => {
  networks += 1;
  return world.app.inject({ url, remoteAddress: remoteAddress ?? `10.9.${networks >> 8}.${networks & 255}` });
};

const unknown = (last = 'A'): string => `/calendar/${'A'.repeat(42)}${last}.ics`;

describeOnBothDatabases('a calendar feed', (world) => {
  it('is not there until it is made, and then says when it was made and read', async () => {
    const person = await world().newPerson();
    expect(await known(world(), person)).toBeNull();
    const path = await make(world(), person);
    expect(await known(world(), person)).toEqual({ made_at: expect.any(String), last_read_at: null });
    expect((await read(world(), path)).statusCode).toBe(200);
    expect((await known(world(), person))?.last_read_at).toEqual(expect.any(String));
  });

  it('shows what is to come and 90 days of what was, of this person alone, cancelled ones as such', async () => {
    world().setNow(NOW);
    const [doctor, patient, other] = [
      await world().newPerson({ role: 'doctor', firstName: 'Anita', lastName: 'Rao' }),
      await world().newPerson(),
      await world().newPerson(),
    ];
    const visitAt = (days: number, given: { patient?: Person; status?: string } = {}) =>
      world().newAppointment({
        doctor,
        patient,
        startsAt: new Date(NOW.getTime() + days * DAY_MS),
        ...given,
      });
    await visitAt(-91);
    const past = await visitAt(-89, { status: 'COMPLETED' });
    const coming = await visitAt(3);
    const cancelled = await visitAt(4, { status: 'CANCELLED' });
    const far = await visitAt(170);
    const others = await visitAt(5, { patient: other });
    const asked = await read(world(), await make(world(), patient));
    expect(asked.headers).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8; method=PUBLISH',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
    expect(faultsOfBytes(asked.body)).toEqual([]);
    for (const reader of CALENDAR_READERS) {
      const { name, method, entries } = reader.read(asked.body);
      expect({ name, method }).toEqual({ name: 'Anteroom visits', method: 'PUBLISH' });
      expect(entries.map(({ uid, status }) => [uid.split('@')[0], status])).toEqual([
        [past, 'CONFIRMED'],
        [coming, 'CONFIRMED'],
        [cancelled, 'CANCELLED'],
        [far, 'CONFIRMED'],
      ]);
      expect(entries[1]?.summary).toBe('Video visit with Dr Anita Rao');
    }
    const ofDoctor = CALENDAR_READERS[0].read((await read(world(), await make(world(), doctor))).body);
    expect(ofDoctor.entries).toHaveLength(5);
    expect(ofDoctor.entries.map(({ uid }) => uid)).toContain(`${others}@localhost:5002`);
    world().setNow(null);
  });

  it('has another address when it is made again, and the one before is gone', async () => {
    const person = await world().newPerson();
    const [first, second] = [await make(world(), person), await make(world(), person)];
    expect(second).not.toBe(first);
    expect((await read(world(), first)).statusCode).toBe(404);
    expect((await read(world(), second)).statusCode).toBe(200);
    expect((await known(world(), person))?.last_read_at).toEqual(expect.any(String));
    await make(world(), person);
    expect((await known(world(), person))?.last_read_at).toBeNull();
  });

  it('is gone once revoked, which is audited once, as every making is', async () => {
    const person = await world().newPerson();
    const path = await make(world(), person);
    expect((await own(world(), person, 'DELETE')).statusCode).toBe(204);
    expect((await read(world(), path)).statusCode).toBe(404);
    expect(await known(world(), person)).toBeNull();
    expect((await own(world(), person, 'DELETE')).statusCode).toBe(204);
    await make(world(), person);
    const deeds = (await deedsOf(world(), person.id)).filter((deed) => deed.startsWith('calendar_feed'));
    expect(deeds).toEqual(['calendar_feed.create', 'calendar_feed.revoke', 'calendar_feed.create']);
  });

  it('keeps its secret nowhere', async () => {
    const person = await world().newPerson();
    const path = await make(world(), person);
    await read(world(), path);
    const secret = /\/calendar\/(.+)\.ics/.exec(path)?.[1] ?? '';
    const rows = await world().db.query(
      `SELECT to_jsonb(f)::text FROM calendar_feeds f UNION ALL SELECT to_jsonb(m)::text FROM calendar_feed_misses m
       UNION ALL SELECT to_jsonb(a)::text FROM audit_entries a`,
    );
    const text = JSON.stringify(rows);
    for (const form of [
      secret,
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret, 'base64url').toString('hex'),
    ])
      expect(text).not.toContain(form);
  });

  it('answers alike where it never was, was revoked, or can’t be', async () => {
    const person = await world().newPerson();
    const path = await make(world(), person);
    await own(world(), person, 'DELETE');
    const secret = path.slice('/calendar/'.length, -'.ics'.length);
    const answers = await Promise.all(
      [
        path,
        unknown(),
        '/calendar/x.ics',
        '/calendar/.ics',
        `/calendar/${secret}x.ics`,
        '/calendar/%00.ics',
      ].map((each) => read(world(), each)),
    );
    for (const { statusCode, headers } of answers) {
      expect(statusCode).toBe(404);
      expect(headers['cache-control']).toBe('no-store');
    }
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    const shapes = answers.map(({ headers }) => Object.keys(headers).sort().join());
    expect(new Set(shapes).size).toBe(1);
  });

  it('is made, seen and revoked by its person alone', async () => {
    const [one, other] = [await world().newPerson(), await world().newPerson()];
    const path = await make(world(), one);
    await own(world(), other, 'DELETE');
    await make(world(), other);
    expect((await read(world(), path)).statusCode).toBe(200);
    for (const method of ['GET', 'POST', 'DELETE'] as const)
      expect((await world().app.inject({ method, url: URL_OF_FEED })).statusCode).toBe(401);
    const { browser } = await world().signIn(one);
    const foreign = { cookie: browser.cookie, origin: 'https://evil.test' };
    const posted = await world().app.inject({ method: 'POST', url: URL_OF_FEED, headers: foreign });
    expect(posted.json()).toMatchObject({ status: 403, code: 'origin_refused' });
    expect((await read(world(), path)).statusCode).toBe(200);
  });

  it('stops one network’s misses at a hundred, and lets the right address through all the same', async () => {
    const path = await make(world(), await world().newPerson());
    const network = '2001:db8:7::1';
    const misses = await Promise.all(Array.from({ length: 130 }, () => read(world(), unknown(), network)));
    const count = (status: number) => misses.filter(({ statusCode }) => statusCode === status).length;
    expect([count(404), count(429)]).toEqual([100, 30]);
    // Another address of the same /64.
    const more = await read(world(), unknown(), '2001:db8:7::2');
    expect(more.json()).toMatchObject({ status: 429, code: 'too_many_requests' });
    expect(more.headers['retry-after']).toBe('900');
    expect((await read(world(), path, network)).statusCode).toBe(200);
    expect((await read(world(), unknown(), '2001:db8:8::1')).statusCode).toBe(404);

    await world().db.query(`UPDATE calendar_feed_misses SET since = since - interval '16 minutes'`);
    expect((await read(world(), unknown(), network)).statusCode).toBe(404);
    const rows = () => world().db.query('SELECT since FROM calendar_feed_misses');
    const before = await rows();
    await forgetOldMisses(world().db);
    expect(await rows()).toHaveLength(before.length);
    await world().db.query(`UPDATE calendar_feed_misses SET since = since - interval '2 days'`);
    await forgetOldMisses(world().db);
    expect(await rows()).toEqual([]);
  });

  it('is read thirty times in a quarter of an hour at most, however many ask at once', async () => {
    const path = await make(world(), await world().newPerson());
    const reads = await Promise.all(Array.from({ length: 40 }, () => read(world(), path)));
    const count = (status: number) => reads.filter(({ statusCode }) => statusCode === status).length;
    expect([count(200), count(429)]).toEqual([30, 10]);
    await world().db.query(`UPDATE calendar_feeds SET reads_since = reads_since - interval '16 minutes'`);
    expect((await read(world(), path)).statusCode).toBe(200);
  });
});
