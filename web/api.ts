import type { ProblemDocument } from '../contract/problems.ts';
import { watchAttendance } from './attendance.ts';

/** What the server refused, in its own words; `status` 0 means that it could not be reached. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  /** Whole seconds to wait, from `Retry-After`; null where the server named none. */
  readonly retryAfter: number | null;
  /** Where in the request the fault is, `body.email`; empty where the server named no place. */
  readonly paths: readonly string[];

  constructor(
    status: number,
    code: string,
    detail: string,
    retryAfter: number | null,
    paths: readonly string[] = [],
  ) {
    super(detail);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
    this.paths = paths;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface Options {
  body?: object | undefined;
  signal?: AbortSignal | undefined;
  /** Whether it is to arrive though the page is closed meanwhile. */
  keepalive?: boolean;
}

const UNREACHABLE = 'The clinic can’t be reached just now. Check your connection and try again.';

const problemOf = async (response: Response): Promise<ApiProblem> => {
  const wait = Number(response.headers.get('retry-after'));
  const retryAfter = Number.isFinite(wait) && wait > 0 ? wait : null;
  try {
    const document = (await response.json()) as Partial<ProblemDocument>;
    return new ApiProblem(
      response.status,
      document.code ?? 'unknown',
      document.detail ?? UNREACHABLE,
      retryAfter,
      document.fields?.map(({ path }) => path),
    );
  } catch {
    return new ApiProblem(response.status, 'unknown', UNREACHABLE, retryAfter);
  }
};

let isAttended: (() => boolean) | null = null;

/** What a page asks by itself while nobody is there says so: it must not keep a session that nobody uses. */
const saidOfAttendance = (): Record<string, string> => {
  isAttended ??= watchAttendance(window);
  return isAttended() ? {} : { 'x-anteroom-unattended': '1' };
};

const send = (
  method: Method,
  path: string,
  { body, signal, keepalive = false }: Options,
): Promise<Response> =>
  fetch(path, {
    method,
    credentials: 'same-origin',
    keepalive,
    headers: { ...saidOfAttendance(), ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(signal ? { signal } : {}),
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

/**
 * Calls the server as the signed-in person (the cookie says who).
 * @throws ApiProblem for every answer that is not a success, and when there is no answer.
 */
export const request = async <T>(method: Method, path: string, options: Options = {}): Promise<T> => {
  let response: Response;
  try {
    response = await send(method, path, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiProblem(0, 'unreachable', UNREACHABLE, null);
  }
  if (!response.ok) throw await problemOf(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
};
