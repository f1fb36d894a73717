import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { holdIn, type RecordingRooms, recordingRooms } from '../../test/recording-rooms.ts';
import { initiate, later, newVisit } from '../../test/video-visit.ts';
import { createApp } from '../app.ts';
import type { App } from '../app-type.ts';
import { DatabaseUnavailable } from '../database/database.ts';
import type { RawRequest } from '../http/raw-bodies.ts';
import type { Seen } from './attend.ts';
import type { RoomEvents, RoomEventsReader } from './room-events.ts';
import { selectCall } from './rows.ts';

const SIGNED = { 'x-signature': 'right' };
const FORM = { ...SIGNED, 'content-type': 'application/x-www-form-urlencoded' };
const JSON_BODY = { ...SIGNED, 'content-type': 'application/json' };
const TWILIO = '/webhooks/twilio/video';
const JITSI = [
  '/webhooks/jitsi',
  '/webhooks/jitsi/events/room/created',
  '/webhooks/jitsi/events/room/destroyed',
  '/webhooks/jitsi/events/occupant/joined',
  '/webhooks/jitsi/events/occupant/left',
];

interface Heard {
  request: RawRequest;
  now: Date;
}

/** Believes one signature, and reads in a form of its own: what is tested is what happens around it. */
const recordingReader = (heard: Heard[]): RoomEventsReader => ({
  read: (request, now) => {
    heard.push({ request, now });
    if (request.headers['x-signature'] !== 'right') return null;
    const told = new URLSearchParams(request.body.toString()).getAll('seen');
    return told.map((one): Seen => ({ provider: 'twilio', ...JSON.parse(one), at: now }));
  },
});

