import { type Answer, newSid, refusal, rfc2822 } from './twilio-answer.ts';

/** A message or a call that was taken. */
export interface TwilioSent {
  kind: 'message' | 'call';
  sid: string;
  to: string;
  from: string | null;
  messagingServiceSid: string | null;
  /** The body of a message; of a call, what is said, every sentence of it on a line. */
  text: string;
  /** Of a call, as it came. */
  twiml: string | null;
  statusCallback: URL | null;
  /** Seconds; null where none was asked for. */
  validityPeriod: number | null;
  status: string;
  at: Date;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const saidIn = (twiml: string): string =>
  [...twiml.matchAll(/<Say\b[^>]*>([^<]*)<\/Say>/g)]
    .map(([, said = '']) => said.replace(/&(\w+);/g, (whole, name) => ENTITIES[name] ?? whole))
    .join('\n');

const hasBadCallback = (form: ReadonlyMap<string, string>): boolean =>
  !URL.canParse(form.get('StatusCallback') ?? 'https://none.test');

const LONGEST_BODY = 1_600;

/** The accounts of messages and calls, with the rules that the vendor's file leaves out. */
export class TwilioMessaging {
  readonly sent: TwilioSent[] = [];
  readonly #accountSid: string;

  constructor(accountSid: string) {
    this.#accountSid = accountSid;
  }

  createMessage(form: ReadonlyMap<string, string>): Answer {
    const text = form.get('Body') ?? '';
    const messagingServiceSid = form.get('MessagingServiceSid') ?? null;
    const from = form.get('From') ?? null;
    if (!from && !messagingServiceSid) return refusal(400, 21603);
    if (text === '') return refusal(400, 21602);
    if (hasBadCallback(form)) return refusal(400, 21609);
    if (text.length > LONGEST_BODY) return refusal(400, 21617);
    const sent = this.#take(form, {
      kind: 'message',
      sid: newSid('SM'),
      from: messagingServiceSid ? null : from,
      messagingServiceSid,
      text,
      twiml: null,
      status: messagingServiceSid ? 'accepted' : 'queued',
    });
    return { status: 201, body: this.#message(sent) };
  }

  createCall(form: ReadonlyMap<string, string>): Answer {
    const twiml = form.get('Twiml') ?? null;
    if (!twiml && !form.has('Url')) return refusal(400, 21205);
    if (hasBadCallback(form)) return refusal(400, 21609);
    const sent = this.#take(form, {
      kind: 'call',
      sid: newSid('CA'),
      from: form.get('From') ?? null,
      messagingServiceSid: null,
      text: saidIn(twiml ?? ''),
      twiml,
      status: 'queued',
    });
    return { status: 201, body: this.#call(sent) };
  }

  list(kind: TwilioSent['kind'], query: URLSearchParams): Answer {
    const to = query.get('To');
    const size = Number(query.get('PageSize') ?? 50);
    const found = this.sent.filter((sent) => sent.kind === kind && (to === null || sent.to === to)).reverse();
    const rows = found
      .slice(0, size)
      .map((sent) => (kind === 'message' ? this.#message(sent) : this.#call(sent)));
    const uri = `/2010-04-01/Accounts/${this.#accountSid}/${kind === 'message' ? 'Messages' : 'Calls'}.json?Page=0`;
    const page = {
      start: 0,
      end: Math.max(0, rows.length - 1),
      page: 0,
      page_size: size,
      uri,
      first_page_uri: uri,
      next_page_uri: null,
      previous_page_uri: null,
    };
    return { status: 200, body: { ...page, [kind === 'message' ? 'messages' : 'calls']: rows } };
  }

  #take(
    form: ReadonlyMap<string, string>,
    sent: Pick<TwilioSent, 'kind' | 'sid' | 'from' | 'messagingServiceSid' | 'text' | 'twiml' | 'status'>,
  ): TwilioSent {
    const callback = form.get('StatusCallback');
    const period = form.get('ValidityPeriod');
    const whole: TwilioSent = {
      ...sent,
      to: form.get('To') ?? '',
      statusCallback: callback ? new URL(callback) : null,
      validityPeriod: period ? Number(period) : null,
      at: new Date(),
    };
    this.sent.push(whole);
    return whole;
  }

  #common(sent: TwilioSent) {
    return {
      sid: sent.sid,
      account_sid: this.#accountSid,
      api_version: '2010-04-01',
      to: sent.to,
      from: sent.from,
      status: sent.status,
      date_created: rfc2822(sent.at),
      date_updated: rfc2822(sent.at),
      direction: 'outbound-api',
      price: null,
      price_unit: null,
      uri: `/2010-04-01/Accounts/${this.#accountSid}/${sent.kind === 'message' ? 'Messages' : 'Calls'}/${sent.sid}.json`,
      subresource_uris: {},
    };
  }

  #message(sent: TwilioSent) {
    return {
      ...this.#common(sent),
      body: sent.text,
      messaging_service_sid: sent.messagingServiceSid,
      date_sent: null,
      error_code: null,
      error_message: null,
      num_media: '0',
      num_segments: '1',
    };
  }

  #call(sent: TwilioSent) {
    return {
      ...this.#common(sent),
      to_formatted: sent.to,
      from_formatted: sent.from,
      parent_call_sid: null,
      phone_number_sid: newSid('PN'),
      start_time: null,
      end_time: null,
      duration: null,
      answered_by: null,
      forwarded_from: null,
      group_sid: null,
      caller_name: null,
      queue_time: '0',
      trunk_sid: null,
    };
  }
}
