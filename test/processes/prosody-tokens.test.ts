import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type EventsReceived, receiveEvents } from '../prosody/events-received.ts';
import { anteroomAt, OPERATOR } from '../prosody/operator.ts';
import { jitsiPlugins, LOBBY } from '../prosody/prosody-configuration.ts';
import { type RunningProsody, startProsody } from '../prosody/running-prosody.ts';
import { tokenForAnotherDomain, tokenForAnotherRoom, WRONG_TOKENS } from '../prosody/wrong-tokens.ts';
import { focus, Refused, visitor, type XmppClient } from '../prosody/xmpp-client.ts';

const plugins = jitsiPlugins();
// They are no part of Debian.
if (plugins === null)
  process.stderr.write(
    'left out: Prosody’s door and lobby, without JITSI_PLUGINS_DIR with Jitsi’s plugins\n',
  );

let prosody: RunningProsody;
let events: EventsReceived;
let jicofo: XmppClient;
let visitors: XmppClient[] = [];
let rooms = 0;

const start = async (lobby: boolean): Promise<void> => {
  events = await receiveEvents(OPERATOR.webhookSecret);
  prosody = await startProsody({ ...OPERATOR, anteroomUrl: events.url, lobby }, plugins);
  jicofo = await focus(prosody.url, prosody.focus);
};

const stop = async (): Promise<void> => {
  jicofo?.leave();
  await prosody?.stop();
  await events?.stop();
};

const newRoom = async (): Promise<string> => {
  rooms += 1;
  const room = `appointment_${rooms}`;
  expect(await jicofo.enter(room)).toMatchObject({ entered: true });
  return room;
};

/** With a token as Anteroom mints it for them. */
const tokenOf = async (role: 'doctor' | 'patient', room: string, lobby = false): Promise<string> => {
  const { token } = await anteroomAt(prosody.url, { ...OPERATOR, lobby }).ticket({
    room,
    providerRoom: room,
    page: room,
    appointmentId: '1',
    appointmentVersion: 1,
    sessionId: '1',
    person: { id: `${role}-1`, name: `A ${role}`, email: '', avatarUrl: '' },
    role,
    now: new Date(),
    closesAt: new Date(Date.now() + 3_600_000),
  });
  return token;
};

const arrive = async (token: string | null): Promise<XmppClient> => {
  const one = await visitor(prosody.url, token);
  visitors.push(one);
  return one;
};

afterEach(() => {
  for (const one of visitors) one.leave();
  visitors = [];
});

describe.skipIf(plugins === null)('Prosody’s door', () => {
  beforeAll(() => start(false));
  afterAll(stop);

  it('lets in who brings Anteroom’s token: the doctor as owner, the patient as member', async () => {
    const room = await newRoom();
    const patient = await arrive(await tokenOf('patient', room));
    expect(await patient.enter(room)).toEqual({ entered: true, affiliation: 'member', role: 'participant' });
    const doctor = await arrive(await tokenOf('doctor', room));
    expect(await doctor.enter(room)).toEqual({ entered: true, affiliation: 'owner', role: 'moderator' });
  });

  it.each(WRONG_TOKENS)('gives no session to a token $what', async ({ make, words }) => {
    const token = await make(await newRoom());
    const refusal = await arrive(token).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refused);
    expect(String(refusal)).toMatch(words);
  });

  it('gives no session without a token', async () => {
    await expect(arrive(null)).rejects.toThrow('token required');
  });

  it.each([
    ['another room', tokenForAnotherRoom],
    ['another domain', tokenForAnotherDomain],
  ])('lets nobody in with a token for %s', async (_, make) => {
    const room = await newRoom();
    const one = await arrive(await make(room));
    expect(await one.enter(room)).toMatchObject({ entered: false, condition: 'not-allowed' });
  });

  it('lets nobody make a room, however good the token', async () => {
    const room = 'appointment_nobody_made';
    const doctor = await arrive(await tokenOf('doctor', room));
    expect(await doctor.enter(room)).toMatchObject({ entered: false, condition: 'not-allowed' });
  });

  it('keeps old tokens out of a room that Anteroom closed', async () => {
    const room = await newRoom();
    const token = await tokenOf('patient', room);
    const patient = await arrive(token);
    await patient.enter(room);
    await anteroomAt(prosody.url).close(room, 'moved');
    const words = 'This visit was moved to another time.';
    expect(await patient.untilPutOut(room)).toBe(words);
    const again = await arrive(token);
    for (const one of [jicofo, patient, again]) expect(await one.enter(room)).toMatchObject({ words });
  });

  it('tells Anteroom who came and who went, also whom it put out', async () => {
    const room = await newRoom();
    const patient = await arrive(await tokenOf('patient', room));
    const doctor = await arrive(await tokenOf('doctor', room));
    for (const one of [patient, doctor]) await one.enter(room);
    patient.leave();
    const seen = (what: string, person: string) => ({
      provider: 'jitsi',
      providerRoom: room,
      personId: person,
      what,
    });
    const came = await events.until((all) =>
      all.some((one) => one.providerRoom === room && one.what === 'disconnected'),
    );
    expect(came).toContainEqual(expect.objectContaining(seen('connected', 'patient-1')));
    expect(came).toContainEqual(expect.objectContaining(seen('connected', 'doctor-1')));
    expect(came).toContainEqual(expect.objectContaining(seen('disconnected', 'patient-1')));
    await anteroomAt(prosody.url).close(room, 'ended');
    const isDoctorsEnd = (all: Parameters<Parameters<EventsReceived['until']>[0]>[0]) =>
      all.some(
        (one) => one.providerRoom === room && one.personId === 'doctor-1' && one.what === 'disconnected',
      );
    await expect(events.until(isDoctorsEnd)).resolves.toBeDefined();
  });
});

describe.skipIf(plugins === null)('Prosody’s lobby', () => {
  beforeAll(() => start(true));
  afterAll(stop);

  it('has the patient knock, and not the doctor', async () => {
    const room = await newRoom();
    const patient = await arrive(await tokenOf('patient', room, true));
    expect(await patient.enter(room)).toMatchObject({ entered: false, condition: 'registration-required' });
    const doctor = await arrive(await tokenOf('doctor', room, true));
    expect(await doctor.enter(room)).toEqual({ entered: true, affiliation: 'owner', role: 'moderator' });
  });

  it('is emptied with the room that Anteroom closes', async () => {
    const room = await newRoom();
    const patient = await arrive(await tokenOf('patient', room, true));
    const lobby = `${room}@${LOBBY}`;
    expect(await patient.enter(lobby)).toMatchObject({ entered: true });
    await anteroomAt(prosody.url).close(room, 'moved');
    await expect(patient.untilPutOut(lobby)).resolves.toBeDefined();
    expect(await patient.enter(lobby)).toMatchObject({ entered: false });
  });

  it('has nobody knock whose token says so', async () => {
    const room = await newRoom();
    const patient = await arrive(await tokenOf('patient', room, false));
    expect(await patient.enter(room)).toEqual({ entered: true, affiliation: 'member', role: 'participant' });
  });
});
