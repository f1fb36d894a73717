import { type Unreached, unreachedOf } from './unreached.ts';

/** The longest that is read; a script of Jitsi's is a tenth of it. */
const MAX_BYTES = 2_000_000;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** What the text is as JSON; null where it is none. */
  json: unknown;
}

export type Asked = { reached: true; answer: Answer } | { reached: false; why: Unreached };

export interface Question {
  method?: 'GET' | 'HEAD' | 'POST';
  headers?: Record<string, string>;
  body?: string;
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const textOf = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MAX_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
};

/**
 * Asks one address and nobody else: what is sent on to another host would take a token with it. It never
 * throws, and nothing of an error's text gets out.
 */
export const ask = async (url: URL, question: Question, signal: AbortSignal): Promise<Asked> => {
  try {
    const response = await fetch(url, { ...question, redirect: 'manual', signal });
    const text = await textOf(response);
    return {
      reached: true,
      answer: { status: response.status, headers: response.headers, text, json: jsonOf(text) },
    };
  } catch (error) {
    return { reached: false, why: unreachedOf(error) };
  }
};

/** Below an address of the configuration, whether it ends with a slash or not. */
export const below = (base: URL, path: string): URL => new URL(`${base.href.replace(/\/+$/, '')}${path}`);
