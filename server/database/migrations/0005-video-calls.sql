-- One call record for an appointment, however often it is opened. `*_left_at` is null while that side is
-- in; `*_seen_at` is renewed while its connection stands, so that a side whose server died counts as gone.
CREATE TABLE video_calls (
  id uuid PRIMARY KEY,
  appointment_id uuid NOT NULL UNIQUE REFERENCES appointments,
  provider text NOT NULL CHECK (provider IN ('builtin', 'jitsi', 'twilio')),
  room_name text NOT NULL UNIQUE,
  status text NOT NULL DEFAULT 'SCHEDULED' CHECK (
    status IN ('SCHEDULED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'FAILED', 'NO_SHOW')),
  started_at timestamptz,
  ended_at timestamptz,
  ended_by text CHECK (ended_by IN ('doctor', 'patient', 'admin', 'sweep')),
  doctor_joined_at timestamptz,
  doctor_left_at timestamptz,
  doctor_seen_at timestamptz,
  patient_joined_at timestamptz,
  patient_left_at timestamptz,
  patient_seen_at timestamptz,
  missing text CHECK (missing IN ('doctor', 'patient', 'both')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK (ended_at >= started_at),
  CHECK (status <> 'IN_PROGRESS' OR (started_at IS NOT NULL AND ended_at IS NULL)),
  CHECK (status <> 'COMPLETED' OR (started_at IS NOT NULL AND ended_at IS NOT NULL)),
  CHECK ((status = 'NO_SHOW') = (missing IS NOT NULL))
);
CREATE INDEX video_calls_newest ON video_calls (created_at DESC, id DESC);
CREATE INDEX video_calls_open ON video_calls (appointment_id) WHERE status IN ('SCHEDULED', 'IN_PROGRESS');

GRANT SELECT, INSERT, UPDATE ON video_calls TO anteroom_app;
