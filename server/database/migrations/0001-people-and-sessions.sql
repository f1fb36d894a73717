-- The app works as this role; the login role owns the tables. Roles belong to the whole server, so
-- another Anteroom database on it may have made it already.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anteroom_app') THEN
    CREATE ROLE anteroom_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$
BEGIN
  EXECUTE format('GRANT anteroom_app TO %I', current_user);
EXCEPTION WHEN OTHERS THEN
  IF NOT pg_has_role(current_user, 'anteroom_app', 'MEMBER') THEN RAISE; END IF;
END $$;
GRANT USAGE ON SCHEMA public TO anteroom_app;
GRANT SELECT ON migrations TO anteroom_app;
-- The embedded database is maintained over the app's own session; PostgreSQL 15 has no pg_maintain.
DO $$
DECLARE maintenance text;
BEGIN
  IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    FOR maintenance IN SELECT rolname FROM pg_roles WHERE rolname IN ('pg_checkpoint', 'pg_maintain') LOOP
      EXECUTE format('GRANT %I TO anteroom_app', maintenance);
    END LOOP;
  END IF;
END $$;

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE people (
  id uuid PRIMARY KEY,
  email text NOT NULL UNIQUE CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
  email_verified_at timestamptz,
  phone text CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
  phone_verified_at timestamptz CHECK (phone_verified_at IS NULL OR phone IS NOT NULL),
  phone_changed_at timestamptz NOT NULL DEFAULT now(),
  password_hash text,
  role text NOT NULL CHECK (role IN ('patient', 'doctor', 'admin')),
  first_name text NOT NULL DEFAULT '' CHECK (length(first_name) <= 80),
  last_name text NOT NULL DEFAULT '' CHECK (length(last_name) <= 80),
  time_zone text NOT NULL DEFAULT 'UTC',
  locale text NOT NULL DEFAULT 'en' CHECK (locale IN ('en', 'hi', 'ur', 'es')),
  channels text[] NOT NULL DEFAULT '{sms,email}' CHECK (channels <@ '{sms,whatsapp,email,voice}'),
  profile_image_url text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX people_verified_phone ON people (phone) WHERE phone_verified_at IS NOT NULL;
CREATE INDEX people_doctors ON people (last_name, first_name, id) WHERE role = 'doctor';

-- The secrets in the cookie and the refresh token are kept as SHA-256 only: they are random, so a hash
-- cannot be turned back, and a read of this table signs nobody in.
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
  cookie_hash bytea NOT NULL UNIQUE,
  idle_seconds integer NOT NULL CHECK (idle_seconds > 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  end_reason text CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE INDEX sessions_of_person ON sessions (person_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE refresh_tokens (
  hash bytea PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  spent_at timestamptz
);
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);

-- Keys are HMACs of an e-mail address or a network, never the thing itself.
CREATE TABLE sign_in_failures (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  account_key bytea NOT NULL,
  network_key bytea NOT NULL
);
CREATE INDEX sign_in_failures_by_account ON sign_in_failures (account_key, at);
CREATE INDEX sign_in_failures_by_network ON sign_in_failures (network_key, at);

GRANT SELECT, INSERT, UPDATE ON people, sessions TO anteroom_app;
GRANT DELETE ON sessions TO anteroom_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON refresh_tokens, sign_in_failures TO anteroom_app;
