import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type Client, describeSignalling, gather, next } from '../../../test/signalling-world.ts';

const candidate = { candidate: 'candidate:1 1 udp 1 192.0.2.1 5000 typ host', sdpMid: '0', sdpMLineIndex: 0 };
const offerOf = (bytes: number) => ({ type: 'offer' as const, sdp: 'x'.repeat(bytes) });

/** Sends what the types would not let a client of ours send. */
const forge = (client: Client, message: unknown): void => {
  client.emit('signal', JSON.parse(JSON.stringify(message)));
};

/** Stops reading, as a client does whose machine or network is overwhelmed; undone by what it returns. */
const stopReading = (client: Client): (() => void) => {
  const { transport } = client.io.engine;
  const socket: unknown = 'ws' in transport ? transport.ws : null;
  if (typeof socket !== 'object' || socket === null || !('pause' in socket) || !('resume' in socket)) {
    throw new Error('this client can’t stop reading');
  }
  const { pause: stop, resume } = socket;
  if (typeof stop !== 'function' || typeof resume !== 'function') throw new Error('nothing to call');
  stop.call(socket);
  return () => resume.call(socket);
};

describeSignalling('two people in a call', (here) => {
  it('meet, and the record says who came and that the call goes on', async () => {
    const visit = await here().newVisit();
    const { doctor, patient, joined } = await here().both(visit);
    expect(doctor.welcome).toMatchObject({
      self: { role: 'doctor' },
      peers: [],
      polite: false,
      status: 'SCHEDULED',
    });
    expect(patient.welcome).toMatchObject({
      self: { role: 'patient' },
      peers: [{ id: doctor.welcome.self.id, role: 'doctor', name: 'Grace Okafor' }],
      polite: true,
      status: 'IN_PROGRESS',
    });
    expect(joined).toMatchObject({ id: patient.welcome.self.id, role: 'patient', name: 'Ada Okafor' });
    const record = await here().record(visit);
    expect(record).toMatchObject({ status: 'IN_PROGRESS', doctor_left_at: null });
    expect(record?.doctor_seen_at).toBeInstanceOf(Date);
  });

  it('are both told that the call goes on', async () => {
    const visit = await here().newVisit();
    const { client } = await here().enter(visit, visit.asPatient);
    const told = next(client, 'status');
    await here().enter(visit, visit.asDoctor);
    expect(await told).toMatchObject({ status: 'IN_PROGRESS' });
  });

  it('hear each other, stamped with who said it', async () => {
    const { doctor, patient } = await here().both(await here().newVisit());
    const to = doctor.welcome.self.id;
    const heard = next(doctor.client, 'signal');
    patient.client.emit('signal', { to, description: offerOf(5) });
    expect(await heard).toEqual({ from: patient.welcome.self.id, description: offerOf(5) });
    const media = next(patient.client, 'peer-media');
    doctor.client.emit('media', { muted: true, cameraOff: false, sharing: false });
    expect(await media).toEqual({ id: to, media: { muted: true, cameraOff: false, sharing: false } });
  });

  it('reach no other room, nor themselves, nor anybody under another name or in another form', async () => {
    const one = await here().both(await here().newVisit());
    const other = await here().both(await here().newVisit());
    const everybody = [one.doctor, one.patient, other.doctor, other.patient];
    const heard = everybody.map(({ client }) => gather(client, 'signal'));
    const { client, welcome } = one.patient;
    const to = one.doctor.welcome.self.id;
    client.emit('signal', { to: other.doctor.welcome.self.id, candidate });
    client.emit('signal', { to: welcome.self.id, candidate });
    forge(client, { to, from: other.doctor.welcome.self.id, candidate });
    forge(client, { to, candidate, description: { type: 'offer' } });
    forge(client, { to, candidate: { candidate: 5 } });
    forge(client, { to });
    client.emit('signal', JSON.parse(`{"to":"${to}","candidate":{"candidate":""},"__proto__":{"x":1}}`));
    forge(client, null);
    forge(client, 'signal');
    await pause(300);
    expect(heard).toEqual([[], [], [], []]);
    const last = next(one.doctor.client, 'signal');
    client.emit('signal', { to, candidate });
    expect(await last).toEqual({ from: welcome.self.id, candidate });
  });

  it('have one connection each: the newest of the person takes over', async () => {
    const visit = await here().newVisit();
    const { doctor, patient } = await here().both(visit);
    const bye = next(patient.client, 'bye');
    const joined = next(doctor.client, 'peer-joined');
    const again = await here().enter(visit, await here().world.signIn(visit.patient));
    expect(await bye).toMatchObject({ code: 'taken_over' });
    expect(await joined).toMatchObject({ id: again.welcome.self.id });
    expect(again.welcome.peers).toMatchObject([{ id: doctor.welcome.self.id }]);
    const heard = next(again.client, 'signal');
    doctor.client.emit('signal', { to: again.welcome.self.id, candidate });
    expect(await heard).toMatchObject({ from: doctor.welcome.self.id });
  });

  it('may send the burst of a first exchange, and no flood', async () => {
    const { doctor, patient } = await here().both(await here().newVisit());
    const heard = gather(doctor.client, 'signal');
    const bye = next(patient.client, 'bye');
    const to = doctor.welcome.self.id;
    for (let sent = 0; sent < 150; sent += 1) patient.client.emit('signal', { to, candidate });
    await expect.poll(() => heard.length).toBe(150);
    expect(patient.client.connected).toBe(true);
    for (let sent = 0; sent < 20; sent += 1) patient.client.emit('signal', { to, candidate });
    expect(await bye).toMatchObject({ code: 'too_many_messages' });
  });

  it('send no frame above 64 KB', async () => {
    const { doctor, patient } = await here().both(await here().newVisit());
    const heard = gather(doctor.client, 'signal');
    const to = doctor.welcome.self.id;
    patient.client.emit('signal', { to, description: offerOf(60_000) });
    await expect.poll(() => heard.length).toBe(1);
    const gone = new Promise((resolve) => patient.client.on('disconnect', resolve));
    patient.client.emit('signal', { to, description: offerOf(70_000) });
    await gone;
    expect(heard).toHaveLength(1);
  });

  it('are cut off, not buffered for, when they do not read', async () => {
    const { doctor, patient } = await here().both(await here().newVisit());
    const to = doctor.welcome.self.id;
    const bye = next(doctor.client, 'bye', 10_000);
    const left = next(patient.client, 'peer-left', 1_500);
    const resume = stopReading(doctor.client);
    for (let sent = 0; sent < 149; sent += 1)
      patient.client.emit('signal', { to, description: offerOf(60_000) });
    expect(await left).toMatchObject({ id: to, how: 'gone' });
    resume();
    expect(await bye).toMatchObject({ code: 'too_slow' });
  });
});
