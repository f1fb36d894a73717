import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { call } from './api-client.ts';
import { startServer, temporaryFolder } from './running-server.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const COMMAND = join(import.meta.dirname, '../../server/people-command.ts');

const PRODUCTION = {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PUBLIC_URL: 'https://visits.example.org',
  JWT_SECRET_KEY: 'q4Jx0a7cT9vW2mZp5sLk8dFh1gNb3rYe6uIo',
  OTP_PEPPER: 'B7nQ2xV9kD4mR6tY1wZ8pL3sF5hJ0cGaEuIo',
  OTP_COUNTRIES: 'IN,AE',
  SMS_PROVIDER: 'twilio',
  TWILIO_ACCOUNT_SID: `AC${'0a'.repeat(16)}`,
  TWILIO_AUTH_TOKEN: 'a token of the account',
  TWILIO_FROM_NUMBER: '+14155550100',
};

describe('production', () => {
  it('has its first admin from the command line, who signs in', async () => {
    const env = { ...PRODUCTION, DATA_DIR: join(folder.path, 'peopled') };
    const printed = execFileSync(
      process.execPath,
      [COMMAND, 'add', 'engineer@clinic.test', '--role', 'admin', '--first-name', 'Ada'],
      { env: { PATH: process.env['PATH'], ...env }, encoding: 'utf8' },
    );
    const password = printed.trim().split('\n').at(-1) ?? '';
    const server = await startServer({ env });
    try {
      const body = { email: 'engineer@clinic.test', password };
      const answer = await call(server.url, 'POST', '/api/sessions', { body });
      expect(answer).toMatchObject({ status: 201, body: { user: { role: 'admin', first_name: 'Ada' } } });
      expect(server.output()).not.toContain(password);
    } finally {
      await server.kill('SIGKILL');
    }
  });

  it('starts once it can send, empty, without an inbox and without mock codes', async () => {
    const server = await startServer({ env: { ...PRODUCTION, DATA_DIR: join(folder.path, 'data') } });
    try {
      expect((await call(server.url, 'GET', '/healthz')).status).toBe(200);
      expect((await call(server.url, 'GET', '/api/clinic')).body).toMatchObject({
        channels: ['sms', 'voice'],
      });
      expect((await call(server.url, 'GET', '/dev/inbox.json')).status).toBe(404);
      const demo = { email: 'doctor@clinic.test', password: 'anteroom-demo' };
      expect((await call(server.url, 'POST', '/api/sessions', { body: demo })).status).toBe(401);
      const code = { to_phone: '+919876543210', otp: '123456' };
      expect((await call(server.url, 'POST', '/api/v1/external/sms/otp', { body: code })).status).toBe(401);
      expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    } finally {
      await server.kill('SIGKILL');
    }
  });
});
