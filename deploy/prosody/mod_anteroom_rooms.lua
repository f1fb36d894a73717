-- Puts everybody out of a room when Anteroom says that nobody belongs there any more, and keeps them out:
-- Jitsi looks at a token only at the door, and an old one stays good until it expires.
--
--   POST /anteroom/rooms/close
--   Authorization: Bearer <anteroom_secret>
--   {"room":"appointment_...","reason":"moved"}       the reason is moved, cancelled or ended
--
--   204  everybody is out, and the room stays closed
--   404  there is no such room; its name stays closed all the same
--   400  no such request     401  not the secret     503  the configuration has no good secret
--
-- What it refuses it refuses in JSON; a 404 in HTML is Prosody's own, where the module is not loaded.
--
-- It belongs on the MUC component of the conferences, and so do its options:
--   anteroom_secret   32 bytes or more, the same as JITSI_EJECT_SECRET
--   http_host         the host that requests name, where that is not the component's own
--
-- Closed names are kept in memory for a day, the last 10,000 of them; a restart of Prosody forgets them.

local new_cache = require "util.cache".new;
local hashes = require "util.hashes";
local jid_join = require "util.jid".join;
local json = require "util.json";
local nodeprep = require "util.encodings".stringprep.nodeprep;
local now = require "util.time".now;
local st = require "util.stanza";

-- As long as a token can live.
local KEEP_SECONDS = 24 * 60 * 60;
local KEEP_ROOMS = 10000;
local MIN_SECRET_BYTES = 32;
local MAX_BODY_BYTES = 1024;

local WORDS = {
	moved = "This visit was moved to another time.";
	cancelled = "This visit was cancelled.";
	ended = "This visit has ended.";
};

local get_room = module:depends("muc").get_room_from_jid;
local secret = module:get_option_string("anteroom_secret", "");
local is_ready = #secret >= MIN_SECRET_BYTES;

-- By room, the one closed last first: { words = , ends = }
local closed = new_cache(KEEP_ROOMS);

if not is_ready then
	module:log("error", "anteroom_secret must have %d bytes or more: no room is closed until it has", MIN_SECRET_BYTES);
end

local function keep_closed(room_jid, words)
	closed:set(room_jid, { words = words; ends = now() + KEEP_SECONDS });
end

local function words_if_closed(room_jid)
	local entry = closed:get(room_jid);
	if entry and entry.ends > now() then return entry.words; end
	closed:set(room_jid, nil);
end

-- Digests are of one length, so comparing them tells nothing of the secret's, and `equals` takes the same
-- time wherever they differ.
local function brings_secret(headers)
	local brought = (headers.authorization or ""):match("^[Bb]earer +(.+)$");
	return brought ~= nil and hashes.equals(hashes.sha256(brought), hashes.sha256(secret));
end

-- The room's address and the words for why, or nothing.
local function read(body)
	if #body > MAX_BODY_BYTES then return; end
	local asked = json.decode(body);
	if type(asked) ~= "table" or type(asked.room) ~= "string" then return; end
	local name, words = nodeprep(asked.room), WORDS[asked.reason];
	if not words or not name or name == "" then return; end
	return jid_join(name, module.host), words;
end

local function refuse(response, status, code)
	response.status_code = status;
	response.headers.content_type = "application/json";
	return json.encode({ code = code });
end

local function close_room(event)
	local request, response = event.request, event.response;
	if not is_ready then return refuse(response, 503, "no_good_secret"); end
	if not brings_secret(request.headers) then
		module:log("warn", "somebody without the secret asked to close a room");
		return refuse(response, 401, "secret_wrong");
	end
	local room_jid, words = read(request.body or "");
	if not room_jid then return refuse(response, 400, "invalid_request"); end

	-- First closed, then emptied: whoever is put out may knock again at once.
	keep_closed(room_jid, words);
	local room = get_room(room_jid);
	module:log("debug", "closing %s", room_jid);
	if not room then return refuse(response, 404, "no_such_room"); end
	room:set_persistent(false);
	if not room:destroy(nil, words) then return refuse(response, 500, "not_emptied"); end
	return 204;
end

-- Also whoever makes rooms for others (Jicofo) is refused: a room that is not made can't be joined.
local function refuse_if_closed(event)
	local words = words_if_closed(event.room.jid);
	if not words then return; end
	event.origin.send(st.error_reply(event.stanza, "cancel", "not-allowed", words, module.host));
	return true;
end

-- Before token_verification (99), which would explain a token where there is nothing to be joined.
module:hook("muc-room-pre-create", refuse_if_closed, 200);
module:hook("muc-occupant-pre-join", refuse_if_closed, 200);

module:depends("http");
module:provides("http", {
	default_path = "/anteroom";
	-- No page in a browser has any business here.
	cors = { enabled = false };
	route = { ["POST /rooms/close"] = close_room; };
});

-- A reload of the module forgets nothing.
function module.save()
	return { closed = closed };
end

function module.restore(saved)
	closed = saved.closed or closed;
end
