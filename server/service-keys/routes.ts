import { Type } from 'typebox';
import { NewServiceKey, ServiceKeyList, ServiceKeyMade } from '../../contract/external.ts';
import { closed, Id } from '../../contract/primitives.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { type SignedIn, signedIn } from '../signed-in.ts';
import { listServiceKeys } from './list-service-keys.ts';
import { makeServiceKey } from './make-service-key.ts';
import { revokeServiceKey } from './revoke-service-key.ts';
import { presentServiceKey } from './service-key.ts';

const tags = ['administration'];

/** @throws Problem `forbidden` */
const adminId = ({ person }: SignedIn): string => {
  if (person.role !== 'admin') throw new Problem('forbidden');
  return person.id;
};

export const serviceKeyRoutes = (app: App, deps: Deps): void => {
  app.get(
    '/api/admin/service-keys',
    {
      schema: {
        tags,
        summary: 'Keys of other systems, without the keys themselves; admins only',
        response: { 200: ServiceKeyList },
      },
    },
    async (request) => {
      adminId(signedIn(request));
      return { service_keys: (await listServiceKeys(deps)).map(presentServiceKey) };
    },
  );

  app.post(
    '/api/admin/service-keys',
    {
      schema: {
        tags,
        summary: 'Make a key for another system; it is in this answer and never shown again; admins only',
        body: NewServiceKey,
        response: { 201: ServiceKeyMade },
      },
    },
    async (request, reply) => {
      const { kept, key } = await makeServiceKey(deps, {
        actorId: adminId(signedIn(request)),
        ...request.body,
      });
      reply.code(201);
      return { ...presentServiceKey(kept), key };
    },
  );

  app.delete(
    '/api/admin/service-keys/:id',
    {
      schema: {
        tags,
        summary: 'Revoke a key, from this moment on; admins only',
        params: closed({ id: Id }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await revokeServiceKey(deps, { actorId: adminId(signedIn(request)), id: request.params.id });
      reply.code(204);
      return null;
    },
  );
};
