import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ADA,
  JITSI_SECRET,
  occupantJoined,
  posted,
  postedBy,
  TOLD_AT,
} from '../../test/vendors/jitsi-event.ts';
import type { Seen } from '../video-calls/attend.ts';
import { jitsiEvents } from './jitsi-events.ts';

type Read = readonly Seen[] | null | undefined;

const ROOM = 'appointment_0199c0de-0000-7000-8000-00000000000a';
const reader = jitsiEvents({ webhookSecret: JITSI_SECRET });
const read = (event: unknown): Read => reader?.read(posted(event), TOLD_AT);
const readBy = (authorization: string | string[] | undefined, body: Buffer | string): Read =>
  reader?.read(postedBy(authorization, body), TOLD_AT);

describe('what is not Prosody’s word', () => {
  const body = Buffer.from(JSON.stringify(occupantJoined(ROOM, ADA)));

  test('is not believed without the secret', () => {
    const headers = [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      'Bearer another',
      `Bearer ${JITSI_SECRET}x`,
      `Bearer ${JITSI_SECRET.slice(0, -1)}`,
      `Bearer ${JITSI_SECRET.toUpperCase()}`,
      `Basic ${JITSI_SECRET}`,
      JITSI_SECRET,
      [`Bearer ${JITSI_SECRET}`, `Bearer ${JITSI_SECRET}`],
    ];
    for (const header of headers) expect(readBy(header, body)).toBeNull();
    for (const header of [`Bearer ${JITSI_SECRET}`, `bearer  ${JITSI_SECRET} `]) {
      expect(readBy(header, body)).toHaveLength(1);
    }
  });

  test('is not even read where no secret is configured', () => {
    expect(jitsiEvents({ webhookSecret: null })).toBeNull();
  });

  test('is nothing where it is garbage', () => {
    const bearer = `Bearer ${JITSI_SECRET}`;
    for (const garbage of ['', 'null', '[]', '7', '"muc-occupant-joined"', '{', '{"event_name":7}', '\u0000'])
      expect(readBy(bearer, garbage)).toEqual([]);
    expect(readBy(bearer, Buffer.from([0xff, 0xfe, 0]))).toEqual([]);
  });

  test('is nothing where a part is not of its kind, or what no database takes', () => {
    const bad: object[] = [
      { event_name: 'muc-occupant-promoted' },
      { occupant: null },
      { occupant: [ADA] },
      { occupant: { ...ADA, id: 42 } },
      { occupant: { ...ADA, id: 'a\u0000b' } },
      { occupant: { ...ADA, id: 'a'.repeat(129) } },
      { occupant: { ...ADA, occupant_jid: '' } },
      { occupant: { ...ADA, occupant_jid: `${ADA.occupant_jid}\u0000` } },
      { occupant: { ...ADA, occupant_jid: 'a'.repeat(401) } },
      { room_name: `${ROOM}\u0000` },
      { room_name: ['a'] },
      { room_name: '' },
    ];
    for (const over of bad) expect(read({ ...occupantJoined(ROOM, ADA), ...over })).toEqual([]);
  });
});

test('nothing throws, whatever is posted, and nothing is seen that was not told', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 600 }),
    fc.constantFrom(ADA.occupant_jid, ADA.id, ROOM, ''),
  );
  const value = fc.oneof(fc.jsonValue(), text, fc.double(), fc.constant(undefined));
  const occupant = fc.record(
    { occupant_jid: value, id: value, joined_at: value, left_at: value },
    { requiredKeys: [] },
  );
  const payload = fc.record(
    {
      event_name: fc.oneof(
        value,
        fc.constantFrom('muc-occupant-joined', 'muc-occupant-left', 'muc-room-destroyed'),
      ),
      room_name: value,
      room_jid: value,
      occupant: fc.oneof(value, occupant),
      all_occupants: fc.oneof(value, fc.array(fc.oneof(value, occupant))),
      destroyed_at: value,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(payload, fc.jsonValue()), (told) => {
      for (const one of read(told) ?? []) {
        expect(one.provider).toBe('jitsi');
        expect(one.providerRoom).toBe(one.providerRoom.toLowerCase());
        expect(one.at.getTime()).toBeLessThanOrEqual(TOLD_AT.getTime());
        expect(one.connectionId.length).toBeLessThanOrEqual(512);
        for (const name of [one.providerRoom, one.connectionId, one.personId]) {
          expect(name).not.toBe('');
          expect(name).not.toContain('\u0000');
        }
      }
    }),
    { numRuns: 2_000 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, header) => {
      const told = Buffer.from(bytes);
      expect(readBy(header, told)).toBeNull();
      expect(readBy(`Bearer ${JITSI_SECRET}`, told)).toEqual([]);
    }),
  );
});

test('a request over the wire is read as it comes', async () => {
  const told: (readonly Seen[] | null | undefined)[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'https://visits.clinic.test');
    told.push(reader?.read({ headers: request.headers, body: await buffer(request), url }, TOLD_AT));
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const post = (secret: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/webhooks/jitsi`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(occupantJoined(ROOM, ADA)),
    });
  try {
    await post(JITSI_SECRET);
    await post('another');
  } finally {
    server.closeAllConnections();
    server.close();
  }
  expect(told).toMatchObject([[{ personId: ADA.id, what: 'connected' }], null]);
});
