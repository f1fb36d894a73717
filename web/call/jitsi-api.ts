/**
 * What of Jitsi's IFrame API is used here, as its handbook names it.
 * https://jitsi.github.io/handbook/docs/dev-guide/dev-guide-iframe
 */
export interface JitsiEvents {
  videoConferenceJoined: { id: string };
  videoConferenceLeft: unknown;
  participantJoined: { id: string; displayName?: string };
  participantLeft: { id: string };
  displayNameChange: { id: string; displayname?: string };
  /** The handbook says `participantId`, the messages `id`. */
  participantMuted: { id?: string; participantId?: string; isMuted: boolean; mediaType: string };
  contentSharingParticipantsChanged: { data?: readonly string[] };
  participantRoleChanged: { id: string; role: string };
  audioMuteStatusChanged: { muted: boolean };
  videoMuteStatusChanged: { muted: boolean };
  screenSharingStatusChanged: { on: boolean };
  dominantSpeakerChanged: { id: string };
  knockingParticipant: { participant: { id: string; name?: string } };
  participantKickedOut: { kicked: { id: string; local?: boolean } };
  /** The handbook shows the error itself, the messages wrap it. */
  errorOccurred: JitsiError & { error?: JitsiError };
  browserSupport: { supported: boolean };
  suspendDetected: unknown;
  readyToClose: unknown;
}

export interface JitsiError {
  name?: string;
  isFatal?: boolean;
}

/** The commands that are given, each with its arguments. */
export interface JitsiCommands {
  hangup: [];
  toggleAudio: [];
  toggleVideo: [];
  toggleShareScreen: [];
  toggleLobby: [isOn: boolean];
  answerKnockingParticipant: [id: string, isLetIn: boolean];
}

export interface JitsiApi {
  addListener<E extends keyof JitsiEvents>(event: E, listener: (data: JitsiEvents[E]) => void): unknown;
  executeCommand<C extends keyof JitsiCommands>(command: C, ...args: JitsiCommands[C]): void;
  isAudioMuted(): Promise<boolean>;
  isVideoMuted(): Promise<boolean>;
  getIFrame(): HTMLIFrameElement;
  /** Takes the frame and every listener away. */
  dispose(): void;
}

export interface JitsiOptions {
  roomName: string;
  jwt: string;
  parentNode: HTMLElement;
  width: string;
  height: string;
  lang: string;
  userInfo: { displayName: string; email: string };
  /** By their labels; a kind that is left out is the frame's to choose. */
  devices: { audioInput?: string; videoInput?: string };
  configOverwrite: object;
  interfaceConfigOverwrite: object;
  onload: () => void;
}

export type JitsiApiClass = new (domain: string, options: JitsiOptions) => JitsiApi;

declare global {
  interface Window {
    JitsiMeetExternalAPI?: JitsiApiClass;
  }
}

/** A script of 60 KB; who has not got it by then sees no picture either. */
const LIMIT_MS = 15_000;

const load = (domain: string): Promise<JitsiApiClass> =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    const timer = setTimeout(() => fail('did not answer'), LIMIT_MS);
    const fail = (how: string): void => {
      clearTimeout(timer);
      script.remove();
      reject(new Error(`The script of ${domain} ${how}`));
    };
    script.src = `https://${domain}/external_api.js`;
    script.async = true;
    script.addEventListener('error', () => fail('did not load'));
    script.addEventListener('load', () => {
      clearTimeout(timer);
      if (window.JitsiMeetExternalAPI) resolve(window.JitsiMeetExternalAPI);
      else fail('brought no IFrame API');
    });
    document.head.append(script);
  });

const loaded = new Map<string, Promise<JitsiApiClass>>();

/** Loads the clinic's IFrame API once; after a failure it may be tried again. @throws Error when it is not to be had */
export const loadJitsiApi = async (domain: string): Promise<JitsiApiClass> => {
  const loading = loaded.get(domain) ?? load(domain);
  loaded.set(domain, loading);
  try {
    return await loading;
  } catch (error) {
    loaded.delete(domain);
    throw error;
  }
};
