import type { MediaState } from '../../contract/signalling.ts';
import type { JitsiTicket } from '../../contract/video-calls.ts';
import type { JitsiOptions } from './jitsi-api.ts';

/** What our own bar has not got. The frame keeps its share button: some browsers want the press inside it. */
const TOOLBAR = [
  'chat',
  'desktop',
  'tileview',
  'select-background',
  'toggle-camera',
  'settings',
  'fullscreen',
];

/** The doctor's page shows these itself, with its own buttons. */
const SHOWN_BY_US = ['notify.participantWantsToJoin', 'notify.participantsWantToJoin'];

/** Old and new names side by side: clinics run a Jitsi of many years. What one does not know, it passes over. */
const configOf = (will: Pick<MediaState, 'muted' | 'cameraOff'>): object => ({
  // Our own lobby was where people looked at themselves before.
  prejoinConfig: { enabled: false },
  prejoinPageEnabled: false,
  startWithAudioMuted: will.muted,
  startWithVideoMuted: will.cameraOff,
  // On phones the visit stays in this page and does not ask for Jitsi's app.
  deeplinking: { disabled: true },
  disableDeepLinking: true,
  enableWelcomePage: false,
  enableClosePage: false,
  lobby: { autoKnock: true, enableChat: false },
  autoKnockLobby: true,
  hideLobbyButton: true,
  securityUi: { hideLobbyButton: true, disableLobbyPassword: true },
  disableInviteFunctions: true,
  toolbarButtons: TOOLBAR,
  disabledNotifications: SHOWN_BY_US,
  // Who has a visit at the clinic is nobody else's business.
  disableThirdPartyRequests: true,
  doNotStoreRoom: true,
  hideConferenceSubject: true,
  readOnlyName: true,
  disableProfile: true,
});

const interfaceConfig = {
  TOOLBAR_BUTTONS: TOOLBAR,
  MOBILE_APP_PROMO: false,
  SHOW_CHROME_EXTENSION_BANNER: false,
  SHOW_JITSI_WATERMARK: false,
  SHOW_POWERED_BY: false,
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Who the token says that this is. It is only shown, never believed: Jitsi checks the token itself. */
export const personOf = (token: string): JitsiOptions['userInfo'] => {
  const nobody = { displayName: '', email: '' };
  try {
    const text = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const context = isRecord(claims) ? claims['context'] : null;
    const user = isRecord(context) ? context['user'] : null;
    return isRecord(user) ? { displayName: textOf(user['name']), email: textOf(user['email']) } : nobody;
  } catch {
    return nobody;
  }
};

/** The camera and microphone that are open here. The ids of another origin's page are others, so by label. */
export const devicesOf = ({
  audio,
  video,
}: Record<'audio' | 'video', { label: string } | null>): JitsiOptions['devices'] => ({
  ...(audio?.label ? { audioInput: audio.label } : {}),
  ...(video?.label ? { videoInput: video.label } : {}),
});

interface Frame {
  ticket: JitsiTicket;
  devices: JitsiOptions['devices'];
  will: Pick<MediaState, 'muted' | 'cameraOff'>;
  host: HTMLElement;
  lang: string;
  onload: () => void;
}

/** How one visit opens in Jitsi's frame. */
export const frameOptions = ({ ticket, devices, will, host, lang, onload }: Frame): JitsiOptions => ({
  roomName: ticket.roomName,
  jwt: ticket.token,
  parentNode: host,
  width: '100%',
  height: '100%',
  lang,
  userInfo: personOf(ticket.token),
  devices,
  configOverwrite: configOf(will),
  interfaceConfigOverwrite: interfaceConfig,
  onload,
});
