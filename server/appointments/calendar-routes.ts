import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { CalendarFeedMade, OwnCalendarFeed } from '../../contract/calendar.ts';
import { AppointmentRef, closed } from '../../contract/primitives.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { signedIn } from '../signed-in.ts';
import { actingOn } from './booking-rules.ts';
import { presentFeed } from './calendar-feed.ts';
import { findAppointment } from './find-appointment.ts';
import { findCalendarFeed } from './find-calendar-feed.ts';
import { makeCalendarFeed } from './make-calendar-feed.ts';
import { CALENDAR_TYPE, visitFile } from './published-calendar.ts';
import { readCalendarFeed } from './read-calendar-feed.ts';
import { revokeCalendarFeed } from './revoke-calendar-feed.ts';

const tags = ['calendar'];

const calendar = {
  description: 'iCalendar (RFC 5545)',
  content: { 'text/calendar': { schema: Type.String() } },
};

const sendCalendar = (reply: FastifyReply, fileName: string, text: string): FastifyReply =>
  reply.type(CALENDAR_TYPE).header('content-disposition', `attachment; filename="${fileName}"`).send(text);

const ownFeed = (app: App, deps: Deps): void => {
  const url = '/api/me/calendar-feed';
  app.get(
    url,
    {
      schema: {
        tags,
        summary: 'Whether one’s visits can be subscribed to',
        response: { 200: OwnCalendarFeed },
      },
    },
    async (request) => {
      const feed = await findCalendarFeed(deps, signedIn(request).person.id);
      return { feed: feed && presentFeed(feed) };
    },
  );

  app.post(
    url,
    {
      schema: {
        tags,
        summary: 'Make an address to subscribe to one’s visits; the one before ends',
        description: 'The address is in this answer and never shown again. Whoever has it sees the visits.',
        response: { 201: CalendarFeedMade },
      },
    },
    async (request, reply) => {
      const { kept, url: address } = await makeCalendarFeed(deps, signedIn(request).person.id);
      reply.code(201);
      return { ...presentFeed(kept), url: address };
    },
  );

  app.delete(
    url,
    {
      schema: {
        tags,
        summary: 'End the address of one’s visits, from this moment on',
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await revokeCalendarFeed(deps, signedIn(request).person.id);
      reply.code(204);
      return null;
    },
  );
};

export const calendarRoutes = (app: App, deps: Deps): void => {
  ownFeed(app, deps);

  app.get(
    '/api/appointments/:id/calendar.ics',
    {
      schema: {
        tags,
        summary: 'One appointment as a file for a calendar',
        params: closed({ id: AppointmentRef }),
        response: { 200: calendar },
      },
    },
    async (request, reply) => {
      const { person } = signedIn(request);
      const { appointment } = actingOn(person, await findAppointment(deps.db, request.params.id));
      const published = { clinic: deps.config, reader: person, now: deps.now() };
      return sendCalendar(reply, 'visit.ics', visitFile(published, appointment));
    },
  );

  app.get(
    '/calendar/:secret.ics',
    {
      config: { anonymous: true },
      schema: {
        tags,
        summary: 'A person’s visits, for a calendar that subscribes',
        description:
          'All visits to come and those of the last 90 days; cancelled ones say so. 404 for every address that is not, or no more, in force.',
        security: [],
        params: Type.Object({ secret: Type.String() }),
        response: { 200: calendar },
      },
    },
    async (request, reply) => {
      const { secret } = request.params;
      const text = await readCalendarFeed(deps, { secret, address: request.ip });
      // No search engine is to keep an address that somebody gave away.
      reply.header('x-robots-tag', 'noindex');
      return sendCalendar(reply, 'visits.ics', text);
    },
  );
};
