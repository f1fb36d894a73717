import { Type } from 'typebox';
import { AppointmentStatus } from './appointments.ts';
import {
  AppointmentRef,
  Cursor,
  closed,
  Id,
  Instant,
  LocalDate,
  nullable,
  TimeZone,
  VideoProvider,
} from './primitives.ts';

export type { VideoProvider };

export const VideoCallStatus = Type.Union([
  Type.Literal('SCHEDULED'),
  Type.Literal('IN_PROGRESS'),
  Type.Literal('COMPLETED'),
  Type.Literal('CANCELLED'),
  Type.Literal('FAILED'),
  Type.Literal('NO_SHOW'),
]);
export type VideoCallStatus = Type.Static<typeof VideoCallStatus>;

export const VideoCallAction = Type.Union([
  Type.Literal('join'),
  Type.Literal('start'),
  Type.Literal('end'),
  Type.Literal('cancel'),
  Type.Literal('failed'),
  Type.Literal('leave'),
]);
export type VideoCallAction = Type.Static<typeof VideoCallAction>;

/** Who is in the rooms of a person's own visits at this moment; a room with nobody in it is left out. */
export const VideoCallPresence = Type.Object({
  message: Type.String(),
  rooms: Type.Array(
    Type.Object({ appointmentId: Id, doctorIsIn: Type.Boolean(), patientIsIn: Type.Boolean() }),
  ),
});
export type VideoCallPresence = Type.Static<typeof VideoCallPresence>;

/** `duration` is whole seconds from `startedAt` to `endedAt`. */
export const VideoCall = Type.Object(
  {
    id: Id,
    appointmentId: Id,
    roomName: Type.String(),
    status: VideoCallStatus,
    startedAt: nullable(Instant),
    endedAt: nullable(Instant),
    duration: nullable(Type.Integer()),
    doctorJoinedAt: nullable(Instant),
    patientJoinedAt: nullable(Instant),
    missing: nullable(Type.Union([Type.Literal('doctor'), Type.Literal('patient'), Type.Literal('both')])),
    createdAt: Instant,
    updatedAt: Instant,
  },
  { title: 'VideoCall' },
);
export type VideoCall = Type.Static<typeof VideoCall>;

/** As `RTCIceServer` of the WebRTC specification. */
export const IceServer = Type.Object({
  urls: Type.Array(Type.String()),
  username: Type.Optional(Type.String()),
  credential: Type.Optional(Type.String()),
});
export type IceServer = Type.Static<typeof IceServer>;

/** How to join a built-in call: open the socket at `socketPath` with `token`. */
export const BuiltinTicket = Type.Object({
  kind: Type.Literal('builtin'),
  token: Type.String(),
  socketPath: Type.String(),
  iceServers: Type.Array(IceServer),
  expiresAt: Instant,
});
export type BuiltinTicket = Type.Static<typeof BuiltinTicket>;

/** How to join a call at Jitsi: load `https://<domain>/external_api.js` and open `roomName` with `token`. */
export const JitsiTicket = Type.Object({
  kind: Type.Literal('jitsi'),
  token: Type.String(),
  domain: Type.String({ description: 'host, with its port where that is not 443' }),
  roomName: Type.String(),
  lobby: Type.Boolean({ description: 'whether a patient knocks and the doctor admits' }),
  expiresAt: Instant,
});
export type JitsiTicket = Type.Static<typeof JitsiTicket>;

/** How to join a call at Twilio Video: `connect(token, { name: roomName })`. */
export const TwilioTicket = Type.Object({
  kind: Type.Literal('twilio'),
  token: Type.String(),
  roomName: Type.String({ description: 'the room’s unique name at Twilio' }),
  identity: Type.String({ description: '`<person id>-doctor` or `-patient`' }),
  expiresAt: Instant,
});
export type TwilioTicket = Type.Static<typeof TwilioTicket>;

export const VideoTicket = Type.Union([BuiltinTicket, JitsiTicket, TwilioTicket]);
export type VideoTicket = Type.Static<typeof VideoTicket>;

export const InitiateVideoCall = closed({ appointmentId: AppointmentRef });
export type InitiateVideoCall = Type.Static<typeof InitiateVideoCall>;

