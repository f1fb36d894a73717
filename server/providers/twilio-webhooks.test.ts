import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { twilioSignature } from '../../test/vendors/twilio-signature.ts';
import { ACCOUNT } from '../../test/vendors/twilio-world.ts';
import type { Webhook } from '../messages/receipts.ts';
import { twilioWebhooks } from './twilio-webhooks.ts';

const DELIVERY = '01938d5c-0f7a-7cc3-98c4-dc0c0c07398f';
const SM = `SM${'4e'.repeat(16)}`;
const CA = `CA${'5f'.repeat(16)}`;
const URL_OF_OURS = new URL(`https://visits.clinic.test/webhooks/twilio/messages?delivery=${DELIVERY}`);
const { authToken } = ACCOUNT;
const reader = twilioWebhooks(ACCOUNT);

type Fields = Record<string, string>;

const formOf = (fields: Fields): Buffer => Buffer.from(new URLSearchParams(fields).toString());

const read = (fields: Fields, url = URL_OF_OURS): Webhook | null =>
  reader.read({
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': twilioSignature(authToken, url, fields),
    },
    body: formOf(fields),
    url,
  });

describe('a receipt of a message', () => {
  it.each([
    ['sent', '', { status: 'sent', fault: null }],
    ['delivered', '', { status: 'delivered', fault: null }],
    ['read', '', { status: 'read', fault: null }],
    ['undelivered', '30003', { status: 'failed', fault: 'unreachable' }],
    ['undelivered', '30005', { status: 'failed', fault: 'unreachable' }],
    ['undelivered', '30004', { status: 'failed', fault: 'blocked' }],
    ['undelivered', '30007', { status: 'failed', fault: 'blocked' }],
    ['undelivered', '30036', { status: 'failed', fault: 'expired' }],
    ['failed', '21610', { status: 'failed', fault: 'opted_out' }],
    ['failed', '30002', { status: 'failed', fault: 'account_suspended' }],
    ['failed', '39999', { status: 'failed', fault: 'unreachable' }],
    ['failed', '', { status: 'failed', fault: 'unreachable' }],
    ['canceled', '', { status: 'failed', fault: 'interrupted' }],
  ])('that is %s with “%s” says so in our words', (MessageStatus, ErrorCode, reached) => {
    const webhook = read({ MessageSid: SM, SmsSid: SM, MessageStatus, ...(ErrorCode ? { ErrorCode } : {}) });
    expect(webhook).toEqual({
      receipts: [{ provider: 'twilio', providerId: SM, messageId: DELIVERY, at: null, ...reached }],
      inbound: [],
    });
  });

  it.each(['queued', 'accepted', 'sending', 'scheduled', 'partially_delivered', 'teleported', ''])(
    'that is “%s” moves nothing',
    (MessageStatus) => {
      expect(read({ MessageSid: SM, MessageStatus })).toEqual({ receipts: [], inbound: [] });
    },
  );

  it('may have fields that were never announced', () => {
    const fields = {
      MessageSid: SM,
      MessageStatus: 'sent',
      __proto__x: 'y',
      constructor: 'z',
      'N w': 'é & ü=',
    };
    expect(read(fields)?.receipts).toMatchObject([{ providerId: SM, status: 'sent' }]);
  });

  it('without our id, or with something else in its place, is one by the provider’s id alone', () => {
    for (const query of ['', '?delivery=', '?delivery=../../etc/passwd']) {
      const url = new URL(`https://visits.clinic.test/webhooks/twilio/messages${query}`);
      expect(read({ MessageSid: SM, MessageStatus: 'sent' }, url)?.receipts).toMatchObject([
        { providerId: SM, messageId: null },
      ]);
    }
  });
});

describe('a receipt of a call', () => {
  const Timestamp = 'Mon, 02 Mar 2026 10:00:07 +0000';
  it.each([
    ['initiated', { status: 'sent', fault: null }],
    ['ringing', { status: 'sent', fault: null }],
    ['in-progress', { status: 'delivered', fault: null }],
    ['completed', { status: 'delivered', fault: null }],
    ['busy', { status: 'failed', fault: 'unreachable' }],
    ['no-answer', { status: 'failed', fault: 'unreachable' }],
    ['failed', { status: 'failed', fault: 'unreachable' }],
    ['canceled', { status: 'failed', fault: 'interrupted' }],
  ])('that is %s says so, and when', (CallStatus, reached) => {
    expect(read({ CallSid: CA, CallStatus, Timestamp })?.receipts).toEqual([
      {
        provider: 'twilio',
        providerId: CA,
        messageId: DELIVERY,
        at: new Date('2026-03-02T10:00:07Z'),
        ...reached,
      },
    ]);
  });

  it('that is queued, or unheard of, moves nothing', () => {
    for (const CallStatus of ['queued', 'humming']) {
      expect(read({ CallSid: CA, CallStatus })).toEqual({ receipts: [], inbound: [] });
    }
  });
});

