-- Somebody whom another issuer vouches for (OpenID Connect): the pair of issuer and subject is theirs for ever.
CREATE TABLE outside_identities (
  issuer text NOT NULL,
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 128),
  person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX outside_identities_of_person ON outside_identities (person_id);

-- A session that stands on tokens of an outside issuer: one for each sign-in there, found by a hash of it.
ALTER TABLE sessions ADD COLUMN outside_key bytea UNIQUE;

-- Keys of other systems, hashed as sessions' secrets are; `hint` tells one from another.
CREATE TABLE service_keys (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  hint text NOT NULL,
  key_hash bytea NOT NULL UNIQUE,
  scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
  created_by uuid REFERENCES people ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);

GRANT SELECT, INSERT ON outside_identities TO anteroom_app;
GRANT SELECT, INSERT, UPDATE ON service_keys TO anteroom_app;
