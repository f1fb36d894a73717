import { afterEach, describe, expect, it } from 'vitest';
import { describeOnBothDatabases, testConfig, type World } from '../../test/harness.ts';
import { Problem } from '../problem.ts';
import { mockCodes } from './mock-codes.ts';

const NUMBER = '+919876543210';
const AT = new Date('2026-03-01T10:00:00.900Z');
const SECONDS = Math.floor(AT.getTime() / 1_000);

const BYTES = (way: { to: string; seconds: number; name?: string }): string =>
  `{"success":true,"data":{"provider":"mock","message_id":"mock_${way.to}_${way.seconds}","status":"sent","to":"${way.to}","otp_sent":"123456","message":"Your ${way.name ?? 'Anteroom'} verification code is: 123456. Valid for 5 minutes.","mock":true},"message":"OTP sent successfully"}`;

const post = ({ app }: World, path: string, payload?: object) =>
  app.inject({ method: 'POST', url: `/api/v1/external/${path}`, ...(payload ? { payload } : {}) });

const verify = (world: World, to: string, otp: string) => post(world, 'otp/verify', { to_phone: to, otp });

describeOnBothDatabases('mock codes for another system', (world) => {
  afterEach(() => world().setNow(null));

  it.each([
    ['sms/otp', { to_phone: NUMBER, otp: '123456' }],
    ['sms/otp', { to_phone: '+91 98765 43210' }],
    ['sms/otp/', { to_phone: NUMBER }],
    ['whatsapp/otp', { to_phone: NUMBER, otp: '123456' }],
    ['whatsapp/otp?to_phone=%2B919876543210&otp=123456', undefined],
    ['whatsapp/otp?to_phone=+919876543210&otp=123456', undefined],
    ['whatsapp/otp?to_phone=%2B919876543210', {}],
    ['whatsapp/otp?to_phone=%2B14155550100', { to_phone: NUMBER }],
  ] as const)('POST %s %j answers at once, byte for byte, without a key', async (path, payload) => {
    world().setNow(AT);
    const answer = await post(world(), path, payload);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toBe(BYTES({ to: NUMBER, seconds: SECONDS }));
  });

  it('are 123456 whatever code was given, and nothing is sent, counted or kept', async () => {
    const answer = await post(world(), 'sms/otp', { to_phone: NUMBER, otp: '998877' });
    expect(answer.json()).toMatchObject({ data: { otp_sent: '123456' } });
    expect(answer.body).not.toContain('998877');
    expect(world().messenger.sent).toEqual([]);
    for (const table of ['messages', 'otp_sends', 'otp_challenges'])
      expect(await world().db.query(`SELECT FROM ${table}`)).toEqual([]);
  });

  it('are accepted once, and only for a number that was sent one', async () => {
    expect((await verify(world(), '+919876543299', '123456')).json()).toMatchObject({
      status: 400,
      code: 'otp_invalid',
      error: 'Invalid or expired OTP',
    });
    await post(world(), 'sms/otp', { to_phone: NUMBER });
    const accepted = await verify(world(), '+91 98765-43210', '123456');
    expect(accepted.statusCode).toBe(200);
    expect(accepted.json()).toEqual({
      success: true,
      data: { valid: true, to: NUMBER },
      message: 'OTP verified successfully',
    });
    expect((await verify(world(), NUMBER, '123456')).statusCode).toBe(400);
  });

  it('live five minutes', async () => {
    world().setNow(AT);
    await post(world(), 'sms/otp', { to_phone: NUMBER });
    world().setNow(new Date(AT.getTime() + 5 * 60_000));
    expect((await verify(world(), NUMBER, '123456')).statusCode).toBe(400);
    world().setNow(new Date(AT.getTime() + 5 * 60_000 - 1));
    expect((await verify(world(), NUMBER, '123456')).statusCode).toBe(200);
  });

  it('are worth five tries, and a new one five more', async () => {
    await post(world(), 'sms/otp', { to_phone: NUMBER });
    for (let index = 0; index < 5; index += 1)
      expect((await verify(world(), NUMBER, '000000')).statusCode).toBe(400);
    expect((await verify(world(), NUMBER, '123456')).statusCode).toBe(400);
    await post(world(), 'sms/otp', { to_phone: NUMBER });
    for (let index = 0; index < 4; index += 1) await verify(world(), NUMBER, '000000');
    expect((await verify(world(), NUMBER, '123456')).statusCode).toBe(200);
  });

  it('have a delivery status: delivered, with its history', async () => {
    world().setNow(AT);
    await post(world(), 'whatsapp/otp', { to_phone: NUMBER });
    const url = `/api/v1/external/messages/mock_${NUMBER}_${SECONDS}`;
    const answer = await world().app.inject({ url });
    const at = AT.toISOString();
    expect(answer.json()).toEqual({
      success: true,
      data: {
        message_id: `mock_${NUMBER}_${SECONDS}`,
        channel: 'whatsapp',
        provider: 'mock',
        status: 'delivered',
        error: null,
        created_at: at,
        history: ['queued', 'sent', 'delivered'].map((status) => ({ status, at, fault: null })),
      },
    });
    expect((await world().app.inject({ url: url.replace('+', '%2B') })).statusCode).toBe(200);
    expect((await world().app.inject({ url: `${url}0` })).json()).toMatchObject({
      status: 404,
      code: 'not_found',
    });
  });

  it.each([
    ['sms/otp', { to_phone: '12345' }, 'phone_invalid'],
    ['sms/otp', { to_phone: 'not a number' }, 'phone_invalid'],
    ['sms/otp', { to_phone: '+999123456789' }, 'phone_invalid'],
    ['sms/otp', {}, 'invalid_request'],
    ['sms/otp', { to_phone: NUMBER, otp: '123' }, 'invalid_request'],
    ['sms/otp', { to_phone: NUMBER, otp: '12345678901' }, 'invalid_request'],
    ['sms/otp', { to_phone: NUMBER, otp: '12 456' }, 'invalid_request'],
    ['sms/otp', { to_phone: NUMBER, otp: 123456 }, 'invalid_request'],
    ['sms/otp', { to_phone: NUMBER, message: 'x' }, 'invalid_request'],
    ['whatsapp/otp', undefined, 'invalid_request'],
    ['whatsapp/otp?to_phone=%2B919876543210&otp=12', undefined, 'invalid_request'],
    ['whatsapp/otp?to_phone=%2B919876543210&otp=http://x.example', undefined, 'invalid_request'],
    ['whatsapp/otp?to_phone=%2B919876543210&more=1', undefined, 'invalid_request'],
    ['otp/verify', { to_phone: 'x9', otp: '123456' }, 'invalid_request'],
    ['otp/verify', { to_phone: '+999123456789', otp: '123456' }, 'phone_invalid'],
    ['otp/verify', { to_phone: NUMBER }, 'invalid_request'],
  ])('POST %s %j is refused with 400 %s', async (path, payload, code) => {
    const answer = await post(world(), path, payload);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status: 400, code });
  });
});

describe('mock codes', () => {
  it('carry the name that the clinic goes by', async () => {
    const codes = mockCodes({
      config: testConfig({ APP_NAME: 'Clinic', OTP_COUNTRIES: 'IN' }),
      now: () => AT,
    });
    const send = (toPhone: string) => codes.send('', { channel: 'sms', toPhone, otp: null });
    expect(JSON.stringify(await send(NUMBER))).toBe(BYTES({ to: NUMBER, seconds: SECONDS, name: 'Clinic' }));
  });

  it('of the newest thousand numbers are remembered, and no more', async () => {
    const codes = mockCodes({ config: testConfig(), now: () => AT });
    const numbers = Array.from({ length: 1_001 }, (_, index) => `+9198765${String(40_000 + index)}`);
    for (const toPhone of numbers) await codes.send('', { channel: 'sms', toPhone, otp: null });
    const [first = '', second = ''] = numbers;
    await expect(codes.verify('', { toPhone: first, otp: '123456' })).rejects.toBeInstanceOf(Problem);
    await expect(codes.verify('', { toPhone: second, otp: '123456' })).resolves.toBe(second);
    await expect(codes.message(`mock_${first}_${SECONDS}`)).rejects.toMatchObject({ code: 'not_found' });
  });
});
