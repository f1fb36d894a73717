import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contractsOrSkip } from '../../test/vendors/contracts.ts';
import { startTwilioFake, type TwilioFake } from '../../test/vendors/twilio-fake.ts';
import { ACCOUNT } from '../../test/vendors/twilio-world.ts';

const { accountSid, authToken } = ACCOUNT;
const BASIC = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
const GOOD = { To: '+14155550173', From: '+15005550006', Body: 'Words' };

contractsOrSkip('Twilio’s stand-in', () => {
  describe('the stand-in for Twilio', () => {
    let fake: TwilioFake;
    beforeAll(async () => {
      fake = await startTwilioFake(ACCOUNT);
    });
    afterAll(() => fake.stop());

    const post = async (path: string, fields: Record<string, string>, authorization = BASIC) => {
      fake.violations.length = 0;
      const response = await fetch(new URL(path, fake.url), {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      });
      return { status: response.status, body: await response.json() };
    };
    const messages = `/2010-04-01/Accounts/${accountSid}/Messages.json`;

    it('takes what is as described', async () => {
      expect(await post(messages, GOOD)).toMatchObject({ status: 201, body: { status: 'queued' } });
      expect(fake.violations).toEqual([]);
    });

    it.each([
      ['a field that is not described', { ...GOOD, Bodi: 'x' }, 'CreateMessage: field Bodi is not described'],
      ['a field that is missing', { From: GOOD.From, Body: 'x' }, "must have required property 'To'"],
      ['a number of another form', { ...GOOD, To: '0415 555' }, 'must match format "phone-number"'],
      ['a callback that is no address', { ...GOOD, StatusCallback: '/webhooks' }, 'must match format "uri"'],
      ['a word for a number', { ...GOOD, ValidityPeriod: 'long' }, 'must be integer'],
    ])('reports %s', async (_what, fields, violation) => {
      await post(messages, fields);
      expect(fake.violations.join('\n')).toContain(violation);
    });

    it('reports a path that the vendor does not have', async () => {
      expect(await post('/2010-04-01/Messages.json', GOOD)).toMatchObject({ status: 404 });
      expect(fake.violations).toEqual(['POST /2010-04-01/Messages.json is not described']);
    });

    it.each([
      ['a kind of room that there is not', { Type: 'grand' }, 'must be equal to one of the allowed values'],
      ['a field of rooms that is not described', { MaxPeople: '2' }, 'CreateRoom: field MaxPeople is not'],
      ['words for minutes', { EmptyRoomTimeout: 'ten' }, 'must be integer'],
      ['a callback of a room that is no address', { StatusCallback: '/webhooks' }, 'must match format "uri"'],
    ])('reports %s', async (_what, fields, violation) => {
      await post('/v1/Rooms', { UniqueName: 'apt-1-abcdefgh23', ...fields });
      expect(fake.violations.join('\n')).toContain(violation);
    });

    it.each([
      ['more people than a room holds', { MaxParticipants: '51' }, 53107],
      ['a stay that is too short', { MaxParticipantDuration: '599' }, 53123],
      ['an hour and a minute of emptiness', { EmptyRoomTimeout: '61' }, 53109],
      ['a name that is too long', { UniqueName: 'n'.repeat(129) }, 53101],
      ['a name that a room has', { UniqueName: 'apt-2-abcdefgh23' }, 53113],
    ])('refuses %s, which no file says', async (_what, fields, code) => {
      await post('/v1/Rooms', { UniqueName: 'apt-2-abcdefgh23' });
      expect(await post('/v1/Rooms', fields)).toMatchObject({ status: 400, body: { code } });
      expect(fake.violations).toEqual([]);
    });

    it('knows a room by its name while people can come in, and by its id for ever', async () => {
      const { body } = await post('/v1/Rooms', { UniqueName: 'apt-3-abcdefgh23' });
      const [byName, byId] = ['/v1/Rooms/apt-3-abcdefgh23', `/v1/Rooms/${body.sid}`];
      const end = { Status: 'completed' };
      expect(await post(byName, end)).toMatchObject({ status: 202, body: { status: 'completed' } });
      expect(await post(byName, end)).toMatchObject({ status: 404, body: { code: 20404 } });
      expect(await post(byId, end)).toMatchObject({ status: 400, body: { code: 53112 } });
    });

    it('knows its account', async () => {
      expect(await post(messages, GOOD, 'Basic d3Jvbmc6d3Jvbmc=')).toMatchObject({
        status: 401,
        body: { code: 20003, status: 401 },
      });
    });
  });
});
