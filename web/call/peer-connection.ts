import type { Candidate, Description } from '../../contract/signalling.ts';
import type { IceServer } from '../../contract/video-calls.ts';
import { sessionOf, toInit, toWire } from './descriptions.ts';
import { feelPulse } from './media-pulse.ts';

export interface OutgoingTracks {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
}

export interface PeerOptions {
  iceServers: IceServer[];
  /** The polite side lets the other open, and yields when both ask at once. */
  polite: boolean;
  tracks: OutgoingTracks;
  send: (message: { description: Description } | { candidate: Candidate }) => void;
  /** The connection's state changed, or the other side's tracks arrived. */
  changed: () => void;
  /** The other side asked for a path, and this side goes along. */
  searched: () => void;
  /** The description comes from another page than the one this connection was made with. */
  replaced: (description: Description) => void;
}

/** One path for sound and picture: half the candidates, half the ways to fail. */
const BUNDLE: RTCBundlePolicy = 'max-bundle';

/** An offer without an answer for so long is asked again: it may have met a page that was just going. */
const ANSWER_WITHIN_MS = 4_000;

/**
 * One media connection with one page at the other side, by perfect negotiation (W3C WebRTC §10.7).
 * Both sections, sound and picture, are there from the start in both directions, so muting, the camera
 * and the screen only swap tracks and never negotiate.
 */
export class PeerConnection {
  readonly #pc: RTCPeerConnection;
  readonly #options: PeerOptions;
  readonly #stream = new MediaStream();
  /** Names sound and picture as belonging together, so that the other side keeps them in step. */
  readonly #together = new MediaStream();
  #tracks: OutgoingTracks;
  #ignoring = false;
  #session: string | null = null;
  /** By `performance.now()`. */
  #offeredAt = 0;
  /** Descriptions and candidates are handled one after another, in the order they came. */
  #queue: Promise<void> = Promise.resolve();
  #received = false;
  #isStalled = false;
  readonly #closed = new AbortController();

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#tracks = options.tracks;
    this.#pc = new RTCPeerConnection({ iceServers: options.iceServers, bundlePolicy: BUNDLE });
    this.#listen();
    if (!options.polite) this.#open();
  }

  get state(): RTCPeerConnectionState {
    const { connectionState, iceConnectionState } = this.#pc;
    // Firefox and Safari report a lost path on ICE first; the sum of both is what a person sees.
    if (connectionState === 'connected' && iceConnectionState === 'disconnected') return 'disconnected';
    return connectionState;
  }

  /** Nothing arrives although the path still counts as good; so it is when the other side sends nothing. */
  get isStalled(): boolean {
    return this.#isStalled;
  }

  /** Null until the other side has sent its first description. */
  get remote(): MediaStream | null {
    return this.#received ? this.#stream : null;
  }

  /** Puts other tracks in place of the present ones, without negotiating. */
  setTracks(tracks: OutgoingTracks): void {
    this.#tracks = tracks;
    for (const transceiver of this.#pc.getTransceivers()) void this.#fill(transceiver);
  }

  setIceServers(iceServers: IceServer[]): void {
    this.#pc.setConfiguration({ iceServers, bundlePolicy: BUNDLE });
  }

  take(message: { description: Description } | { candidate: Candidate }): void {
    this.#enqueue(() =>
      'description' in message ? this.#describe(message.description) : this.#reach(message.candidate),
    );
  }

  /**
   * Looks for a new path for the same media; a picture that still runs goes on meanwhile.
   * @param linkIsNew whether an offer that waits for its answer may be lost with the link it was sent over
   */
  restart(linkIsNew: boolean): void {
    this.#enqueue(async () => {
      const { signalingState } = this.#pc;
      const isLost = linkIsNew || performance.now() - this.#offeredAt > ANSWER_WITHIN_MS;
      if (signalingState === 'stable' || (isLost && signalingState === 'have-local-offer')) {
        await this.#offer({ iceRestart: true });
      }
    });
  }

  close(): void {
    this.#closed.abort();
    this.#pc.close();
  }

  #listen(): void {
    this.#pc.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate) this.#options.send({ candidate: toWire(candidate) });
    });
    this.#pc.addEventListener('track', ({ track }) => {
      this.#stream.addTrack(track);
      this.#received = true;
      this.#options.changed();
    });
    feelPulse(
      this.#pc,
      (isStalled) => {
        this.#isStalled = isStalled;
        this.#options.changed();
      },
      this.#closed.signal,
    );
    this.#pc.addEventListener('connectionstatechange', () => this.#options.changed());
    this.#pc.addEventListener('iceconnectionstatechange', () => this.#options.changed());
  }

  #open(): void {
    for (const kind of ['audio', 'video'] as const) {
      const transceiver = this.#pc.addTransceiver(kind, { direction: 'sendrecv', streams: [this.#together] });
      void this.#fill(transceiver);
    }
    this.#enqueue(() => this.#offer({}));
  }

  #enqueue(step: () => Promise<void>): void {
    this.#queue = this.#queue.then(step).catch(() => {
      // A step that fails (closed meanwhile, or an answer to an offer that was withdrawn) shows as a
      // connection that does not come up, which the ICE watch mends.
    });
  }

  async #fill(transceiver: RTCRtpTransceiver): Promise<void> {
    const { sender, receiver } = transceiver;
    const track = receiver.track.kind === 'audio' ? this.#tracks.audio : this.#tracks.video;
    if (sender.track === track || this.#pc.signalingState === 'closed') return;
    await sender.replaceTrack(track);
  }

  async #offer(options: RTCOfferOptions): Promise<void> {
    await this.#pc.setLocalDescription(await this.#pc.createOffer(options));
    this.#offeredAt = performance.now();
    this.#tell();
  }

  #tell(): void {
    const description = this.#pc.localDescription;
    if (description) this.#options.send({ description: { type: description.type, sdp: description.sdp } });
  }

  async #describe(description: Description): Promise<void> {
    const session = sessionOf(description);
    if (this.#session !== null && session !== this.#session) {
      this.#options.replaced(description);
      return;
    }
    const { signalingState } = this.#pc;
    this.#ignoring = !this.#options.polite && description.type === 'offer' && signalingState !== 'stable';
    if (this.#ignoring) return;
    if (description.type === 'answer' && signalingState !== 'have-local-offer') return;
    await this.#pc.setRemoteDescription(toInit(description));
    this.#session = session;
    if (description.type !== 'offer') return;
    this.#options.searched();
    await this.#answer();
  }

  async #answer(): Promise<void> {
    for (const transceiver of this.#pc.getTransceivers()) {
      transceiver.direction = 'sendrecv';
      if ('setStreams' in transceiver.sender) transceiver.sender.setStreams(this.#together);
      await this.#fill(transceiver);
    }
    await this.#pc.setLocalDescription();
    this.#tell();
  }

  async #reach(candidate: Candidate): Promise<void> {
    if (this.#ignoring || !this.#pc.remoteDescription) return;
    await this.#pc.addIceCandidate({
      candidate: candidate.candidate,
      sdpMid: candidate.sdpMid ?? null,
      sdpMLineIndex: candidate.sdpMLineIndex ?? null,
      usernameFragment: candidate.usernameFragment ?? null,
    });
  }
}
