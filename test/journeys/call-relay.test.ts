import { randomBytes } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest';
import { freePort } from '../set-up/postgres-place.ts';
import { openBrowser } from './browser.ts';
import { type Clinic, startClinic } from './clinic.ts';
import { logPeers, peerLog } from './peer-log.ts';
import { enterVisit, newPage, tell, untilAllSee, untilSaid } from './person.ts';
import { type Relay, startRelay } from './relay.ts';
import { makeTwoHosts, type TwoHosts, whyNoTwoHosts } from './two-hosts.ts';

const reason = whyNoTwoHosts();
if (reason !== null) process.stderr.write(`left out: ${reason}\n`);

/** By then somebody who waits wants to know that waiting will not help. */
const SAID_WITHIN_MS = 20_000;
/** The longest pause between two tries, and twice the time of a try. */
const MENDED_WITHIN_MS = 30_000;

describe.skipIf(reason !== null)('two people whose networks keep them apart', () => {
  const secret = randomBytes(16).toString('hex');
  let hosts: TwoHosts;
  let clinic: Clinic;
  let port: number;
  const browsers: Browser[] = [];
  let doctor: Page;
  let patient: Page;

  beforeAll(async () => {
    hosts = makeTwoHosts();
    hosts.isolate();
    port = await freePort();
    clinic = await startClinic({
      address: hosts.serverAddress,
      env: { VIDEO_OTP: 'off', TURN_URLS: `turn:${hosts.serverAddress}:${port}`, TURN_SECRET: secret },
    });
    for (const host of [hosts.doctor, hosts.patient]) {
      browsers.push(await openBrowser({ host: host.namespace, secureOrigins: [clinic.origin] }));
    }
  });
  beforeEach(async () => {
    const [doctors, patients] = browsers;
    if (!doctors || !patients) throw new Error('both browsers must be open');
    doctor = await newPage(doctors);
    patient = await newPage(patients);
    await logPeers(doctor);
    await logPeers(patient);
    const visit = await clinic.book('doctor', 'patient');
    await enterVisit(patient, clinic, 'patient', visit);
    await enterVisit(doctor, clinic, 'doctor', visit);
    return async () => {
      await doctor.context().close();
      await patient.context().close();
    };
  });
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await clinic?.stop();
    hosts?.remove();
  });

  const sayWhatHappened = async (relay: Relay): Promise<void> => {
    for (const [who, page] of Object.entries({ doctor, patient })) {
      process.stderr.write(`the ${who}'s connections:\n${await peerLog(page)}\n`);
    }
    process.stderr.write(`the relay:\n${relay.printed()}\n`);
  };

  /** The relay runs for one test. */
  const withRelay = async (shared: string, work: () => Promise<void>): Promise<void> => {
    const relay: Relay = await startRelay(hosts.serverAddress, port, shared);
    try {
      await work();
    } catch (error) {
      await sayWhatHappened(relay);
      throw error;
    } finally {
      await relay.stop();
    }
  };

  test('see each other through the relay, with credentials made for the visit', async () => {
    await withRelay(secret, async () => {
      tell('pictures over the relay', await untilAllSee([doctor, patient]));
    });
  });

  test('are told that there is no way through when the relay has another secret, and meet once it is put right', async () => {
    await withRelay('another secret', async () => {
      const said = await Promise.all(
        [doctor, patient].map((page) =>
          untilSaid(page, 'No way through for picture and sound', SAID_WITHIN_MS),
        ),
      );
      tell('said that there is no way through', Math.max(...said));
    });
    await withRelay(secret, async () => {
      tell('pictures after the relay was put right', await untilAllSee([doctor, patient], MENDED_WITHIN_MS));
    });
  });
});
