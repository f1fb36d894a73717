-- Every message, from the moment it is due: who, what kind, which way, how far it came. Neither its text nor
-- a code nor an address is here: `to_masked` is what the person is shown of their own, `address_key` an HMAC.
CREATE TABLE messages (
  id uuid PRIMARY KEY,
  person_id uuid REFERENCES people ON DELETE SET NULL,
  kind text NOT NULL CHECK (kind ~ '^[a-z_]{1,32}$'),
  channel text NOT NULL CHECK (channel IN ('sms', 'whatsapp', 'email', 'voice')),
  address_key bytea NOT NULL,
  to_masked text NOT NULL,
  country text CHECK (country ~ '^[A-Z]{2}$'),
  provider text,
  provider_id text,
  status text NOT NULL DEFAULT 'queued'
    CHECK (status IN ('queued', 'sent', 'delivered', 'read', 'failed', 'unknown')),
  fault text CHECK (fault ~ '^[a-z_]{1,32}$'),
  -- The message that this one took the place of, over another channel.
  instead_of uuid REFERENCES messages ON DELETE SET NULL,
  -- After this nobody wants it any more: a code's end of life.
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX messages_by_provider_id ON messages (provider, provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX messages_by_time ON messages (created_at DESC, id DESC);
CREATE INDEX messages_of_person ON messages (person_id, created_at DESC) WHERE person_id IS NOT NULL;
CREATE INDEX messages_under_way ON messages (created_at) WHERE status = 'queued';

-- What was learned of a message, once for each status; a repeated or late receipt adds nothing.
CREATE TABLE message_events (
  message_id uuid NOT NULL REFERENCES messages ON DELETE CASCADE,
  status text NOT NULL CHECK (status IN ('queued', 'sent', 'delivered', 'read', 'failed', 'unknown')),
  at timestamptz NOT NULL DEFAULT now(),
  fault text CHECK (fault ~ '^[a-z_]{1,32}$'),
  PRIMARY KEY (message_id, status)
);

-- A receipt that came before we knew the provider's id of its message; it is taken when we do.
CREATE TABLE early_receipts (
  provider text NOT NULL,
  provider_id text NOT NULL,
  status text NOT NULL,
  fault text,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (provider, provider_id, status)
);
CREATE INDEX early_receipts_by_time ON early_receipts (at);

-- Numbers that answered STOP, on one way: nothing goes there by it, codes neither, until they answer START.
CREATE TABLE message_opt_outs (
  address_key bytea NOT NULL,
  channel text NOT NULL CHECK (channel IN ('sms', 'whatsapp', 'email', 'voice')),
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (address_key, channel)
);

-- When a number last wrote to us: WhatsApp takes free text for 24 hours after that, and templates always.
CREATE TABLE whatsapp_windows (
  address_key bytea PRIMARY KEY,
  last_heard_at timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT, UPDATE, DELETE
  ON messages, message_events, early_receipts, message_opt_outs, whatsapp_windows TO anteroom_app;
