import type { Peer, SignallingCode, Welcome } from '../../contract/signalling.ts';
import type { BuiltinTicket } from '../../contract/video-calls.ts';
import type { Call, CallEnd, CallOptions, CallState, CallView, OpenCall } from './call.ts';
import { advance, isSilent, unopened } from './call-progress.ts';
import type { LocalMedia } from './local-media.ts';
import { announced } from './local-media-state.ts';
import { watchNetwork } from './network-change.ts';
import { PeerSession } from './peer-session.ts';
import { Signalling, type SignallingEvents } from './signalling.ts';
import { Snapshot } from './snapshot.ts';
import { ticketOf } from './ticket-of.ts';
import { keepAwake } from './wake-lock.ts';

const endings = new Set(['COMPLETED', 'CANCELLED', 'FAILED']);

/** WebRTC straight between the two browsers; the clinic's server only introduces them. */
class BuiltinCall implements Call {
  readonly role: Call['role'];
  readonly view: CallView = { kind: 'streams' };
  readonly #media: LocalMedia;
  readonly #state: Snapshot<CallState>;
  readonly #ended = new AbortController();
  readonly #signalling: Signalling;
  readonly #session: PeerSession;
  readonly subscribe: Call['subscribe'];
  readonly getSnapshot: Call['getSnapshot'];
  #link: 'never' | 'up' | 'down' = 'never';
  #present = false;

  constructor({ access, media, renew }: CallOptions, ticket: BuiltinTicket) {
    this.role = access.userRole;
    this.#media = media;
    this.#state = new Snapshot(unopened(announced(media.getSnapshot()), Date.now()));
    this.subscribe = this.#state.subscribe;
    this.getSnapshot = this.#state.getSnapshot;
    this.#signalling = new Signalling({
      ticket,
      renew: async () => {
        const fresh = ticketOf(await renew(), 'builtin');
        // A relay's credentials run out with the ticket that brought them.
        this.#session.setIceServers(fresh.iceServers);
        return fresh;
      },
      on: this.#events(),
    });
    this.#session = new PeerSession({
      iceServers: ticket.iceServers,
      polite: access.userRole === 'patient',
      tracks: () => this.#tracks(),
      send: (signal) => this.#signalling.send(signal),
      changed: () => this.#update(),
    });
  }

  join(): void {
    const { signal } = this.#ended;
    signal.addEventListener(
      'abort',
      this.#media.subscribe(() => this.#mediaChanged()),
      { once: true },
    );
    watchNetwork(() => this.#signalling.refresh(), signal);
    keepAwake(signal);
    this.#signalling.tellMedia(this.getSnapshot().own);
    this.#signalling.connect();
    this.#session.prepare();
    this.#update();
  }

  async leave(): Promise<void> {
    if (this.getSnapshot().end) return;
    const told = this.#signalling.leave();
    this.#session.close();
    await told;
    this.#end({ how: 'left' });
  }

  finish(by: 'doctor' | 'patient'): void {
    this.#end({ how: 'over', status: 'COMPLETED', by });
  }

  setMuted(muted: boolean): void {
    this.#media.setMuted(muted);
  }

  setCameraOff(off: boolean): Promise<void> {
    return this.#media.setCameraOff(off);
  }

  shareScreen(): Promise<boolean> {
    return this.#media.shareScreen();
  }

  stopSharing(): void {
    this.#media.stopSharing();
  }

  /** Nobody knocks here: whoever has a ticket may come in. */
  answerKnock(): void {}

  close(): void {
    this.#ended.abort();
    this.#signalling.close();
    this.#session.close();
  }

  #end(end: CallEnd): void {
    if (this.getSnapshot().end) return;
    this.close();
    this.#state.set({ end, remote: null });
    this.#update();
  }

  #tracks(): { audio: MediaStreamTrack | null; video: MediaStreamTrack | null } {
    const { audio, video, screen } = this.#media.getSnapshot();
    return { audio, video: screen ?? video };
  }

  #mediaChanged(): void {
    const own = announced(this.#media.getSnapshot());
    const before = this.getSnapshot().own;
    this.#session.setTracks(this.#tracks());
    if (own.muted === before.muted && own.cameraOff === before.cameraOff && own.sharing === before.sharing) {
      return;
    }
    this.#state.set({ own });
    this.#signalling.tellMedia(own);
  }

  #events(): SignallingEvents {
    return {
      welcome: (welcome) => this.#welcomed(welcome),
      'peer-joined': (peer) => this.#arrived(peer, false),
      'peer-left': ({ id, how }) => this.#departed(id, how),
      signal: (signal) => this.#session.take(signal),
      'peer-media': ({ id, media }) => {
        const { other } = this.getSnapshot();
        if (!other || id !== this.#session.peerId) return;
        this.#state.set({ other: { ...other, media } });
        if (isSilent(media)) this.#update();
      },
      status: ({ status, by }) => {
        if (endings.has(status)) this.#end({ how: 'over', status, by });
      },
      down: (attempts) => {
        this.#link = this.#link === 'never' ? 'never' : 'down';
        this.#state.set({ link: 'down', attempts: attempts + 1 });
        this.#session.linkLost();
        this.#update();
      },
      refused: (failure: SignallingCode) => this.#end({ how: 'failed', failure }),
    };
  }

  #welcomed({ peers }: Welcome): void {
    this.#link = 'up';
    this.#state.set({ link: 'up', attempts: 0 });
    this.#signalling.tellMedia(this.getSnapshot().own);
    const [peer] = peers;
    if (peer) this.#arrived(peer, true);
    else this.#absent('gone');
  }

  #arrived(peer: Peer, linkIsNew: boolean): void {
    this.#present = true;
    this.#state.set({ other: { role: peer.role, name: peer.name, media: peer.media }, departed: null });
    this.#session.meet(peer.id, linkIsNew);
    this.#update();
  }

  #departed(id: string, how: 'left' | 'gone'): void {
    if (id !== this.#session.peerId) return;
    if (how === 'left') this.#session.end();
    this.#absent(how);
  }

  /** The other side is not in the room; a picture that stands without the server is left alone. */
  #absent(how: 'left' | 'gone'): void {
    this.#present = false;
    this.#session.linkLost();
    const { other, departed } = this.getSnapshot();
    if (other) this.#state.set({ departed: departed === 'left' ? 'left' : how });
    this.#update();
  }

  #update(): void {
    const { media, met, isStalled, remote } = this.#session;
    const sensed = { link: this.#link, present: this.#present, media, met, isStalled, remote };
    this.#state.set(advance(this.getSnapshot(), sensed, Date.now()));
  }
}

export const openBuiltinCall: OpenCall = (options) =>
  new BuiltinCall(options, ticketOf(options.access, 'builtin'));