describe('something written to our number', () => {
  it.each([
    [
      { From: '+14155550173', Body: 'STOP', SmsStatus: 'received' },
      { channel: 'sms', from: '+14155550173' },
    ],
    [
      { From: '+14155550173', Body: 'STOP' },
      { channel: 'sms', from: '+14155550173' },
    ],
    [
      { From: 'whatsapp:+14155550173', Body: 'STOP', SmsStatus: 'received' },
      { channel: 'whatsapp', from: '+14155550173' },
    ],
  ])('is passed on', (fields, inbound) => {
    expect(read({ MessageSid: SM, SmsMessageSid: SM, ...fields })).toEqual({
      receipts: [],
      inbound: [{ provider: 'twilio', providerId: SM, ...inbound, text: 'STOP', at: null }],
    });
  });

  it.each([
    ['ARRET', 'STOP', 'STOP'],
    ['Encore', 'START', 'START'],
    ['Comment ?', 'HELP', 'HELP'],
    ['Stop', '', 'Stop'],
  ])('that is “%s”, a word that the vendor takes for “%s”, says “%s”', (Body, OptOutType, text) => {
    const webhook = read({ MessageSid: SM, From: '+14155550173', Body, OptOutType });
    expect(webhook?.inbound).toMatchObject([{ text }]);
  });

  it('without a name is passed on all the same', () => {
    const [inbound] = read({ From: '+14155550173', Body: 'STOP' })?.inbound ?? [];
    expect(inbound).toMatchObject({ providerId: null, text: 'STOP' });
  });

  it('from no number is left alone', () => {
    expect(read({ MessageSid: SM, From: 'VM-BANK', Body: 'STOP', SmsStatus: 'received' })).toEqual({
      receipts: [],
      inbound: [],
    });
  });
});

describe('a request that is not the vendor’s', () => {
  const fields = { MessageSid: SM, MessageStatus: 'delivered' };
  const good = {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': twilioSignature(authToken, URL_OF_OURS, fields),
    },
    body: formOf(fields),
    url: URL_OF_OURS,
  };
  const signed = (signature: string) => ({ ...good.headers, 'x-twilio-signature': signature });

  it.each([
    ['has no signature', { headers: { 'content-type': good.headers['content-type'] } }],
    ['has an empty signature', { headers: signed('') }],
    ['is signed with another key', { headers: signed(twilioSignature('another', URL_OF_OURS, fields)) }],
    ['was sent to another path', { url: new URL(`/webhooks/other?delivery=${DELIVERY}`, URL_OF_OURS) }],
    ['names another message of ours', { url: new URL(URL_OF_OURS.href.replace('01938d5c', '01938d5d')) }],
    ['was sent to another host', { url: new URL(URL_OF_OURS.href.replace('visits', 'evil')) }],
    ['has another field', { body: formOf({ ...fields, ErrorCode: '30003' }) }],
    ['has another status', { body: formOf({ ...fields, MessageStatus: 'failed' }) }],
    ['has a field twice', { body: Buffer.from(`${formOf(fields)}&MessageStatus=failed`) }],
    ['is empty', { body: Buffer.alloc(0) }],
    ['claims to be JSON', { headers: { ...good.headers, 'content-type': 'application/json' } }],
  ])('is not believed when it %s', (_what, over) => {
    expect(reader.read(good)).not.toBeNull();
    expect(reader.read({ ...good, ...over })).toBeNull();
  });
});

describe('a webhook in JSON', () => {
  const body = Buffer.from('{"a":1}');
  const urlWith = (digest: string) =>
    new URL(`https://visits.clinic.test/webhooks/twilio/messages?bodySHA256=${digest}`);
  const digest = createHash('sha256').update(body).digest('hex');
  const readJson = (url: URL, bytes: Buffer): Webhook | null =>
    reader.read({
      headers: {
        'content-type': 'application/json',
        'x-twilio-signature': twilioSignature(authToken, url, {}),
      },
      body: bytes,
      url,
    });

  it('is believed by the digest of its bytes, and has nothing for us', () => {
    expect(readJson(urlWith(digest), body)).toEqual({ receipts: [], inbound: [] });
    expect(readJson(urlWith(digest), Buffer.from('{"a":2}'))).toBeNull();
    expect(readJson(urlWith(''), body)).toBeNull();
  });
});
