import type { FastifyRequest } from 'fastify';

/** What a request carries in `Authorization: Bearer …`: empty where it is of another kind, undefined without the header. */
export const bearerToken = ({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined =>
  headers.authorization === undefined
    ? undefined
    : (/^Bearer +([^\s]+) *$/i.exec(headers.authorization)?.[1] ?? '');
