import { Type } from 'typebox';
import {
  Channel,
  closed,
  Id,
  Locale,
  LocalTime,
  nullable,
  PersonName,
  Role,
  TimeZone,
} from './primitives.ts';

/** Reminders are held back from one time of day until the other, in the person's own zone; over midnight, too. */
export const QuietHours = closed({ from: LocalTime, to: LocalTime }, { title: 'QuietHours' });
export type QuietHours = Type.Static<typeof QuietHours>;

/** The signed-in person, to themselves. */
export const Me = Type.Object(
  {
    id: Id,
    email: Type.String({ description: 'e-mail address; empty where none is known' }),
    phone: nullable(Type.String()),
    phone_verified: Type.Boolean(),
    first_name: Type.String(),
    last_name: Type.String(),
    role: Role,
    time_zone: TimeZone,
    locale: Locale,
    channels: Type.Array(Channel),
    quiet_hours: nullable(QuietHours),
    profile_image_url: nullable(Type.String()),
  },
  { title: 'Me' },
);
export type Me = Type.Static<typeof Me>;

export const UpdateMe = closed({
  first_name: Type.Optional(PersonName),
  last_name: Type.Optional(PersonName),
  time_zone: Type.Optional(TimeZone),
  locale: Type.Optional(Locale),
  channels: Type.Optional(Type.Array(Channel, { uniqueItems: true, maxItems: 4 })),
  quiet_hours: Type.Optional(nullable(QuietHours)),
});
export type UpdateMe = Type.Static<typeof UpdateMe>;

/** A person as another participant of the same appointment sees them. */
export const Participant = Type.Object(
  {
    id: Id,
    first_name: Type.String(),
    last_name: Type.String(),
    role: Role,
    profile_image_url: nullable(Type.String()),
  },
  { title: 'Participant' },
);
export type Participant = Type.Static<typeof Participant>;

export const Doctor = Type.Object(
  {
    id: Id,
    first_name: Type.String(),
    last_name: Type.String(),
    time_zone: TimeZone,
    slot_minutes: Type.Integer(),
    profile_image_url: nullable(Type.String()),
  },
  { title: 'Doctor' },
);
export type Doctor = Type.Static<typeof Doctor>;

export const DoctorList = Type.Object({ doctors: Type.Array(Doctor) });
export type DoctorList = Type.Static<typeof DoctorList>;
