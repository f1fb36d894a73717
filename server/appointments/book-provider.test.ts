import { beforeAll, beforeEach, expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { recordingRooms } from '../../test/recording-rooms.ts';
import type { Person } from '../people/person.ts';
import { videoProviders } from '../video-calls/video-providers.ts';

const NOW = new Date('2027-03-01T12:00:00Z');

describeOnBothDatabases('booking a visit that is held elsewhere', (world) => {
  let doctor: Person;
  let patient: Person;

  beforeAll(() => {
    const { deps } = world();
    const builtin = deps.videoProviders.of('builtin');
    deps.videoProviders = videoProviders('builtin', [builtin, recordingRooms('jitsi')]);
  });
  beforeEach(async () => {
    world().setNow(NOW);
    [doctor, patient] = [await world().newPerson({ role: 'doctor' }), await world().newPerson()];
    const { headers } = await world().signIn(doctor);
    const payload = { weekly: [{ weekday: 2, from: '09:00', to: '17:00' }] };
    await world().app.inject({ method: 'PUT', url: '/api/me/availability', headers, payload });
  });

  const book = async (person: Person, more: object) => {
    const { headers } = await world().signIn(person);
    const payload = { doctor_id: doctor.id, starts_at: '2027-03-02T09:30:00Z', ...more };
    const answer = await world().app.inject({ method: 'POST', url: '/api/appointments', headers, payload });
    return { status: answer.statusCode, body: answer.json() };
  };
  const booked = () => world().db.query('SELECT 1 FROM appointments WHERE doctor_id = $1', [doctor.id]);

  it.each(['doctor', 'admin'] as const)('is for the %s, and is written down', async (role) => {
    const person = role === 'doctor' ? doctor : await world().newPerson({ role });
    const { status, body } = await book(person, { patient_id: patient.id, video_provider: 'jitsi' });
    expect([status, body.video_provider]).toEqual([201, 'jitsi']);
    const { headers } = await world().signIn(patient);
    const seen = await world().app.inject({ url: `/api/appointments/${body.id}`, headers });
    expect(seen.json().video_provider).toBe('jitsi');
    const audit = await world().db.query(
      "SELECT actor_id, action, details ->> 'provider' AS provider FROM audit_entries WHERE subject_id = $1",
      [body.id],
    );
    expect(audit).toEqual([{ actor_id: person.id, action: 'appointment.book', provider: 'jitsi' }]);
  });

  it('is left to the clinic unless somebody says so', async () => {
    expect((await book(patient, {})).body).toMatchObject({ status: 'CONFIRMED', video_provider: null });
  });

  it('is not for patients', async () => {
    const { status, body } = await book(patient, { video_provider: 'jitsi' });
    expect([status, body.code]).toEqual([403, 'forbidden']);
    expect(await booked()).toEqual([]);
  });

  it.each([
    ['a provider that is not set up', { video_provider: 'twilio' }, 'video_provider_missing'],
    ['a provider that nobody knows', { video_provider: 'telepathy' }, 'invalid_request'],
    ['a visit in person', { video_provider: 'jitsi', session_type: 'in_person' }, 'invalid_request'],
  ])('refuses %s, and books nothing', async (_, more, code) => {
    const { status, body } = await book(doctor, { patient_id: patient.id, ...more });
    expect([status, body.code]).toEqual([400, code]);
    expect(await booked()).toEqual([]);
  });
});