export const VideoCallAccess = Type.Object({
  message: Type.String(),
  videoCall: Type.Object({ id: Id, appointmentId: Id, roomName: Type.String(), status: VideoCallStatus }),
  jitsiToken: nullable(Type.String()),
  meetingLink: Type.String(),
  userRole: Type.Union([Type.Literal('doctor'), Type.Literal('patient')]),
  isModerator: Type.Boolean(),
  expiresIn: Type.String(),
  provider: VideoProvider,
  ticket: nullable(VideoTicket),
});
export type VideoCallAccess = Type.Static<typeof VideoCallAccess>;

export const UpdateVideoCall = closed({ action: VideoCallAction });
export type UpdateVideoCall = Type.Static<typeof UpdateVideoCall>;

export const VideoCallUpdated = Type.Object({ message: Type.String(), videoCall: VideoCall });
export type VideoCallUpdated = Type.Static<typeof VideoCallUpdated>;

/**
 * What a page in a call asks every few seconds: whether the visit still is in the room it sits in. `by` is
 * who ended it; another `roomName` than one's own says that the visit was moved.
 */
export const VideoCallStanding = Type.Object({
  message: Type.String(),
  videoCall: VideoCall,
  by: nullable(
    Type.Union([
      Type.Literal('doctor'),
      Type.Literal('patient'),
      Type.Literal('admin'),
      Type.Literal('system'),
    ]),
  ),
  closesAt: Instant,
});
export type VideoCallStanding = Type.Static<typeof VideoCallStanding>;

export const CallPerson = Type.Object({
  uid: Id,
  firstName: Type.String(),
  lastName: Type.String(),
  email: Type.String(),
  profileImageUrl: nullable(Type.String()),
});
export type CallPerson = Type.Static<typeof CallPerson>;

/** Date and times are the asking person's, in `timeZone`. */
const CallAppointment = {
  id: Id,
  appointmentDate: LocalDate,
  startTime: Type.String(),
  endTime: Type.String(),
  status: AppointmentStatus,
  timeZone: TimeZone,
};

export const VideoCallDetails = Type.Object({
  message: Type.String(),
  appointment: Type.Object(CallAppointment),
  videoCall: VideoCall,
  doctor: CallPerson,
  patient: CallPerson,
});
export type VideoCallDetails = Type.Static<typeof VideoCallDetails>;

export const ListVideoCalls = closed({
  status: Type.Optional(VideoCallStatus),
  cursor: Type.Optional(Cursor),
  limit: Type.Optional(
    Type.String({ pattern: '^([1-9]|[1-9]\\d|100)$', description: '1 to 100, default 20' }),
  ),
});
export type ListVideoCalls = Type.Static<typeof ListVideoCalls>;

export const VideoCallList = Type.Object({
  message: Type.String(),
  count: Type.Integer({ description: 'calls on this page' }),
  videoCalls: Type.Array(
    Type.Object({
      ...VideoCall.properties,
      appointment: Type.Object({ ...CallAppointment, doctor: CallPerson, patient: CallPerson }),
    }),
  ),
  nextCursor: nullable(Cursor),
});
export type VideoCallList = Type.Static<typeof VideoCallList>;

export const VideoCallStatsQuery = closed({
  from: Type.Optional(LocalDate),
  to: Type.Optional(LocalDate),
  doctorId: Type.Optional(Id),
});
export type VideoCallStatsQuery = Type.Static<typeof VideoCallStatsQuery>;

/** Durations are seconds; days are the asking person's own; both ends are counted in. */
export const VideoCallStats = Type.Object({
  message: Type.String(),
  from: LocalDate,
  to: LocalDate,
  timeZone: TimeZone,
  totalCalls: Type.Integer(),
  totalDuration: Type.Integer(),
  averageDuration: Type.Integer(),
  byStatus: Type.Record(Type.String(), Type.Integer()),
  perDay: Type.Array(
    Type.Object({
      date: LocalDate,
      calls: Type.Integer(),
      completed: Type.Integer(),
      duration: Type.Integer(),
    }),
  ),
});
export type VideoCallStats = Type.Static<typeof VideoCallStats>;
