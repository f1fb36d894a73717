import { expect } from 'vitest';
import { codeIn, type NewPerson, type World } from './harness.ts';

const MINUTE_MS = 60_000;

/** The next whole minute and more: a doctor moves a visit to a whole minute. */
export const inMinutes = (minutes: number): Date =>
  new Date((Math.floor(Date.now() / MINUTE_MS) + 1 + minutes) * MINUTE_MS);

export type Headers = Record<string, string>;

export const post = ({ app }: World, url: string, headers: Headers, payload?: object) =>
  app.inject({ method: 'POST', url, headers, ...(payload === undefined ? {} : { payload }) });

export const verify = (world: World, ref: string, headers: Headers, contact: string | null, code: string) =>
  post(world, `/appointments/${ref}/verify-video-otp`, headers, { contact_number: contact, otp_code: code });

/** Whether a room would be given out. */
export const enter = (world: World, id: string, headers: Headers) =>
  post(world, '/api/video-calls/initiate', headers, { appointmentId: id });

/** A code for this session; the limits on sends have a test of their own. */
export const sendCode = async (world: World, id: string, headers: Headers): Promise<string> => {
  await world.db.query('DELETE FROM otp_sends');
  const answer = await post(world, `/appointments/${id}/send-video-otp`, headers);
  const code = codeIn(world.messenger.sent.at(-1));
  if (answer.statusCode !== 200 || !code) throw new Error(`no code was sent: ${answer.body}`);
  return code;
};

export const otherThan = (code: string): string => (code === '123456' ? '654321' : '123456');

export const arrive = async (world: World, person: NewPerson = {}) => {
  const doctor = await world.newPerson({ role: 'doctor' });
  const patient = await world.newPerson(person);
  const id = await world.newAppointment({ doctor, patient, startsAt: inMinutes(5) });
  return { doctor, patient, id, client: await world.signIn(patient) };
};

/** As `arrive`, with a code on its way. */
export const arriveWithCode = async (world: World, person: NewPerson = {}) => {
  const arrived = await arrive(world, person);
  return { ...arrived, code: await sendCode(world, arrived.id, arrived.client.headers) };
};

/** As `arrive`, let in already. */
export const arriveGranted = async (world: World) => {
  const arrived = await arriveWithCode(world);
  const { id, client, patient, code } = arrived;
  expect((await verify(world, id, client.headers, patient.phone, code)).statusCode).toBe(200);
  expect((await enter(world, id, client.headers)).statusCode).toBe(200);
  return arrived;
};

export const cookiesOf = (setCookie: string | string[] | undefined): Map<string, string> =>
  new Map(
    [setCookie ?? []].flat().map((cookie) => {
      const [pair = ''] = cookie.split(';');
      return [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    }),
  );
