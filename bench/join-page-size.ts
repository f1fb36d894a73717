import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BrowserContext, Page } from 'playwright-core';
import { DEMO_PASSWORD, type DemoName, demoEmail } from '../server/seed/demo-people.ts';
import { openBrowser } from '../test/journeys/browser.ts';
import { type Clinic, startClinic } from '../test/journeys/clinic.ts';
import { enterCode, joinNow, newPage, untilAllSee } from '../test/journeys/person.ts';
import type { Figure, Measured } from './figure.ts';

const LIMIT_KB = 150;
/** Nothing more was asked for during this time: what the page fetches ahead counts with what it needs at once. */
const QUIET_MS = 1_500;

const BUILT = join(import.meta.dirname, '..', 'dist', 'web', 'index.html');

const isScript = (contentType: string | undefined): boolean => /javascript/.test(contentType ?? '');

/** Every script that the network delivered to this context, by address, with its size under gzip in bytes. */
const countScripts = (context: BrowserContext): { settled: (page: Page) => Promise<Map<string, number>> } => {
  const sizes = new Map<string, Promise<number>>();
  context.on('response', (response) => {
    if (!isScript(response.headers()['content-type'])) return;
    sizes.set(
      response.url(),
      response.body().then((body) => gzipSync(body, { level: 9 }).length),
    );
  });
  return {
    settled: async (page) => {
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(QUIET_MS);
      return new Map(await Promise.all([...sizes].map(async ([url, size]) => [url, await size] as const)));
    },
  };
};

/** The cookie without a page, so that not one script is in the cache when the visit's page opens. */
const signInQuietly = async (page: Page, { origin }: Clinic, name: DemoName): Promise<void> => {
  const answer = await page.request.post(`${origin}/api/sessions`, {
    data: { email: demoEmail(name), password: DEMO_PASSWORD },
    headers: { origin },
  });
  if (answer.status() !== 201) throw new Error(`${name} was not signed in: ${answer.status()}`);
};

const toTheLobby = async (page: Page, clinic: Clinic, name: DemoName, visitId: string): Promise<void> => {
  await signInQuietly(page, clinic, name);
  await page.goto(`${clinic.origin}/appointments/${visitId}/video`);
  await enterCode(page, clinic, name);
};

const kilobytes = (sizes: Map<string, number>): number =>
  [...sizes.values()].reduce((sum, size) => sum + size, 0) / 1024;

const tellEach = (say: (line: string) => void, sizes: Map<string, number>): void => {
  for (const [url, size] of [...sizes].sort(([, a], [, b]) => b - a)) {
    say(`${(size / 1024).toFixed(1).padStart(6)} KB  ${new URL(url).pathname}`);
  }
};

const measure = async (say: (line: string) => void): Promise<Measured[]> => {
  if (!existsSync(BUILT)) throw new Error('the web client is not built; run: npm run build');
  await using stack = new AsyncDisposableStack();
  const clinic = await startClinic();
  stack.defer(clinic.stop);
  const visit = await clinic.book('doctor', 'patient');
  const browser = await openBrowser();
  stack.defer(() => browser.close());

  const patient = await newPage(browser);
  const counted = countScripts(patient.context());
  await toTheLobby(patient, clinic, 'patient', visit.id);
  const lobby = await counted.settled(patient);

  const doctor = await newPage(browser);
  await toTheLobby(doctor, clinic, 'doctor', visit.id);
  await joinNow(patient);
  await joinNow(doctor);
  await untilAllSee([patient, doctor]);
  const call = await counted.settled(patient);
  tellEach(say, call);
  const to = `${LIMIT_KB} KB`;
  return [
    {
      what: `to the lobby: ${lobby.size} scripts, gzip`,
      unit: 'KB',
      samples: [kilobytes(lobby)],
      ratio: { value: kilobytes(lobby) / LIMIT_KB, to },
      promise: { words: `<= ${LIMIT_KB} KB`, kept: kilobytes(lobby) <= LIMIT_KB },
    },
    {
      what: `through a call: ${call.size} scripts, gzip`,
      unit: 'KB',
      samples: [kilobytes(call)],
      ratio: { value: kilobytes(call) / LIMIT_KB, to },
    },
  ];
};

export const joinPageSize: Figure = {
  name: 'join-page-size',
  title: 'JavaScript that /appointments/{id}/video loads, from an empty cache',
  measure,
};
