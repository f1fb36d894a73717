import { createServer, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodedFrames, untilMoving, untilStill } from '../harness/moving-picture.ts';
import { openBrowser } from './browser.ts';
import { makeTwoHosts, type TwoHosts, whyNoTwoHosts } from './two-hosts.ts';

const reason = whyNoTwoHosts();
if (reason !== null) process.stderr.write(`left out: ${reason}\n`);

/** A bare call: camera in, picture of the other side out, and no signalling but what the test carries over. */
const PAGE = `<!doctype html><html lang="en"><title>Bare call</title>
<video id="other" autoplay playsinline muted></video>
<script>
  const connection = new RTCPeerConnection();
  connection.ontrack = ({ streams: [stream] }) => { document.querySelector('#other').srcObject = stream; };
  const described = async (description) => {
    await connection.setLocalDescription(description);
    // After an ICE restart the state still says "complete" for a moment, of the round before.
    const gathered = () =>
      connection.iceGatheringState === 'complete' && connection.localDescription.sdp.includes('a=candidate');
    while (!gathered()) await new Promise((done) => setTimeout(done, 20));
    return connection.localDescription.toJSON();
  };
  window.bareCall = {
    async camera() {
      const stream = await navigator.mediaDevices.getUserMedia({ video: true });
      for (const track of stream.getTracks()) connection.addTrack(track, stream);
    },
    offer: async (options) => described(await connection.createOffer(options)),
    async answer(offer) {
      await connection.setRemoteDescription(offer);
      return described(await connection.createAnswer());
    },
    accept: (answer) => connection.setRemoteDescription(answer),
  };
</script>`;

describe.skipIf(reason !== null)('two hosts', () => {
  let hosts: TwoHosts;
  let server: Server;
  const browsers: Browser[] = [];
  const pages: Page[] = [];
  let doctorSees: Locator;
  let patientSees: Locator;

  beforeAll(async () => {
    hosts = makeTwoHosts();
    server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end(PAGE);
    });
    await new Promise<void>((listening) => server.listen(0, hosts.serverAddress, listening));
    const bound = server.address();
    const origin = `http://${hosts.serverAddress}:${typeof bound === 'object' ? bound?.port : ''}`;
    for (const host of [hosts.doctor, hosts.patient]) {
      const browser = await openBrowser({ host: host.namespace, secureOrigins: [origin] });
      browsers.push(browser);
      const page = await browser.newPage();
      pages.push(page);
      await page.goto(origin);
      await page.evaluate('bareCall.camera()');
    }
    const [doctor, patient] = bothPages();
    doctorSees = doctor.locator('#other');
    patientSees = patient.locator('#other');
    await connect();
  });

  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    server?.close();
    hosts?.remove();
  });

  const bothPages = (): [Page, Page] => {
    const [doctor, patient] = pages;
    if (doctor === undefined || patient === undefined) throw new Error('both pages must be open');
    return [doctor, patient];
  };

  /** Carries offer and answer over by hand, as signalling would. */
  const connect = async (options = {}) => {
    const [doctor, patient] = bothPages();
    const offer: unknown = await doctor.evaluate(`bareCall.offer(${JSON.stringify(options)})`);
    expect(JSON.stringify(offer)).toContain(hosts.doctor.address);
    const answer: unknown = await patient.evaluate(`bareCall.answer(${JSON.stringify(offer)})`);
    expect(JSON.stringify(answer)).toContain(hosts.patient.address);
    await doctor.evaluate(`bareCall.accept(${JSON.stringify(answer)})`);
  };

  const bothSeeMovement = async () => {
    await Promise.all([untilMoving(doctorSees), untilMoving(patientSees)]);
  };
  const bothSeeAStill = async () => {
    await Promise.all([untilStill(doctorSees), untilStill(patientSees)]);
  };

  test('each has the picture of the other', async () => {
    await bothSeeMovement();
    expect(await decodedFrames(doctorSees)).toBeGreaterThan(0);
  });

  test.each(['cable', 'silence'] as const)(
    'the picture stands when cut (%s) and moves again after',
    async (how) => {
      await bothSeeMovement();
      hosts.cut('patient', how);
      await bothSeeAStill();
      await pause(1_000);
      hosts.restore('patient');
      await bothSeeMovement();
    },
  );

  test('a side that got another address comes back with an ICE restart', async () => {
    await bothSeeMovement();
    const before = hosts.patient.address;
    expect(hosts.renumber('patient')).not.toBe(before);
    await bothSeeAStill();
    await connect({ iceRestart: true });
    await bothSeeMovement();
  });

  test('isolated from each other, both still reach the server and no longer each other', async () => {
    await bothSeeMovement();
    hosts.isolate();
    await bothSeeAStill();
    for (const page of pages) expect((await page.request.get(page.url())).status()).toBe(200);
    for (const page of pages)
      expect(await page.evaluate('fetch("/").then((answer) => answer.status)')).toBe(200);
  });
});
