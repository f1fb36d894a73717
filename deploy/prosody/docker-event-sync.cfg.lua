-- For docker-jitsi-meet: ${CONFIG}/prosody/config/conf.d/anteroom.cfg.lua, which Prosody reads beside its own.
-- From jitsi-contrib/prosody-plugins, which the image brings: tells Anteroom who comes and goes.
Component "esync.meet.jitsi" "event_sync_component"
    muc_component = "muc.meet.jitsi"
    breakout_component = "breakout.meet.jitsi"
    api_prefix = "https://anteroom.example.org/webhooks/jitsi"
    api_headers = { ["Authorization"] = "Bearer REPLACE-WITH-JITSI_WEBHOOK_SECRET" }
    api_timeout = 10
    api_retry_count = 10
    api_retry_delay = 3
