import type { FastifyError, FastifyReply, FastifyServerOptions } from 'fastify';
import type { ProblemDocument } from '../../contract/problems.ts';
import type { App } from '../app-type.ts';
import { DatabaseUnavailable, sqlState, UNSTORABLE_CHARACTER } from '../database/database.ts';
import { Problem, type ProblemCode } from '../problem.ts';

const DATABASE_RETRY_SECONDS = 5;

const PROBLEM_OF_FASTIFY: Record<string, ProblemCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_unsupported',
};

/** A problem as it crosses the wire. */
export const documentOf = (problem: Problem): ProblemDocument => ({
  type: `urn:anteroom:problem:${problem.code}`,
  title: problem.title,
  status: problem.status,
  detail: problem.message,
  code: problem.code,
  error: problem.message,
  ...(problem.fields ? { fields: problem.fields } : {}),
});

/** Where in the request, in the words of its schema: `body.otp_code`. */
const invalidRequest = (error: FastifyError): Problem => {
  const fields = (error.validation ?? []).map(({ instancePath, params, message = 'is not as expected' }) => {
    const named = params['missingProperty'] ?? params['additionalProperty'] ?? params['unevaluatedProperty'];
    const path = `${error.validationContext ?? 'request'}${instancePath.replaceAll('/', '.')}`;
    return { path: typeof named === 'string' ? `${path}.${named.slice(0, 64)}` : path, message };
  });
  const [first] = fields;
  return new Problem('invalid_request', first ? { detail: `${first.path}: ${first.message}.`, fields } : {});
};

const isFastifyError = (error: unknown): error is FastifyError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && 'statusCode' in error;

const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof DatabaseUnavailable) {
    return new Problem('database_unavailable', { retryAfter: DATABASE_RETRY_SECONDS });
  }
  if (sqlState(error) === UNSTORABLE_CHARACTER) return new Problem('invalid_request');
  if (isFastifyError(error)) {
    if (error.validation) return invalidRequest(error);
    const code = PROBLEM_OF_FASTIFY[error.code];
    if (code) return new Problem(code);
    if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
      return new Problem('invalid_request');
    }
  }
  if (error instanceof SyntaxError)
    return new Problem('invalid_request', { detail: 'The body is not valid JSON.' });
  return new Problem('internal');
};

const answer = (reply: FastifyReply, problem: Problem): FastifyReply => {
  if (problem.retryAfter !== undefined) reply.header('retry-after', String(problem.retryAfter));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(documentOf(problem));
};

/** What can't even be taken for a request to one of our routes: an address that is not well-formed. */
export const answerUnreadable: NonNullable<FastifyServerOptions['frameworkErrors']> = (
  error,
  _request,
  reply,
) => {
  answer(reply, problemOf(error));
};

/** Every failure leaves as a problem document (RFC 9457); what went wrong inside stays in the log. */
export const answerProblems = (app: App): void => {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.code === 'internal')
      request.log.error({ err: error, route: request.routeOptions.url }, 'a request failed');
    if (problem.code === 'database_unavailable')
      request.log.warn({ route: request.routeOptions.url }, 'the database is away');
    return answer(reply, problem);
  });
  app.setNotFoundHandler((_request, reply) => answer(reply, new Problem('not_found')));
};
