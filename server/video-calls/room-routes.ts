import { Type } from 'typebox';
import {
  Appointment,
  ChooseProvider,
  RoomLookup,
  VideoRoom,
  VideoToken,
  VisitPlace,
} from '../../contract/appointments.ts';
import { AppointmentRef, closed } from '../../contract/primitives.ts';
import type { App } from '../app-type.ts';
import { presentAppointment } from '../appointments/present-appointment.ts';
import type { Deps } from '../deps.ts';
import { signedIn } from '../signed-in.ts';
import { lookUpRoom, makeRoom, videoToken } from './appointment-room.ts';
import { chooseProvider, visitPlace } from './choose-provider.ts';

const tags = ['video calls'];
const params = closed({ appointment_id: AppointmentRef });
const visitParams = closed({ id: AppointmentRef });
const roomParams = closed({ room: Type.String({ minLength: 1, maxLength: 100 }) });

const place = (app: App, deps: Deps): void => {
  app.get(
    '/api/appointments/:id/video-provider',
    {
      schema: {
        tags,
        summary: 'Where a visit’s calls are held, for its doctor and admins',
        params: visitParams,
        response: { 200: VisitPlace },
      },
    },
    async (request) => visitPlace(deps, { person: signedIn(request).person, ref: request.params.id }),
  );

  app.put(
    '/api/appointments/:id/video-provider',
    {
      schema: {
        tags,
        summary: 'Choose where a visit’s call is held, before its room is made',
        params: visitParams,
        body: ChooseProvider,
        response: { 200: Appointment },
      },
    },
    async (request) => {
      const asked = { person: signedIn(request).person, ref: request.params.id };
      const provider = request.body.video_provider;
      return presentAppointment(deps, await chooseProvider(deps, { ...asked, provider }));
    },
  );
};

/** The video room as clients of the appointments' routes know it. */
export const roomRoutes = (app: App, deps: Deps): void => {
  app.get(
    '/api/appointments/video-token/:appointment_id',
    {
      schema: { tags, summary: 'A token for the visit’s room', params, response: { 200: VideoToken } },
    },
    async (request) => videoToken(deps, { signedIn: signedIn(request), ref: request.params.appointment_id }),
  );

  app.post(
    '/api/appointments/video-room/:appointment_id',
    {
      schema: {
        tags,
        summary: 'Make the visit’s room; idempotent',
        params,
        body: closed({}),
        response: { 200: VideoRoom, 201: VideoRoom },
      },
    },
    async (request, reply) => {
      const { room, isNew } = await makeRoom(deps, {
        signedIn: signedIn(request),
        ref: request.params.appointment_id,
      });
      reply.code(isNew ? 201 : 200);
      return room;
    },
  );

  app.get(
    '/api/rooms/:room',
    {
      schema: {
        tags,
        summary: 'Which appointment a room belongs to',
        params: roomParams,
        response: { 200: RoomLookup },
      },
    },
    async (request) => lookUpRoom(deps, signedIn(request).person, request.params.room),
  );

  place(app, deps);
};
