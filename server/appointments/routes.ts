import {
  Appointment,
  AppointmentList,
  BookAppointment,
  ChangeReason,
  ListAppointments,
  MoveAppointment,
} from '../../contract/appointments.ts';
import { AppointmentRef, closed } from '../../contract/primitives.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { signedIn } from '../signed-in.ts';
import { availabilityRoutes } from './availability-routes.ts';
import { book } from './book.ts';
import { actingOn } from './booking-rules.ts';
import { calendarRoutes } from './calendar-routes.ts';
import { cancel } from './cancel.ts';
import { confirm } from './confirm.ts';
import { findAppointment } from './find-appointment.ts';
import { listAppointments } from './list-appointments.ts';
import { move } from './move.ts';
import { presentAppointment } from './present-appointment.ts';
import { readInstant } from './read-time.ts';

const DEFAULT_PAGE = 20;
const tags = ['appointments'];
const params = closed({ id: AppointmentRef });

/** What was typed, or nothing: a reason of spaces is none. */
const reasonOf = (text: string | undefined): string | null => text?.trim() || null;

const listAndBook = (app: App, deps: Deps): void => {
  app.get(
    '/api/appointments',
    {
      schema: {
        tags,
        summary: 'One’s own appointments: upcoming ones soonest first, past ones newest first',
        querystring: ListAppointments,
        response: { 200: AppointmentList },
      },
    },
    async (request) => {
      const { scope = 'upcoming', cursor, limit } = request.query;
      const { person } = signedIn(request);
      const page = await listAppointments(deps, {
        person,
        scope,
        cursor,
        limit: limit ? Number(limit) : DEFAULT_PAGE,
      });
      return {
        appointments: page.appointments.map((appointment) => presentAppointment(deps, appointment)),
        next_cursor: page.nextCursor,
      };
    },
  );

  app.post(
    '/api/appointments',
    {
      schema: { tags, summary: 'Book a visit', body: BookAppointment, response: { 201: Appointment } },
    },
    async (request, reply) => {
      const wanted = request.body;
      const booked = await book(deps, {
        person: signedIn(request).person,
        booking: {
          doctorId: wanted.doctor_id.toLowerCase(),
          patientId: wanted.patient_id?.toLowerCase() ?? null,
          startsAt: readInstant(wanted.starts_at, 'body.starts_at'),
          minutes: wanted.duration_minutes ?? null,
          sessionType: wanted.session_type ?? 'telehealth',
          reason: reasonOf(wanted.reason),
          videoProvider: wanted.video_provider ?? null,
        },
      });
      reply.code(201);
      return presentAppointment(deps, booked);
    },
  );
};

const readAndMove = (app: App, deps: Deps): void => {
  app.get(
    '/api/appointments/:id',
    { schema: { tags, summary: 'One appointment', params, response: { 200: Appointment } } },
    async (request) => {
      const found = await findAppointment(deps.db, request.params.id);
      return presentAppointment(deps, actingOn(signedIn(request).person, found).appointment);
    },
  );

  app.patch(
    '/api/appointments/:id',
    {
      schema: {
        tags,
        summary: 'Move a visit',
        params,
        body: MoveAppointment,
        response: { 200: Appointment },
      },
    },
    async (request) => {
      const startsAt = readInstant(request.body.starts_at, 'body.starts_at');
      const { person } = signedIn(request);
      return presentAppointment(deps, await move(deps, { person, ref: request.params.id, startsAt }));
    },
  );
};

const confirmAndCancel = (app: App, deps: Deps): void => {
  app.post(
    '/api/appointments/:id/confirm',
    {
      schema: {
        tags,
        summary: 'Confirm a visit that was asked for',
        params,
        body: ChangeReason,
        response: { 200: Appointment },
      },
    },
    async (request) => {
      const { person } = signedIn(request);
      return presentAppointment(deps, await confirm(deps, { person, ref: request.params.id }));
    },
  );

  app.post(
    '/api/appointments/:id/cancel',
    {
      schema: { tags, summary: 'Cancel a visit', params, body: ChangeReason, response: { 200: Appointment } },
    },
    async (request) => {
      const { person } = signedIn(request);
      const reason = reasonOf(request.body.reason);
      return presentAppointment(deps, await cancel(deps, { person, ref: request.params.id, reason }));
    },
  );
};

export const appointmentRoutes = (app: App, deps: Deps): void => {
  listAndBook(app, deps);
  readAndMove(app, deps);
  confirmAndCancel(app, deps);
  availabilityRoutes(app, deps);
  calendarRoutes(app, deps);
};