describeOnBothDatabases(
  'webhooks of rooms',
  (world) => {
    const heard: Heard[] = [];
    const reader = recordingReader(heard);
    const both: RoomEvents = { twilio: reader, jitsi: reader };
    let rooms: RecordingRooms;
    let app: App;

    beforeAll(async () => {
      rooms = recordingRooms('twilio');
      holdIn(world().deps, rooms);
      app = await createApp({ ...world().deps, roomEvents: both }, null);
    });
    afterAll(() => app.close());

    const post = (url: string, payload: string, headers: Record<string, string> = FORM, on: App = app) =>
      on.inject({ method: 'POST', url, headers, payload });
    const tell = (...seen: Partial<Seen>[]) =>
      new URLSearchParams(seen.map((one) => ['seen', JSON.stringify(one)])).toString();

    const open = async () => {
      const visit = await newVisit(world());
      world().setNow(visit.startsAt);
      await initiate(world(), visit.patient, visit.id);
      const record = async () => {
        const found = await selectCall(world().db, visit.id);
        if (!found) throw new Error('the call was opened');
        return found;
      };
      const { providerRoom } = await record();
      const seen = (
        who: 'doctor' | 'patient',
        what: Seen['what'],
        connectionId = `${who} of ${visit.id}`,
      ) => ({
        providerRoom,
        connectionId,
        personId: visit[who].id,
        what,
      });
      return { ...visit, record, seen, providerRoom };
    };

    it('give the reader the bytes as they came, the public address and the time', async () => {
      heard.length = 0;
      const at = new Date('2026-03-02T10:00:00Z');
      world().setNow(at);
      const payload = 'b=%C3%A9+1&a=2&b=3';
      const headers = { ...FORM, host: 'internal:5002', 'x-forwarded-host': 'evil.example' };
      const answer = await post(`${TWILIO}?x=%20y`, payload, headers);
      expect([answer.statusCode, answer.body]).toEqual([204, '']);
      expect(heard[0]?.request.body.toString('latin1')).toBe(payload);
      const { origin } = world().deps.config.publicUrl;
      expect(heard[0]?.request.url.href).toBe(`${origin}${TWILIO}?x=%20y`);
      expect(heard[0]?.now).toEqual(at);
    });

    it('move the call’s record on by who came and who went, in their order', async () => {
      const visit = await open();
      await post(TWILIO, tell(visit.seen('patient', 'connected')));
      expect(await visit.record()).toMatchObject({ status: 'SCHEDULED', patient: { leftAt: null } });
      await post(TWILIO, tell(visit.seen('doctor', 'connected'), visit.seen('patient', 'disconnected')));
      expect(await visit.record()).toMatchObject({ status: 'IN_PROGRESS', doctor: { leftAt: null } });
      expect((await visit.record()).patient.leftAt).not.toBeNull();
    });

    it('have one effect however often they are told', async () => {
      const visit = await open();
      await post(TWILIO, tell(visit.seen('patient', 'connected')));
      const once = await visit.record();
      world().setNow(later(visit.startsAt, 1));
      for (let time = 0; time < 3; time += 1) {
        const answer = await post(TWILIO, tell(visit.seen('patient', 'connected')));
        expect(answer.statusCode).toBe(204);
      }
      expect(await visit.record()).toEqual(once);
    });

    it('change nothing for a wrong signature', async () => {
      const visit = await open();
      const before = await visit.record();
      for (const url of [TWILIO, ...JITSI]) {
        const answer = await post(url, tell(visit.seen('patient', 'connected')), {
          ...FORM,
          'x-signature': 'wrong',
        });
        expect([answer.statusCode, answer.json()]).toMatchObject([403, { code: 'signature_wrong' }]);
      }
      expect(await visit.record()).toEqual(before);
    });

    it('move nothing for what is believed and says nothing to us', async () => {
      for (const payload of ['', 'a=1', '{"a":', '\0'])
        expect((await post(TWILIO, payload)).statusCode).toBe(204);
      const strangers = tell({
        providerRoom: 'somebody-else’s',
        connectionId: 'PA1',
        personId: '0199c0de-1111-7000-8000-000000000001',
        what: 'connected',
      });
      expect((await post(TWILIO, strangers)).statusCode).toBe(204);
    });

    it('are heard from Jitsi at every path that its Prosody makes, by bearer tokens that are no session’s', async () => {
      heard.length = 0;
      const visit = await open();
      const headers = { ...JSON_BODY, authorization: 'Bearer a-secret-that-is-of-Prosody' };
      for (const url of JITSI) {
        const answer = await post(url, tell(visit.seen('doctor', 'connected')), headers);
        expect([url, answer.statusCode]).toEqual([url, 204]);
      }
      expect(heard.map(({ request }) => request.url.pathname)).toEqual(JITSI);
      expect((await visit.record()).doctor.joinedAt).not.toBeNull();
    });

    it('are not there where nobody is configured to tell', async () => {
      const bare = await createApp({ ...world().deps, roomEvents: { twilio: null, jitsi: null } }, null);
      for (const url of [TWILIO, ...JITSI]) expect((await post(url, '', FORM, bare)).statusCode).toBe(404);
      await bare.close();
    });

    it('ask for the same again while the database is away', async () => {
      const visit = await open();
      const refused = () => Promise.reject(new DatabaseUnavailable(null));
      const db = { ...world().db, query: refused, read: refused, tx: refused };
      const away = await createApp({ ...world().deps, roomEvents: both, db }, null);
      const payload = tell(visit.seen('patient', 'connected'));
      expect((await post(TWILIO, payload, FORM, away)).statusCode).toBe(503);
      await away.close();
      expect((await post(TWILIO, payload)).statusCode).toBe(204);
      expect((await visit.record()).patient.joinedAt).not.toBeNull();
    });

    it('are no larger than any request, and of the two forms alone', async () => {
      expect((await post(TWILIO, 'x'.repeat(33 * 1024))).statusCode).toBe(413);
      const plain = await post(TWILIO, 'a=1', { ...SIGNED, 'content-type': 'text/plain' });
      expect(plain.statusCode).toBe(415);
    });
  },
  { VIDEO_OTP: 'off' },
);
