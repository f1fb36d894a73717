-- What a code cost and whether it came back right; `challenge_id` says which code, for as long as that is kept.
ALTER TABLE otp_sends
  ADD COLUMN channel text CHECK (channel IN ('sms', 'whatsapp', 'email', 'voice')),
  ADD COLUMN country text CHECK (country ~ '^[A-Z]{2}$'),
  ADD COLUMN challenge_id uuid,
  ADD COLUMN message_id uuid,
  ADD COLUMN used_at timestamptz;

-- Codes that were not sent, and why, for the page that shows what was held back. One row each at first, so that
-- nobody waits for a row; by the quarter of an hour later, so that a flood of refusals does not fill the disk.
CREATE TABLE otp_blocks (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  reason text NOT NULL CHECK (reason ~ '^[a-z_]{1,32}$'),
  country text CHECK (country ~ '^[A-Z]{2}$'),
  count integer NOT NULL DEFAULT 1 CHECK (count > 0)
);
CREATE INDEX otp_blocks_by_time ON otp_blocks (at);

-- Who makes and checks the code: we ourselves, or an engine elsewhere that we only count for; and until when
-- one that was shown right may be used once more, by the same address.
ALTER TABLE otp_challenges
  ADD COLUMN engine text NOT NULL DEFAULT 'builtin' CHECK (engine IN ('builtin', 'twilio-verify')),
  ADD COLUMN shown_at timestamptz;

GRANT SELECT, INSERT, UPDATE, DELETE ON otp_blocks TO anteroom_app;
