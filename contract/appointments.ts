import { Type } from 'typebox';
import { Participant } from './people.ts';
import {
  Channel,
  CodeInput,
  Cursor,
  closed,
  FreeText,
  Id,
  Instant,
  LocalDate,
  LocalTime,
  nullable,
  PhoneInput,
  VideoProvider,
} from './primitives.ts';

export const SessionType = Type.Union([Type.Literal('telehealth'), Type.Literal('in_person')]);
export type SessionType = Type.Static<typeof SessionType>;

export const AppointmentStatus = Type.Union(
  [
    Type.Literal('SCHEDULED'),
    Type.Literal('CONFIRMED'),
    Type.Literal('IN_PROGRESS'),
    Type.Literal('COMPLETED'),
    Type.Literal('CANCELLED'),
    Type.Literal('NO_SHOW'),
  ],
  { description: 'SCHEDULED is asked for and not yet confirmed' },
);
export type AppointmentStatus = Type.Static<typeof AppointmentStatus>;

/**
 * One appointment as a participant sees it. `psychologist` and `doctor` are the same person.
 * `can_join` is the server's word: video, confirmed, and now inside the join window. `video_provider` is where
 * its next room is made; null where the clinic usually holds visits.
 */
export const Appointment = Type.Object(
  {
    id: Id,
    number: Type.Integer(),
    appointment_date: Instant,
    ends_at: Instant,
    duration_minutes: Type.Integer(),
    session_type: SessionType,
    status: AppointmentStatus,
    reason: nullable(Type.String()),
    cancel_reason: nullable(Type.String()),
    video_room_id: Type.String(),
    meeting_url: nullable(Type.String({ description: 'the page of the call; null for a visit in person' })),
    video_provider: nullable(VideoProvider),
    can_join: Type.Boolean(),
    join_opens_at: Instant,
    join_closes_at: Instant,
    psychologist: Participant,
    doctor: Participant,
    patient: Participant,
    created_at: Instant,
    updated_at: Instant,
  },
  { title: 'Appointment' },
);
export type Appointment = Type.Static<typeof Appointment>;

export const AppointmentList = Type.Object({
  appointments: Type.Array(Appointment),
  next_cursor: nullable(Cursor),
});
export type AppointmentList = Type.Static<typeof AppointmentList>;

export const ListAppointments = closed({
  scope: Type.Optional(Type.Union([Type.Literal('upcoming'), Type.Literal('past')])),
  cursor: Type.Optional(Cursor),
  limit: Type.Optional(
    Type.String({ pattern: '^([1-9]|[1-9]\\d|100)$', description: '1 to 100, default 20' }),
  ),
});
export type ListAppointments = Type.Static<typeof ListAppointments>;

export const BookAppointment = closed({
  doctor_id: Id,
  starts_at: Instant,
  session_type: Type.Optional(SessionType),
  reason: Type.Optional(FreeText),
  patient_id: Type.Optional(Id),
  duration_minutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 240 })),
  video_provider: Type.Optional(VideoProvider),
});
export type BookAppointment = Type.Static<typeof BookAppointment>;

export const MoveAppointment = closed({ starts_at: Instant });
export type MoveAppointment = Type.Static<typeof MoveAppointment>;

/**
 * Where a visit's calls are held: `video_provider` is what was chosen for it, null for the clinic's own choice.
 * `room_provider` is where its room is made already, which stays until the visit is moved; null for no room.
 */
export const VisitPlace = Type.Object(
  { video_provider: nullable(VideoProvider), room_provider: nullable(VideoProvider) },
  { title: 'VisitPlace' },
);
export type VisitPlace = Type.Static<typeof VisitPlace>;

export const ChooseProvider = closed({ video_provider: nullable(VideoProvider) });
export type ChooseProvider = Type.Static<typeof ChooseProvider>;

export const ChangeReason = closed({ reason: Type.Optional(FreeText) });
export type ChangeReason = Type.Static<typeof ChangeReason>;

export const Slot = Type.Object({ starts_at: Instant, ends_at: Instant }, { title: 'Slot' });
export type Slot = Type.Static<typeof Slot>;

export const SlotList = Type.Object({ slots: Type.Array(Slot) });
export type SlotList = Type.Static<typeof SlotList>;

/** `from` and `to` are instants; at most 62 days apart; default now to 14 days on. */
export const SlotQuery = closed({ from: Type.Optional(Instant), to: Type.Optional(Instant) });
export type SlotQuery = Type.Static<typeof SlotQuery>;

export const WeeklyHours = closed({
  weekday: Type.Integer({ minimum: 1, maximum: 7, description: 'ISO 8601: 1 = Monday' }),
  from: LocalTime,
  to: LocalTime,
});
/** On `date` the weekly hours do not count: nothing where `closed`, else `from` to `to`. */
export const AvailabilityException = Type.Union([
  closed({ date: LocalDate, closed: Type.Literal(true) }),
  closed({ date: LocalDate, from: LocalTime, to: LocalTime }),
]);
export type AvailabilityException = Type.Static<typeof AvailabilityException>;

/** A doctor's working hours, in the doctor's own zone. */
export const Availability = closed(
  {
    weekly: Type.Array(WeeklyHours, { maxItems: 50 }),
    exceptions: Type.Array(AvailabilityException, { maxItems: 400 }),
    slot_minutes: Type.Integer({ minimum: 5, maximum: 240 }),
  },
  { title: 'Availability' },
);
export type Availability = Type.Static<typeof Availability>;

/** As `Availability`, with what is left out emptied (`exceptions`) or kept (`slot_minutes`). */
export const SetAvailability = closed({
  weekly: Type.Array(WeeklyHours, { maxItems: 50 }),
  exceptions: Type.Optional(Type.Array(AvailabilityException, { maxItems: 400 })),
  slot_minutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 240 })),
});
export type SetAvailability = Type.Static<typeof SetAvailability>;

export const SendVideoOtp = closed({ channel: Type.Optional(Channel) });
export type SendVideoOtp = Type.Static<typeof SendVideoOtp>;

/** `to` is masked; `expires_in` and `resend_in` are seconds. */
export const VideoOtpSent = Type.Object({
  message: Type.String(),
  appointment_id: Id,
  channel: Channel,
  to: Type.String(),
  expires_in: Type.Integer(),
  resend_in: Type.Integer(),
  /** Asks after the message at `/api/deliveries/{id}`. */
  delivery_id: Id,
});
export type VideoOtpSent = Type.Static<typeof VideoOtpSent>;

export const VerifyVideoOtp = closed({ contact_number: PhoneInput, otp_code: CodeInput });
export type VerifyVideoOtp = Type.Static<typeof VerifyVideoOtp>;

export const VideoOtpVerified = Type.Object({
  message: Type.String(),
  video_call_link: Type.String(),
  appointment_id: Id,
});
export type VideoOtpVerified = Type.Static<typeof VideoOtpVerified>;

/** `expires_in` is in seconds. */
export const VideoToken = Type.Object({
  access_token: Type.String(),
  room_name: Type.String(),
  user_identity: Type.String(),
  expires_in: Type.Integer(),
});
export type VideoToken = Type.Static<typeof VideoToken>;

export const VideoRoom = Type.Object({
  message: Type.String(),
  room_name: Type.String(),
  room_sid: Type.String(),
  meeting_url: Type.String(),
});
export type VideoRoom = Type.Static<typeof VideoRoom>;

/** What the web client needs to open `/video-session/{room}` cold: which appointment the room belongs to. */
export const RoomLookup = Type.Object({ appointment_id: Id });
export type RoomLookup = Type.Static<typeof RoomLookup>;
