import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type JitsiFake, startJitsiFake } from '../../test/vendors/jitsi-fake.ts';
import { JITSI, JITSI_ROOM } from '../../test/vendors/jitsi-world.ts';
import type { JitsiConfig } from '../video-config.ts';
import { jitsiVideo } from './jitsi-video.ts';

type Eject = JitsiConfig['eject'];

describe('closing a room at Jitsi', () => {
  let fake: JitsiFake;
  let thief: JitsiFake;
  const close = (eject: Eject = fake.eject): Promise<void> =>
    jitsiVideo({ ...JITSI, eject }).close(JITSI_ROOM, 'moved');
  const failure = async (eject?: Eject): Promise<string> => {
    const error = await close(eject).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(Error);
    if (!(error instanceof Error)) return '';
    expect(error.cause, 'a cause may quote the address').toBeUndefined();
    expect(`${error.message}${error.stack}`).not.toContain(fake.eject.secret);
    return error.message;
  };

  beforeEach(async () => {
    [fake, thief] = [await startJitsiFake(), await startJitsiFake()];
  });
  afterEach(async () => {
    await Promise.all([fake.stop(), thief.stop()]);
    expect(fake.violations).toEqual([]);
  });

  test('tells the operator’s end which room and why', async () => {
    fake.enter(JITSI_ROOM);
    await close();
    expect(fake.asked).toEqual([{ room: JITSI_ROOM, reason: 'moved' }]);
    expect(fake.inside(JITSI_ROOM)).toBe(0);
  });

  test('is done where there is no such room', async () => {
    fake.behave({ as: 'answer', status: 404 });
    await expect(close()).resolves.toBeUndefined();
  });

  test('fails where a page was not found: the address is wrong', async () => {
    fake.behave({ as: 'answer', status: 404, type: 'text/html; charset=utf-8' });
    expect(await failure()).toContain('404');
  });

  test.each([400, 401, 403, 429, 500, 502, 503])('fails with an answer of %i', async (status) => {
    fake.behave({ as: 'answer', status });
    expect(await failure()).toBe(`Jitsi did not close a room: it answered ${status}`);
  });

  test('fails with a secret that is refused, and does not say it', async () => {
    expect(await failure({ ...fake.eject, secret: 'another secret' })).toContain('401');
  });

  test('follows no redirect, with which the secret would go elsewhere', async () => {
    for (const status of [301, 302, 307, 308]) {
      fake.behave({ as: 'answer', status, location: thief.eject.url.href });
      expect(await failure()).toContain(`${status}`);
    }
    expect(thief.asked).toEqual([]);
  });

  test('gives up on an end that hangs, in time for another try', async () => {
    fake.behave({ as: 'hang' });
    const from = performance.now();
    expect(await failure()).toBe('Jitsi could not be told to close a room: no answer in time');
    const took = performance.now() - from;
    expect(took).toBeGreaterThan(3_500);
    expect(took).toBeLessThan(7_000);
  });

  test('fails with a connection that was cut, and with nobody there', async () => {
    fake.behave({ as: 'reset' });
    expect(await failure()).toMatch(/: (ECONNRESET|UND_ERR_SOCKET)$/);
    await fake.stop();
    expect(await failure()).toMatch(/: ECONNREFUSED$/);
  });

  test('quotes nothing of an address with a password in it', async () => {
    const url = new URL(fake.eject.url);
    url.password = 'password in the address';
    expect(await failure({ ...fake.eject, url })).toBe('Jitsi could not be told to close a room: no answer');
  });

  test('asks nobody where nobody is configured', async () => {
    await expect(close(null)).resolves.toBeUndefined();
    expect(fake.asked).toEqual([]);
  });
});
