import { AppointmentRef, closed } from '../../contract/primitives.ts';
import { StoppedChannels, VisitMessages } from '../../contract/reminders.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { stoppedChannels } from '../messages/stopped-channels.ts';
import { signedIn } from '../signed-in.ts';
import { listVisitMessages } from './list-visit-messages.ts';

const tags = ['reminders'];

export const reminderRoutes = (app: App, deps: Deps): void => {
  app.get(
    '/api/appointments/:id/messages',
    {
      schema: {
        tags,
        summary: 'What was sent of a visit and how far it came, and what is still to come',
        description: 'Patients see what goes to them, doctors and admins what goes to both.',
        params: closed({ id: AppointmentRef }),
        response: { 200: VisitMessages },
      },
    },
    async (request) => listVisitMessages(deps, { person: signedIn(request).person, ref: request.params.id }),
  );

  app.get(
    '/api/me/stopped-channels',
    {
      schema: {
        tags,
        summary: 'Channels on which one’s own number and e-mail address want no messages',
        response: { 200: StoppedChannels },
      },
    },
    async (request) => ({ stopped: await stoppedChannels(deps, signedIn(request).person) }),
  );
};
