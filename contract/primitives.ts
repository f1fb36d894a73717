import { type TProperties, type TSchema, Type } from 'typebox';

/** An object that refuses every field it does not name (400 `invalid_request`). */
export const closed = <P extends TProperties>(properties: P, options: object = {}) =>
  Type.Object(properties, { ...options, additionalProperties: false });

/** The value, or null where there is none; the field itself is always present. */
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** UUID of any version; the ones made here are version 7 (RFC 9562), so they sort by age. */
export const Id = Type.String({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
  description: 'UUID',
});

/** An appointment's UUID or its integer number, as it stands in a path. */
export const AppointmentRef = Type.String({
  pattern: '^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[1-9][0-9]{0,14})$',
  description: 'the appointment: its UUID or its number',
});

/** ISO 8601 in UTC with `Z`, to the second or finer. */
export const Instant = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z$',
  description: 'ISO 8601 instant in UTC',
});

/** Calendar date without a zone, `2025-10-18`. */
export const LocalDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'ISO 8601 date' });

/** Wall-clock time of 24 hours, `09:00`; `24:00` is the end of the day. */
export const LocalTime = Type.String({
  pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$',
  description: 'wall-clock time, hours and minutes',
});

/** IANA zone, `Asia/Kolkata`. */
export const TimeZone = Type.String({ minLength: 1, maxLength: 64, description: 'IANA time zone' });

export const Locale = Type.Union(
  [Type.Literal('en'), Type.Literal('hi'), Type.Literal('ur'), Type.Literal('es')],
  { description: 'language of messages' },
);
export type Locale = Type.Static<typeof Locale>;

/** One line typed by a person: no control, line-separator or bidirectional-override character (ASVS 1.2). */
const oneLine = '^[^\\u0000-\\u001F\\u007F-\\u009F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]*$';
export const PersonName = Type.String({ maxLength: 80, pattern: oneLine });
export const FreeText = Type.String({ maxLength: 500, pattern: oneLine });

/** Shape only; whether it is deliverable is known by sending to it (RFC 5321 limits the length to 254). */
export const EmailAddress = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern:
    '^[^\\s@<>"(),:;\\\\\\[\\]\\u0000-\\u001F\\u007F-\\uFFFF]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$',
  description: 'e-mail address',
});

/** 8 to 128 characters, no composition rules (NIST SP 800-63B-4 §3.1.1.2). */
export const NewPassword = Type.String({ minLength: 8, maxLength: 128 });

/** As typed by a person; whether it is a number is judged by a phone-number library. */
export const PhoneInput = Type.String({ minLength: 3, maxLength: 32 });

export const CodeInput = Type.String({ minLength: 1, maxLength: 16 });

export const Channel = Type.Union(
  [Type.Literal('sms'), Type.Literal('whatsapp'), Type.Literal('email'), Type.Literal('voice')],
  { description: 'how a message travels' },
);
export type Channel = Type.Static<typeof Channel>;

export const VideoProvider = Type.Union(
  [Type.Literal('builtin'), Type.Literal('jitsi'), Type.Literal('twilio')],
  { description: 'who holds the rooms of video calls' },
);
export type VideoProvider = Type.Static<typeof VideoProvider>;

export const Role = Type.Union([Type.Literal('patient'), Type.Literal('doctor'), Type.Literal('admin')]);
export type Role = Type.Static<typeof Role>;

/** Opaque; hand it back unchanged to get the next page. */
export const Cursor = Type.String({ minLength: 1, maxLength: 200, description: 'opaque page cursor' });
