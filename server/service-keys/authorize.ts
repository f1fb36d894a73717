import type { FastifyRequest } from 'fastify';
import type { ServiceScope } from '../../contract/external.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { bearerToken } from '../sessions/bearer-token.ts';
import { selectLiveKey, touchKey } from './rows.ts';
import { hashServiceKey, looksLikeServiceKey, type ServiceKeyHolder } from './service-key.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The other system that asks; null where none has to say who it is. */
    serviceKey: ServiceKeyHolder | null;
  }
}

/** One answer for no key, another's token, an unknown key and a revoked one. */
const refused = () => new Problem('unauthorized', { detail: 'A valid service key is needed.' });

/** Looked up at every request, so that a key is revoked from one moment to the next, on every process. */
const holderOf = async ({ db }: Pick<Deps, 'db'>, key: string): Promise<ServiceKeyHolder> => {
  if (!looksLikeServiceKey(key)) throw refused();
  const live = await selectLiveKey(db, hashServiceKey(key));
  if (!live) throw refused();
  if (live.stale) await touchKey(db, live.id);
  return live;
};

/** Lets `routes` ask for service keys. */
export const acceptServiceKeys = (app: App): void => {
  app.decorateRequest('serviceKey', null);
};

/**
 * A hook for a route that other systems call: only a key with this scope passes, and before anything of the
 * request is looked at. A person's session or token is no key.
 * @throws Problem `unauthorized`, `scope_missing`
 */
export const needsScope =
  (deps: Pick<Deps, 'db'>, scope: ServiceScope) =>
  async (request: FastifyRequest): Promise<void> => {
    const holder = await holderOf(deps, bearerToken(request) ?? '');
    if (!holder.scopes.includes(scope))
      throw new Problem('scope_missing', { detail: `This service key lacks the scope ${scope}.` });
    request.serviceKey = holder;
  };
