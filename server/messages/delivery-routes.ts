import { Type } from 'typebox';
import { DeliveryList, DeliveryState, ListDeliveries } from '../../contract/deliveries.ts';
import { Id } from '../../contract/primitives.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { signedIn } from '../signed-in.ts';
import { deliveryState } from './delivery-state.ts';
import { listDeliveries } from './list-deliveries.ts';

export const deliveryRoutes = (app: App, deps: Deps): void => {
  app.get(
    '/api/deliveries/:id',
    {
      config: { anonymous: 'too' },
      schema: {
        tags: ['messages'],
        summary: 'How far a message came, for the person it is for; a code for an account without a session',
        security: [{}, { bearer: [] }, { cookie: [] }],
        params: Type.Object({ id: Id }),
        response: { 200: DeliveryState },
      },
    },
    async (request) => deliveryState(deps, request.signedIn?.person ?? null, request.params.id),
  );

  app.get(
    '/api/admin/deliveries',
    {
      schema: {
        tags: ['administration'],
        summary: 'Every message and how far it came, newest first; admins only',
        querystring: ListDeliveries,
        response: { 200: DeliveryList },
      },
    },
    async (request) => listDeliveries(deps, signedIn(request).person, request.query),
  );
};
