import { AppointmentRef, closed } from '../../contract/primitives.ts';
import {
  InitiateVideoCall,
  ListVideoCalls,
  UpdateVideoCall,
  VideoCallAccess,
  VideoCallDetails,
  VideoCallList,
  VideoCallPresence,
  VideoCallStanding,
  VideoCallStats,
  VideoCallStatsQuery,
  VideoCallUpdated,
} from '../../contract/video-calls.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { signedIn } from '../signed-in.ts';
import { callStats } from './call-stats.ts';
import { getCall } from './get-call.ts';
import { handOutTicket, initiate } from './hand-out-ticket.ts';
import { listCalls } from './list-calls.ts';
import { roomRoutes } from './room-routes.ts';
import { stand } from './stand.ts';
import { updateStatus } from './update-status.ts';
import { whoIsIn } from './who-is-in.ts';

const DEFAULT_PAGE = 20;
const tags = ['video calls'];
const params = closed({ appointmentId: AppointmentRef });

const enter = (app: App, deps: Deps): void => {
  app.post(
    '/api/video-calls/initiate',
    {
      schema: {
        tags,
        summary: 'Open the call of a visit and get a ticket for it; idempotent',
        body: InitiateVideoCall,
        response: { 200: VideoCallAccess },
      },
    },
    async (request) => initiate(deps, { signedIn: signedIn(request), ref: request.body.appointmentId }),
  );

  app.get(
    '/api/video-calls/token/:appointmentId',
    {
      schema: {
        tags,
        summary: 'A ticket for a call that was opened before',
        params,
        response: { 200: VideoCallAccess },
      },
    },
    async (request) =>
      handOutTicket(deps, { signedIn: signedIn(request), ref: request.params.appointmentId }),
  );
};

const change = (app: App, deps: Deps): void => {
  app.patch(
    '/api/video-calls/:appointmentId/status',
    {
      // An action that is not known has an answer of its own; every other fault has the usual one.
      attachValidation: true,
      schema: {
        tags,
        summary: 'Come in, start, end, cancel, report a failure, leave',
        params,
        body: UpdateVideoCall,
        response: { 200: VideoCallUpdated },
      },
    },
    async (request) => {
      const { validationError } = request;
      const [fault] = validationError?.validation ?? [];
      if (validationError?.validationContext === 'body' && fault?.instancePath === '/action') {
        throw new Problem('illegal_action');
      }
      if (validationError) throw validationError;
      return updateStatus(deps, {
        signedIn: signedIn(request),
        ref: request.params.appointmentId,
        action: request.body.action,
      });
    },
  );
};

const look = (app: App, deps: Deps): void => {
  app.get(
    '/api/video-calls/:appointmentId',
    {
      schema: {
        tags,
        summary: 'A call with its appointment and people',
        params,
        response: { 200: VideoCallDetails },
      },
    },
    async (request) => getCall(deps, { person: signedIn(request).person, ref: request.params.appointmentId }),
  );

  app.get(
    '/api/video-calls',
    {
      schema: {
        tags,
        summary: 'One’s own calls, everybody’s for an admin, newest first',
        querystring: ListVideoCalls,
        response: { 200: VideoCallList },
      },
    },
    async (request) => {
      const { status, cursor, limit } = request.query;
      const { person } = signedIn(request);
      return listCalls(deps, { person, status, cursor, limit: limit ? Number(limit) : DEFAULT_PAGE });
    },
  );
};

const watch = (app: App, deps: Deps): void => {
  app.get(
    '/api/video-calls/presence',
    {
      schema: {
        tags,
        summary: 'Who is in the rooms of one’s own visits now',
        response: { 200: VideoCallPresence },
      },
    },
    async (request) => whoIsIn(deps, signedIn(request).person),
  );
};

const stay = (app: App, deps: Deps): void => {
  app.post(
    '/api/video-calls/:appointmentId/presence',
    {
      schema: {
        tags,
        summary: 'Say that one’s page is still in the call, and learn how the visit stands',
        description:
          'For pages in calls of providers that have no connection to this server, every few seconds. Another `roomName` than one’s own says that the visit was moved.',
        params,
        body: closed({}),
        response: { 200: VideoCallStanding },
      },
    },
    async (request) => stand(deps, { signedIn: signedIn(request), ref: request.params.appointmentId }),
  );
};

const sumUp = (app: App, deps: Deps): void => {
  app.get(
    '/api/video-calls/stats',
    {
      schema: {
        tags,
        summary: 'Figures of a doctor’s own calls, or of anybody’s for an admin',
        querystring: VideoCallStatsQuery,
        response: { 200: VideoCallStats },
      },
    },
    async (request) => {
      const { from, to, doctorId } = request.query;
      return callStats(deps, { person: signedIn(request).person, from, to, doctorId });
    },
  );
};

export const videoCallRoutes = (app: App, deps: Deps): void => {
  enter(app, deps);
  change(app, deps);
  look(app, deps);
  watch(app, deps);
  stay(app, deps);
  sumUp(app, deps);
  roomRoutes(app, deps);
};
