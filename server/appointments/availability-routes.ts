import { Availability, SetAvailability, SlotList, SlotQuery } from '../../contract/appointments.ts';
import { closed, Id } from '../../contract/primitives.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { signedIn } from '../signed-in.ts';
import { readAvailability, setAvailability } from './availability.ts';
import { listSlots } from './list-slots.ts';
import { instantText } from './present-appointment.ts';

const slotRoutes = (app: App, deps: Deps): void => {
  app.get(
    '/api/doctors/:id/slots',
    {
      schema: {
        tags: ['doctors'],
        summary: 'A doctor’s free slots that start in a range of at most 62 days',
        params: closed({ id: Id }),
        querystring: SlotQuery,
        response: { 200: SlotList },
      },
    },
    async (request) => {
      const slots = await listSlots(deps, request.params.id, request.query);
      return {
        slots: slots.map(({ start, end }) => ({
          starts_at: instantText(new Date(start)),
          ends_at: instantText(new Date(end)),
        })),
      };
    },
  );
};

export const availabilityRoutes = (app: App, deps: Deps): void => {
  slotRoutes(app, deps);

  app.get(
    '/api/me/availability',
    { schema: { tags: ['doctors'], summary: 'One’s own working hours', response: { 200: Availability } } },
    async (request) => readAvailability(deps, signedIn(request).person),
  );

  app.put(
    '/api/me/availability',
    {
      schema: {
        tags: ['doctors'],
        summary: 'Replace one’s own working hours',
        body: SetAvailability,
        response: { 200: Availability },
      },
    },
    async (request) => setAvailability(deps, signedIn(request).person, request.body),
  );
};
