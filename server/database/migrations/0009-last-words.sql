-- The last word of a number on one way, STOP or START, and when it was written: one that is told late, or again,
-- must not undo a newer one. `message_opt_outs` is what follows from it.
CREATE TABLE message_words (
  address_key bytea NOT NULL,
  channel text NOT NULL CHECK (channel IN ('sms', 'whatsapp', 'email', 'voice')),
  word text NOT NULL CHECK (word IN ('stop', 'start')),
  at timestamptz NOT NULL,
  PRIMARY KEY (address_key, channel)
);
CREATE INDEX message_words_start_by_time ON message_words (at) WHERE word = 'start';
INSERT INTO message_words (address_key, channel, word, at)
  SELECT address_key, channel, 'stop', at FROM message_opt_outs;

-- Messages with such a word that were taken, by what their provider calls them: not every one says when a message
-- was written, and told again it would pass for a new one.
CREATE TABLE heard_words (
  provider text NOT NULL,
  provider_id text NOT NULL,
  heard_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (provider, provider_id)
);
CREATE INDEX heard_words_by_time ON heard_words (heard_at);

-- Who removes an old message looks for those that took its place, and not through the whole ledger.
CREATE INDEX messages_instead_of ON messages (instead_of) WHERE instead_of IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON message_words, heard_words TO anteroom_app;
