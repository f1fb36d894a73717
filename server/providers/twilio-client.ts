import { AsyncLocalStorage } from 'node:async_hooks';
import twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';
import type * as Responses from 'twilio/lib/http/response.js';
import type { TwilioConfig } from '../message-config.ts';
import { certainlyUnsent } from './certainly-unsent.ts';

/** Nothing is waited for longer than this, whatever signal the caller has. */
const TIMEOUT_MS = 20_000;
/** A page of fifty messages is a tenth of it; more is not this vendor talking. */
const MAX_ANSWER_BYTES = 1_000_000;

/** An answer that is not a success, as it came. */
export interface Refusal {
  status: number;
  /** The vendor's own number for it; null where the answer had none. */
  code: number | null;
  /** Seconds, from `Retry-After`. */
  retryAfter: number | null;
}

export type Asked<T> =
  | { asked: 'answered'; value: T }
  | { asked: 'refused'; refusal: Refusal }
  /** It never left: nobody there, no such name, no trust, an address that is not configured. */
  | { asked: 'unsent' }
  /** It left, and what came back, if anything, was no answer. */
  | { asked: 'unanswered' };

/** One question: how long it may take, and what the wire said of it. */
interface Question {
  signal: AbortSignal;
  refusal: Refusal | null;
}

class UnmappedHost extends Error {
  constructor(host: string) {
    super(`No address is configured for ${host}`);
    this.name = 'UnmappedHost';
  }
}

const codeOf = (body: unknown): number | null =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'number'
    ? body.code
    : null;

/** `Retry-After` in seconds; its other form, a date, is not used by this vendor. */
const secondsOf = (headers: unknown): number | null => {
  if (typeof headers !== 'object' || headers === null || !('retry-after' in headers)) return null;
  const header = headers['retry-after'];
  return typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) : null;
};

/** Sends the SDK's requests to the configured addresses, and to nowhere else. */
class MappedRequests extends twilio.RequestClient {
  readonly #bases: ReadonlyMap<string, URL>;
  readonly #questions: AsyncLocalStorage<Question>;

  constructor(bases: ReadonlyMap<string, URL>, questions: AsyncLocalStorage<Question>) {
    super({ timeout: TIMEOUT_MS, autoRetry: false });
    this.#bases = bases;
    this.#questions = questions;
    this.axios.defaults.maxContentLength = MAX_ANSWER_BYTES;
    this.axios.interceptors.request.use((request) => {
      const signal = questions.getStore()?.signal;
      if (signal) request.signal = signal;
      return request;
    });
  }

  #addressOf(uri: string): string {
    const asked = new URL(uri);
    const base = this.#bases.get(asked.origin);
    if (!base) throw new UnmappedHost(asked.host);
    return `${base.origin}${base.pathname.replace(/\/$/, '')}${asked.pathname}${asked.search}`;
  }

  override async request<TData>(
    options: RequestClient.RequestOptions<TData>,
  ): Promise<Responses.default<TData>> {
    const { logLevel: _never, ...asked } = options;
    try {
      const response = await super.request({ ...asked, uri: this.#addressOf(options.uri) });
      const question = this.#questions.getStore();
      if (question && response.statusCode >= 400) {
        const { statusCode: status, body, headers } = response;
        question.refusal = { status, code: codeOf(body), retryAfter: secondsOf(headers) };
      }
      return response;
    } finally {
      // The SDK keeps the last of each to show in a debugger: they hold numbers and codes.
      delete this.lastRequest;
      delete this.lastResponse;
    }
  }
}

/** Asks the vendor through its own SDK. It never throws, and nothing of an error's text gets out. */
export type AskTwilio = <T>(
  question: (client: twilio.Twilio) => Promise<T>,
  signal: AbortSignal,
) => Promise<Asked<T>>;

export const twilioClient = (config: TwilioConfig): AskTwilio => {
  const questions = new AsyncLocalStorage<Question>();
  const bases = new Map([
    ['https://api.twilio.com', config.apiUrl],
    ['https://verify.twilio.com', config.verifyUrl],
    ['https://video.twilio.com', config.videoUrl],
  ]);
  // Empty edge and region keep the SDK from taking others out of the environment.
  const client = twilio(config.accountSid, config.authToken, {
    httpClient: new MappedRequests(bases, questions),
    edge: '',
    region: '',
  });
  return async (ask, signal) => {
    if (signal.aborted) return { asked: 'unsent' };
    const question: Question = { signal, refusal: null };
    try {
      return { asked: 'answered', value: await questions.run(question, () => ask(client)) };
    } catch (error) {
      if (question.refusal) return { asked: 'refused', refusal: question.refusal };
      return error instanceof UnmappedHost || certainlyUnsent(error)
        ? { asked: 'unsent' }
        : { asked: 'unanswered' };
    }
  };
};
