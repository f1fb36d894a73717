CREATE TABLE doctor_settings (
  doctor_id uuid PRIMARY KEY REFERENCES people ON DELETE CASCADE,
  slot_minutes integer NOT NULL DEFAULT 30 CHECK (slot_minutes BETWEEN 5 AND 240)
);

-- Minutes of the doctor's own day, 0 to 1440. Weekday 1 is Monday (ISO 8601).
CREATE TABLE doctor_weekly_hours (
  doctor_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
  weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  from_minute integer NOT NULL CHECK (from_minute >= 0),
  to_minute integer NOT NULL CHECK (to_minute <= 1440),
  CHECK (from_minute < to_minute),
  EXCLUDE USING gist (doctor_id WITH =, weekday WITH =, int4range(from_minute, to_minute) WITH &&)
);

-- On this date the weekly hours do not count; no minutes: the doctor is away.
CREATE TABLE doctor_exceptions (
  doctor_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
  on_date date NOT NULL,
  from_minute integer CHECK (from_minute >= 0),
  to_minute integer CHECK (to_minute <= 1440),
  CHECK ((from_minute IS NULL) = (to_minute IS NULL)),
  CHECK (from_minute < to_minute),
  EXCLUDE USING gist (
    doctor_id WITH =, on_date WITH =, int4range(coalesce(from_minute, 0), coalesce(to_minute, 1440)) WITH &&)
);

-- `version` rises with every move and cancellation: what was granted or sent for an older one is void.
CREATE TABLE appointments (
  id uuid PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY (START WITH 1001) UNIQUE,
  doctor_id uuid NOT NULL REFERENCES people,
  patient_id uuid NOT NULL REFERENCES people,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  session_type text NOT NULL CHECK (session_type IN ('telehealth', 'in_person')),
  status text NOT NULL CHECK (
    status IN ('SCHEDULED', 'CONFIRMED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'NO_SHOW')),
  reason text CHECK (length(reason) <= 500),
  cancel_reason text CHECK (length(cancel_reason) <= 500),
  -- False where the patient or the sweep ended the visit: then it may go on until the join window closes.
  completion_final boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
  room_key text NOT NULL CHECK (room_key ~ '^[a-z2-7]{10}$'),
  room text NOT NULL GENERATED ALWAYS AS ('apt-' || number::text || '-' || room_key) STORED UNIQUE,
  created_by uuid REFERENCES people,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '4 hours'),
  CHECK (doctor_id <> patient_id),
  CONSTRAINT doctor_is_free EXCLUDE USING gist (doctor_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (status IN ('SCHEDULED', 'CONFIRMED', 'IN_PROGRESS')),
  CONSTRAINT patient_is_free EXCLUDE USING gist (patient_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (status IN ('SCHEDULED', 'CONFIRMED', 'IN_PROGRESS'))
);
CREATE INDEX appointments_of_doctor ON appointments (doctor_id, starts_at, id);
CREATE INDEX appointments_of_patient ON appointments (patient_id, starts_at, id);
CREATE INDEX appointments_open ON appointments (ends_at) WHERE status IN ('SCHEDULED', 'CONFIRMED', 'IN_PROGRESS');

-- A code was given at the door: this sign-in session may join this version of this appointment. It is only
-- read with the live session and the appointment at hand, and removed a day after it expires; references
-- would lock and rewrite both of their rows for every code that is given.
CREATE TABLE visit_grants (
  session_id uuid NOT NULL,
  appointment_id uuid NOT NULL,
  appointment_version integer NOT NULL,
  granted_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (session_id, appointment_id)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON doctor_settings, doctor_weekly_hours, doctor_exceptions, visit_grants
  TO anteroom_app;
GRANT SELECT, INSERT, UPDATE ON appointments TO anteroom_app;
