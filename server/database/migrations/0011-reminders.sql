-- Between these minutes of a person's own day reminders wait.
ALTER TABLE people
  ADD COLUMN quiet_from_minute integer CHECK (quiet_from_minute BETWEEN 0 AND 1439),
  ADD COLUMN quiet_to_minute integer CHECK (quiet_to_minute BETWEEN 0 AND 1439),
  ADD CONSTRAINT people_quiet_hours CHECK (
    (quiet_from_minute IS NULL) = (quiet_to_minute IS NULL) AND quiet_from_minute <> quiet_to_minute);

-- WhatsApp first, then SMS: what people were given when they never chose.
ALTER TABLE people ALTER COLUMN channels SET DEFAULT '{whatsapp,sms,email}';
UPDATE people SET channels = '{whatsapp,sms,email}' WHERE channels = '{sms,email}';

-- Processes that send, each for as long as it says so. One that stopped saying so is removed, and all that it held
-- is free again with that.
CREATE TABLE reminder_workers (
  id uuid PRIMARY KEY,
  alive_until timestamptz NOT NULL
);

-- What each person of a visit is to be told, when and on which line: the plan, and the queue as well. One row for
-- each (version, kind, person, line); `claims` is the fencing token of who holds it.
CREATE TABLE reminders (
  id uuid PRIMARY KEY,
  appointment_id uuid NOT NULL REFERENCES appointments,
  appointment_version integer NOT NULL,
  kind text NOT NULL CHECK (kind ~ '^[a-z_]{1,32}$'),
  person_id uuid NOT NULL REFERENCES people,
  line text NOT NULL CHECK (line IN ('phone', 'email')),
  -- When it should be told, and when it is to be looked at next: the same, until a provider was away.
  due_at timestamptz NOT NULL,
  next_at timestamptz NOT NULL,
  -- After this nobody is served by it.
  useful_until timestamptz NOT NULL,
  claimed_by uuid REFERENCES reminder_workers ON DELETE SET NULL,
  claims integer NOT NULL DEFAULT 0,
  -- Claims of which nobody knows whether they reached a provider: whoever held it was killed, or never heard.
  doubts integer NOT NULL DEFAULT 0,
  -- Tries that reached a provider, as far as anybody knows, and were never answered.
  unanswered integer NOT NULL DEFAULT 0,
  outcome text CHECK (outcome ~ '^[a-z_]{1,32}$'),
  ended_at timestamptz,
  CHECK ((outcome IS NULL) = (ended_at IS NULL)),
  UNIQUE (appointment_id, appointment_version, kind, person_id, line)
);
CREATE INDEX reminders_due ON reminders (next_at) WHERE ended_at IS NULL AND claimed_by IS NULL;
CREATE INDEX reminders_held ON reminders (claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX reminders_waiting_for_person ON reminders (person_id) WHERE ended_at IS NULL;
CREATE INDEX reminders_ended ON reminders (ended_at) WHERE ended_at IS NOT NULL;

-- Which version of which visit a message told of: at most one for each kind, person and channel.
ALTER TABLE messages
  ADD COLUMN appointment_id uuid,
  ADD COLUMN appointment_version integer,
  ADD CONSTRAINT messages_visit CHECK ((appointment_id IS NULL) = (appointment_version IS NULL));
CREATE UNIQUE INDEX messages_of_visit ON messages
  (appointment_id, appointment_version, kind, person_id, channel) WHERE appointment_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON reminders, reminder_workers TO anteroom_app;
