import type { Line } from './line.ts';
import type { Connect, OwnTrack, PeerConnectionState } from './messages.ts';

let count = 0;

const newTrackSid = (): string => {
  count += 1;
  return `MT${count.toString(16).padStart(32, '0')}`;
};

/** One connection of one person to one room. */
export class Member {
  readonly sid: string;
  readonly session = crypto.randomUUID();
  readonly identity: string;
  readonly room: string;
  line: Line | null;
  state: 'connected' | 'reconnecting' | 'disconnected' = 'connected';
  /** Of what others are told of this one, and of what this one is told. */
  #revision = 0;
  readonly #trackSids = new Map<string, string>();
  #tracks: OwnTrack[] = [];
  readonly #isRefused: (track: OwnTrack) => boolean;
  /** By id, every one that was ever published. */
  readonly #known = new Set<string>();
  readonly #refused = new Set<string>();
  #heard = -1;
  /** Its own side of each of its media connections, as it last said. */
  readonly connections = new Map<string, PeerConnectionState>();
  /** Who is at the other end of each; nobody, of one that only was offered. */
  readonly partners = new Map<string, Member>();

  constructor(
    line: Line,
    who: { sid: string; identity: string },
    { name, participant, peer_connections }: Connect,
    isRefused: (track: OwnTrack) => boolean,
  ) {
    this.#isRefused = isRefused;
    this.line = line;
    this.sid = who.sid;
    this.identity = who.identity;
    this.room = name;
    this.hear(participant);
    this.keep(peer_connections);
  }

  get tracks(): readonly OwnTrack[] {
    return this.#tracks;
  }

  /** @returns whether that was news */
  hear({ revision, tracks }: { revision: number; tracks: OwnTrack[] }): boolean {
    if (revision <= this.#heard) return false;
    this.#heard = revision;
    for (const track of tracks) {
      if (!this.#known.has(track.id) && this.#isRefused(track)) this.#refused.add(track.id);
      this.#known.add(track.id);
    }
    this.#tracks = tracks.filter(({ id }) => !this.#refused.has(id));
    return true;
  }

  keep(states: readonly PeerConnectionState[]): void {
    for (const state of states) {
      this.connections.set(state.id, { ...this.connections.get(state.id), ...state });
    }
  }

  next(): number {
    this.#revision += 1;
    return this.#revision;
  }

  sidOf({ id }: OwnTrack): string {
    const sid = this.#trackSids.get(id) ?? newTrackSid();
    this.#trackSids.set(id, sid);
    return sid;
  }

  /** As the others are told. */
  told(): object {
    return {
      sid: this.sid,
      identity: this.identity,
      state: this.state,
      revision: this.next(),
      tracks: this.#tracks.map((track) => ({ ...track, sid: this.sidOf(track) })),
    };
  }

  /** As this one is told of its own tracks. */
  published(): object {
    return {
      revision: this.next(),
      tracks: [
        ...this.#tracks.map((track) => ({ id: track.id, sid: this.sidOf(track), state: 'ready' })),
        ...[...this.#refused].map((id) => ({ id, state: 'failed', error: { code: 53300, message: '' } })),
      ],
    };
  }
}
