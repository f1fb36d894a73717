import type { Description, RelayedSignal, Signal } from '../../contract/signalling.ts';
import type { IceServer } from '../../contract/video-calls.ts';
import { IceWatch } from './ice-watch.ts';
import { type OutgoingTracks, PeerConnection, type PeerOptions } from './peer-connection.ts';

type Message = Parameters<PeerOptions['send']>[0];

interface PeerSessionOptions {
  iceServers: IceServer[];
  polite: boolean;
  tracks: () => OutgoingTracks;
  send: (signal: Signal) => void;
  changed: () => void;
}

/**
 * The media shared with whoever is at the other side, over as many connections as that takes. The other
 * side has a new id at each of its connections to the server, which says nothing about its media: the
 * same page may have come back (keep the picture, look for a new path) or have been reloaded (start
 * anew). The side that opens asks with an offer, and the answer's session tells which it was.
 */
export class PeerSession {
  readonly #options: PeerSessionOptions;
  readonly #watch: IceWatch;
  #iceServers: IceServer[];
  #connection: PeerConnection | null = null;
  #peerId: string | null = null;
  /** What a connection that was made ahead would have said; null where none was. */
  #held: Message[] | null = null;
  #reachable = false;
  #met = false;

  constructor(options: PeerSessionOptions) {
    this.#options = options;
    this.#iceServers = options.iceServers;
    this.#watch = new IceWatch({
      polite: options.polite,
      restart: () => {
        if (this.#reachable) this.#connection?.restart(false);
      },
      rebuild: () => {
        if (this.#reachable && !options.polite) this.#build();
      },
    });
  }

  get peerId(): string | null {
    return this.#peerId;
  }

  get media(): RTCPeerConnectionState | null {
    return this.#connection?.state ?? null;
  }

  get isStalled(): boolean {
    return this.#connection?.isStalled ?? false;
  }

  get remote(): MediaStream | null {
    return this.#connection?.remote ?? null;
  }

  get met(): boolean {
    return this.#met;
  }

  /**
   * Makes the first offer while the way to the server is still being found, so that it can leave at once.
   * Where nobody is there to take it, it is dropped: it names addresses that may not last.
   */
  prepare(): void {
    if (this.#options.polite || this.#connection) return;
    this.#held = [];
    this.#build();
  }

  /** @param linkIsNew whether this side's own link was made anew, losing what was on its way */
  meet(peerId: string, linkIsNew: boolean): void {
    const same = this.#peerId === peerId && !linkIsNew;
    this.#peerId = peerId;
    this.#reachable = true;
    const held = this.#held;
    this.#held = null;
    if (held) for (const message of held) this.#options.send({ to: peerId, ...message });
    else if (!this.#connection) this.#build();
    else if (!same && !this.#options.polite) this.#connection.restart(true);
  }

  take(signal: RelayedSignal): void {
    if (signal.from === this.#peerId) this.#connection?.take(signal);
  }

  setTracks(tracks: OutgoingTracks): void {
    this.#connection?.setTracks(tracks);
  }

  /** Used from the next search for a path on. */
  setIceServers(iceServers: IceServer[]): void {
    this.#iceServers = iceServers;
    this.#connection?.setIceServers(iceServers);
  }

  /** Nothing can be negotiated for now. */
  linkLost(): void {
    this.#reachable = false;
    if (!this.#held) return;
    this.#held = null;
    this.end();
  }

  /** The other side left on purpose: its picture goes at once. */
  end(): void {
    this.#watch.observe(null);
    this.#connection?.close();
    this.#connection = null;
    this.#met = false;
  }

  close(): void {
    this.#watch.close();
    this.#connection?.close();
    this.#connection = null;
  }

  #build(): void {
    this.#connection?.close();
    const connection = new PeerConnection({
      iceServers: this.#iceServers,
      polite: this.#options.polite,
      tracks: this.#options.tracks(),
      send: (message) => {
        if (this.#connection !== connection) return;
        if (this.#held) this.#held.push(message);
        else if (this.#peerId !== null) this.#options.send({ to: this.#peerId, ...message });
      },
      changed: () => {
        if (this.#connection === connection) this.#changed();
      },
      searched: () => {
        if (this.#connection === connection) this.#watch.searched();
      },
      replaced: (description) => {
        if (this.#connection === connection) this.#replaced(description);
      },
    });
    this.#connection = connection;
  }

  #changed(): void {
    const state = this.media;
    if (state === 'connected') this.#met = true;
    this.#watch.observe(state);
    this.#options.changed();
  }

  #replaced(description: Description): void {
    // An answer that the polite side cannot place belongs to an offer that the other is about to repeat.
    if (this.#options.polite && description.type !== 'offer') return;
    this.#met = false;
    this.#build();
    if (this.#options.polite) this.#connection?.take({ description });
    this.#changed();
  }
}
