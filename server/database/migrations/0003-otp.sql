-- One code that was made for somebody: an HMAC of it, under a pepper that is not in this database.
CREATE TABLE otp_challenges (
  id uuid PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose ~ '^[a-z_]{1,32}$'),
  subject text NOT NULL,
  binding text NOT NULL,
  address_digest bytea NOT NULL,
  channel text NOT NULL CHECK (channel IN ('sms', 'whatsapp', 'email', 'voice')),
  code_digest bytea NOT NULL,
  pepper_id text NOT NULL,
  tries integer NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  spent_at timestamptz,
  superseded_at timestamptz,
  CHECK (expires_at <= created_at + interval '10 minutes')
);
-- The newest code for a purpose, spent or not: a try must change no indexed column, so that it rewrites the
-- row alone and no index.
CREATE UNIQUE INDEX otp_challenges_newest ON otp_challenges (purpose, subject, binding) WHERE superseded_at IS NULL;

-- Wrong codes in a row, for each subject: one lane for every device that never gave a right one (empty
-- device_hash) and one for each that did, so that an attacker locks only the first.
CREATE TABLE otp_lanes (
  subject text NOT NULL,
  device_hash bytea NOT NULL,
  failures integer NOT NULL DEFAULT 0 CHECK (failures BETWEEN 0 AND 100),
  locked_until timestamptz NOT NULL DEFAULT '-infinity',
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (subject, device_hash)
);

-- Every message that a code cost, for the limits. Keys are HMACs of a number, a network and a prefix.
CREATE TABLE otp_sends (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  number_key bytea NOT NULL,
  network_key bytea NOT NULL,
  prefix_key bytea
);
CREATE INDEX otp_sends_by_number ON otp_sends (number_key, at);
CREATE INDEX otp_sends_by_network ON otp_sends (network_key, at);
CREATE INDEX otp_sends_by_prefix ON otp_sends (prefix_key, at) WHERE prefix_key IS NOT NULL;
CREATE INDEX otp_sends_by_time ON otp_sends (at);

-- Verdicts of all processes together, by minute: what the breaker on the global failure rate looks at.
CREATE TABLE otp_pulse (
  minute timestamptz PRIMARY KEY,
  accepted bigint NOT NULL DEFAULT 0,
  refused bigint NOT NULL DEFAULT 0
);

GRANT SELECT, INSERT, UPDATE, DELETE ON otp_challenges, otp_lanes, otp_sends, otp_pulse TO anteroom_app;
