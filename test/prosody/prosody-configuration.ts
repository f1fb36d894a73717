import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DEPLOY = join(import.meta.dirname, '../../deploy/prosody');
const JITSI_PLUGINS = '/usr/share/jitsi-meet/prosody-plugins';

/** The names in the configuration that is shipped. */
export const DOMAIN = 'meet.example.org';
export const AUTH_DOMAIN = `auth.${DOMAIN}`;
export const ROOMS = `conference.${DOMAIN}`;
export const LOBBY = `lobby.${DOMAIN}`;

/** What an operator writes into the configuration. */
export interface OperatorSettings {
  appId: string;
  appSecret: string;
  ejectSecret: string;
  webhookSecret: string;
  /** PUBLIC_URL of Anteroom. */
  anteroomUrl: string;
  /** Every room begins with its lobby switched on. */
  lobby: boolean;
}

/**
 * The folder of Jitsi's own plugins and jitsi-contrib's, which are no part of Debian: `JITSI_PLUGINS_DIR`, or
 * where Jitsi's package has them. Null where they are in neither.
 */
export const jitsiPlugins = (): string | null => {
  const folder = process.env['JITSI_PLUGINS_DIR'] ?? JITSI_PLUGINS;
  return existsSync(join(folder, 'mod_auth_token.lua')) ? folder : null;
};

/** @throws where `old` is not there any more: the test would not run what is shipped */
const replaced = (text: string, old: string, by: string): string => {
  if (!text.includes(old)) throw new Error(`anteroom.cfg.lua no longer says ${old}`);
  return text.replaceAll(old, by);
};

const shipped = (settings: OperatorSettings, plugins: string | null): string => {
  let text = readFileSync(join(DEPLOY, 'anteroom.cfg.lua'), 'utf8');
  text = replaced(text, 'REPLACE-WITH-JITSI_APP_ID', settings.appId);
  text = replaced(text, 'REPLACE-WITH-JITSI_APP_SECRET', settings.appSecret);
  text = replaced(text, 'REPLACE-WITH-JITSI_EJECT_SECRET', settings.ejectSecret);
  text = replaced(text, 'REPLACE-WITH-JITSI_WEBHOOK_SECRET', settings.webhookSecret);
  text = replaced(text, 'https://anteroom.example.org', settings.anteroomUrl);
  text = replaced(text, '/etc/prosody/anteroom', DEPLOY);
  if (settings.lobby) text = replaced(text, '-- "lobby_autostart"', '"lobby_autostart"');
  // Without Jitsi's plugins nobody reads tokens, so Prosody's own way in stands for theirs.
  if (!plugins) return replaced(text, 'authentication = "token"', 'authentication = "anonymous"');
  return replaced(text, `${JITSI_PLUGINS}/`, plugins);
};

/** What Debian's own prosody.cfg.lua says before it includes the others, in a folder and on a port of ours. */
const around = (folder: string, port: number): string => `
modules_enabled = { "saslauth"; "disco"; "presence"; "message"; "iq" }
modules_disabled = { "s2s"; "s2s_auth_certs"; "offline" }
run_as_root = ${process.getuid?.() === 0}
pidfile = "${folder}/prosody.pid"
data_path = "${folder}"
log = { { levels = { min = "info" }, to = "console" } }
c2s_ports = {}
c2s_direct_tls_ports = {}
https_ports = {}
http_ports = { ${port} }
http_interfaces = { "127.0.0.1" }
`;

/** The shipped configuration with an operator's settings, on a port of this machine alone. */
export const prosodyConfiguration = (
  settings: OperatorSettings,
  place: { folder: string; port: number; plugins: string | null },
): string => `${around(place.folder, place.port)}\n${shipped(settings, place.plugins)}`;
