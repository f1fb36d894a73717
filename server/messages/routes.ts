import { Inbox, type InboxMessage } from '../../contract/messages.ts';
import type { App } from '../app-type.ts';
import type { InboxEntry, InboxReader } from './inbox.ts';

const inboxMessage = ({ id, at, channel, to, subject, text, body }: InboxEntry): InboxMessage => ({
  id,
  at: at.toISOString(),
  channel,
  to,
  subject,
  text,
  code: body.kind === 'code' ? body.code : null,
});

/** The messages that the console messenger kept; registered only where there is such a messenger. */
export const inboxRoutes = (app: App, inbox: InboxReader): void => {
  app.get(
    '/dev/inbox.json',
    {
      config: { anonymous: true },
      schema: {
        tags: ['development'],
        summary: 'Messages shown here instead of sent, newest first; outside production only',
        security: [],
        response: { 200: Inbox },
      },
    },
    async () => inbox.newestFirst().map(inboxMessage),
  );
};
