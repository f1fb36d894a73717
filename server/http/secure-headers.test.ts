import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../../test/harness.ts';
import { createApp } from '../app.ts';
import type { App } from '../app-type.ts';

const folder = mkdtempSync(join(tmpdir(), 'anteroom-web-'));
let world: World & { close: () => Promise<void> };
let app: App;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Anteroom</title>');
  writeFileSync(join(folder, 'assets', 'main-abc123.js'), 'export {};');
  world = await openWorld('embedded', { PUBLIC_URL: 'https://visits.clinic.test' });
  app = await createApp(world.deps, folder);
});
afterAll(async () => {
  await app.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const directives = (policy: unknown): Map<string, string> =>
  new Map(
    String(policy)
      .split(';')
      .map((directive) => {
        const [name = '', ...values] = directive.trim().split(/\s+/);
        return [name, values.join(' ')];
      }),
  );

describe('what a browser may do with our pages', () => {
  it.each([
    '/',
    '/book',
    '/video-session/apt-1001-abcdefgh23',
    '/assets/main-abc123.js',
    '/api/me',
    '/nowhere',
    '/healthz',
    '/openapi.json',
  ])('%s', async (url) => {
    const { headers } = await app.inject({ method: 'GET', url });
    const policy = directives(headers['content-security-policy']);
    expect(policy.get('default-src')).toBe("'self'");
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.get('object-src')).toBe("'none'");
    expect(policy.get('base-uri')).toBe("'none'");
    expect(policy.get('frame-ancestors')).toBe("'none'");
    expect(policy.get('connect-src')).toBe("'self' wss://visits.clinic.test");
    expect(headers['strict-transport-security']).toMatch(/^max-age=(6\d{7}|[1-9]\d{8,}); includeSubDomains/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['permissions-policy']).toContain('camera=(self), microphone=(self)');
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('lets nobody’s scripts and frames in where rooms are our own', async () => {
    const { headers } = await app.inject({ method: 'GET', url: '/' });
    const policy = directives(headers['content-security-policy']);
    expect(policy.has('frame-src')).toBe(false);
    expect(headers['permissions-policy']).toBe(
      'camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=()',
    );
  });

  it('never keeps an answer of the API, good or bad', async () => {
    const { headers } = await world.signIn(await world.newPerson());
    for (const url of [
      '/api/me',
      '/api/appointments',
      '/api/doctors',
      '/api/appointments/1',
      '/api/nowhere',
    ]) {
      for (const who of [headers, {}]) {
        const answer = await app.inject({ method: 'GET', url, headers: who });
        expect(answer.headers['cache-control'], url).toBe('no-store');
      }
    }
  });

  it('keeps hashed files for ever and asks for the page each time', async () => {
    const file = await app.inject({ method: 'GET', url: '/assets/main-abc123.js' });
    expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await app.inject({ method: 'GET', url: '/' })).headers['cache-control']).toBe('no-cache');
  });

  it('says nothing of https where the clinic is tried out over http', async () => {
    const plain = await openWorld('embedded');
    const { headers } = await plain.app.inject({ method: 'GET', url: '/healthz' });
    await plain.close();
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
  });

  it('serves no file from outside the web client’s folder', async () => {
    for (const url of [
      '/assets/../../package.json',
      '/assets/..%2f..%2fpackage.json',
      '/%2e%2e/package.json',
      '/.env',
    ]) {
      expect((await app.inject({ method: 'GET', url })).statusCode, url).toBe(404);
    }
  });
});

const JITSI = {
  JITSI_DOMAIN: 'meet.clinic.test:8443',
  JITSI_APP_ID: 'clinic',
  JITSI_APP_SECRET: 's'.repeat(32),
};
const TWILIO = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'f'.repeat(32),
  TWILIO_API_KEY_SID: `SK${'1'.repeat(32)}`,
  TWILIO_API_KEY_SECRET: 'k'.repeat(32),
};

const headersWith = async (env: Record<string, string>) => {
  const there = await openWorld('embedded', { PUBLIC_URL: 'https://visits.clinic.test', ...env });
  const { headers } = await there.app.inject({ method: 'GET', url: '/' });
  await there.close();
  return { policy: directives(headers['content-security-policy']), allowed: headers['permissions-policy'] };
};

describe('what a provider of rooms may do in our pages', () => {
  it('the clinic’s Jitsi brings its script and its frame, and may ask for camera, microphone and screen', async () => {
    const { policy, allowed } = await headersWith(JITSI);
    expect(policy.get('script-src')).toBe("'self' https://meet.clinic.test:8443");
    expect(policy.get('frame-src')).toBe('https://meet.clinic.test:8443');
    expect(policy.get('connect-src')).toBe("'self' wss://visits.clinic.test");
    expect(policy.get('default-src')).toBe("'self'");
    const media = '(self "https://meet.clinic.test:8443")';
    expect(allowed).toBe(
      `camera=${media}, microphone=${media}, display-capture=${media}, geolocation=(), payment=()`,
    );
  });

  it('Twilio is reached by its two sockets and nothing else', async () => {
    const { policy, allowed } = await headersWith(TWILIO);
    expect(policy.get('connect-src')).toBe("'self' wss://visits.clinic.test wss://global.vss.twilio.com");
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.has('frame-src')).toBe(false);
    expect(allowed).toContain('camera=(self), microphone=(self), display-capture=(self)');
  });
});
