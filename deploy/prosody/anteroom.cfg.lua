-- A Jitsi whose rooms are Anteroom's: nobody is in without a token, the doctor moderates, and a visit that
-- was moved or cancelled leaves an empty room behind. Run on Debian's Prosody 0.12.3 and 13.0.1 with Jitsi's
-- plugins.
--
-- On Debian it takes the place of /etc/prosody/conf.avail/meet.example.org.cfg.lua, which Jitsi's package
-- wrote; lines marked (A) are the ones to carry over where that file stays. What the other programs need,
-- docker-jitsi-meet included, is in docs/guides/jitsi.md.
--
-- Change: meet.example.org everywhere, anteroom.example.org, and whatever begins with REPLACE.

-- This folder holds mod_anteroom_rooms.lua; Jitsi's package keeps its plugins in the other. (A)
plugin_paths = { "/etc/prosody/anteroom", "/usr/share/jitsi-meet/prosody-plugins/" }

muc_mapper_domain_base = "meet.example.org"

-- A request that names another host, such as 127.0.0.1, is taken for this one.
http_default_host = "meet.example.org"

-- nginx before it speaks TLS.
consider_bosh_secure = true
consider_websocket_secure = true
-- Pages of other hosts have no business here.
http_default_cors_enabled = false

-- Prosody 13 makes admins of a component owners of its rooms only when it is told to; 0.12 knows no such line.
component_admins_as_room_owners = true

VirtualHost "meet.example.org"
    -- (A) Who has no token, or one that is not signed with this secret, gets no session at all.
    authentication = "token"
    app_id = "REPLACE-WITH-JITSI_APP_ID"
    app_secret = "REPLACE-WITH-JITSI_APP_SECRET"
    allow_empty_token = false
    -- (A) Without the second line any audience will do.
    asap_accepted_issuers = { "REPLACE-WITH-JITSI_APP_ID" }
    asap_accepted_audiences = { "REPLACE-WITH-JITSI_APP_ID" }
    -- (A) The token's subject must be this host: JITSI_DOMAIN. Write false where that has a port.
    enable_domain_verification = true

    ssl = {
        key = "/etc/prosody/certs/meet.example.org.key";
        certificate = "/etc/prosody/certs/meet.example.org.crt";
    }
    c2s_require_encryption = false
    -- A browser that vanished is waited for this long, in seconds; then it has left its room.
    smacks_hibernation_time = 60
    smacks_max_old_sessions = 1
    main_muc = "conference.meet.example.org"
    lobby_muc = "lobby.meet.example.org"
    modules_enabled = {
        "bosh";
        "websocket";
        "smacks";
        "ping";
        "features_identity";
        "conference_duration";
        "muc_lobby_rooms";
        -- (A) The lobby stays while a patient knocks and no doctor is there yet.
        "persistent_lobby";
    }

Component "conference.meet.example.org" "muc"
    storage = "memory"
    -- Rooms are made by Jicofo alone, for whoever has a session.
    restrict_room_creation = true
    admins = { "focus@auth.meet.example.org" }
    muc_room_locking = false
    muc_room_default_public_jids = true
    muc_tombstones = false
    muc_room_cache_size = 10000
    modules_enabled = {
        "muc_hide_all";
        "muc_meeting_id";
        "muc_domain_mapper";
        -- (A) The room must be the one that the token names.
        "token_verification";
        -- (A) The doctor becomes owner, the patient member.
        "token_affiliation";
        -- (A) From jitsi-contrib/prosody-plugins: who has `lobby_bypass` in the token need not knock.
        "token_lobby_bypass";
        -- (A) From there too, with JITSI_LOBBY=on: every room begins with its lobby switched on.
        -- "lobby_autostart";
        -- (A) Anteroom's own: empties rooms, and keeps them closed.
        "anteroom_rooms";
    }
    -- (A) The same as JITSI_EJECT_SECRET: openssl rand -base64 48
    anteroom_secret = "REPLACE-WITH-JITSI_EJECT_SECRET"
    -- (A) JITSI_EJECT_URL is https://meet.example.org/anteroom/rooms/close
    http_host = "meet.example.org"

Component "lobby.meet.example.org" "muc"
    storage = "memory"
    restrict_room_creation = true
    muc_room_locking = false
    muc_room_default_public_jids = true
    muc_tombstones = false
    modules_enabled = { "muc_hide_all" }

-- (A) From jitsi-contrib/prosody-plugins: tells Anteroom who comes and goes.
Component "esync.meet.example.org" "event_sync_component"
    muc_component = "conference.meet.example.org"
    breakout_component = "breakout.meet.example.org"
    api_prefix = "https://anteroom.example.org/webhooks/jitsi"
    api_headers = { ["Authorization"] = "Bearer REPLACE-WITH-JITSI_WEBHOOK_SECRET" }
    api_timeout = 10
    -- As many tries as get it through a restart of Anteroom.
    api_retry_count = 10
    api_retry_delay = 3

-- Jicofo and the video bridge sign in here, each with a password (prosodyctl register).
VirtualHost "auth.meet.example.org"
    authentication = "internal_hashed"
    modules_enabled = { "limits_exception"; "smacks" }

Component "internal.auth.meet.example.org" "muc"
    storage = "memory"
    admins = { "focus@auth.meet.example.org", "jvb@auth.meet.example.org" }
    muc_room_locking = false
    muc_room_default_public_jids = true
    modules_enabled = { "muc_hide_all"; "ping" }

Component "focus.meet.example.org" "client_proxy"
    target_address = "focus@auth.meet.example.org"

Component "speakerstats.meet.example.org" "speakerstats_component"
    muc_component = "conference.meet.example.org"

Component "endconference.meet.example.org" "end_conference"
    muc_component = "conference.meet.example.org"

Component "avmoderation.meet.example.org" "av_moderation_component"
    muc_component = "conference.meet.example.org"

Component "metadata.meet.example.org" "room_metadata_component"
    muc_component = "conference.meet.example.org"
    breakout_rooms_component = "breakout.meet.example.org"
