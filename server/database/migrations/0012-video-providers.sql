-- Where a visit is held when it is not where the clinic usually holds them.
ALTER TABLE appointments ADD COLUMN video_provider text
  CHECK (video_provider IN ('builtin', 'jitsi', 'twilio'));

-- Which version of the appointment a call's room was made for, and what its provider knows the room by.
ALTER TABLE video_calls
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN provider_room text;
UPDATE video_calls SET
  version = CASE WHEN room_name ~ '_\d+$' THEN substring(room_name FROM '\d+$')::integer ELSE 1 END,
  provider_room = room_name;
ALTER TABLE video_calls
  ALTER COLUMN version DROP DEFAULT,
  ALTER COLUMN provider_room SET NOT NULL;
CREATE UNIQUE INDEX video_calls_provider_room ON video_calls (provider, provider_room);

-- Who came into a room and went, as its provider tells it: any order, any number of times.
CREATE TABLE call_connections (
  provider text NOT NULL CHECK (provider IN ('jitsi', 'twilio')),
  connection_id text NOT NULL CHECK (length(connection_id) BETWEEN 1 AND 512),
  call_id uuid NOT NULL REFERENCES video_calls,
  version integer NOT NULL,
  role text NOT NULL CHECK (role IN ('doctor', 'patient')),
  connected_at timestamptz,
  disconnected_at timestamptz,
  CHECK (connected_at IS NOT NULL OR disconnected_at IS NOT NULL),
  PRIMARY KEY (provider, connection_id)
);
CREATE INDEX call_connections_of_call ON call_connections (call_id, version);

-- Rooms that nobody belongs in any more, until their provider has put everybody out.
CREATE TABLE room_closings (
  provider text NOT NULL CHECK (provider IN ('jitsi', 'twilio')),
  provider_room text NOT NULL,
  reason text NOT NULL CHECK (reason IN ('moved', 'cancelled', 'ended')),
  asked_at timestamptz NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL,
  PRIMARY KEY (provider, provider_room)
);
CREATE INDEX room_closings_due ON room_closings (next_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON call_connections, room_closings TO anteroom_app;
