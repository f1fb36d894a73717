-- The address of a person's calendar holds a random secret, kept as SHA-256 only. It needs no sign-in, so it is
-- read at most so often: `reads` since `reads_since`.
CREATE TABLE calendar_feeds (
  person_id uuid PRIMARY KEY REFERENCES people ON DELETE CASCADE,
  secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
  made_at timestamptz NOT NULL DEFAULT now(),
  last_read_at timestamptz,
  reads integer NOT NULL DEFAULT 0,
  reads_since timestamptz NOT NULL DEFAULT now()
);

-- Addresses that lead nowhere, counted by the network that asked for them (an HMAC of it).
CREATE TABLE calendar_feed_misses (
  network_key bytea PRIMARY KEY,
  misses integer NOT NULL DEFAULT 1,
  since timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX calendar_feed_misses_by_time ON calendar_feed_misses (since);

GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_feeds, calendar_feed_misses TO anteroom_app;
