import type { TwilioRooms } from '../../vendors/twilio-rooms.ts';
import { type Claims, type Keys, readToken } from './access-token.ts';
import { Introductions } from './introductions.ts';
import { LedPages } from './led-pages.ts';
import type { Line } from './line.ts';
import { Member } from './member.ts';
import type { Body, Connect, OwnTrack, Update } from './messages.ts';
import { SPEAKERS } from './speakers.ts';

/** Seconds for which a lost place is kept; the vendor keeps it for thirty. */
const SESSION_TIMEOUT = 15;

/** How soon who is inside hears that a room was ended by REST. */
const LOOK_EVERY_MS = 50;

const channel = (label: string) => ({ transport: { type: 'data-channel', label } });

/** The vendor's codes, with which it refuses or ends a connection. */
export type Code = 20101 | 20104 | 53105 | 53106 | 53118 | 53205 | 53405 | 53407;

/**
 * Twilio Video's signalling on this machine, for pages whose sockets are led here. It lets in by the token,
 * introduces two people to each other so that their media go from browser to browser, and tells each what the
 * other has published.
 */
export class RoomSignalling {
  readonly #keys: Keys;
  readonly #rooms: TwilioRooms;
  readonly #watch: NodeJS.Timeout;
  readonly #members = new Set<Member>();
  readonly #introductions = new Introductions();
  #refusals: { code: Code; times: number } | null = null;
  #refusedTracks = { of: '', times: 0 };
  /** Of every token that let somebody in, oldest first. */
  readonly tokens: Claims[] = [];
  readonly pages: LedPages;

  /** @param rooms those that were made by REST; people come into no others */
  constructor(keys: Keys, rooms: TwilioRooms) {
    this.#keys = keys;
    this.#rooms = rooms;
    this.pages = new LedPages({
      said: (line, body) => void this.#said(line, body),
      lost: (line) => this.#lost(line),
    });
    this.#watch = setInterval(() => this.#putOutOfClosed(), LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#watch);
  }

  /** Refuses whoever connects from now on; the first `times` of them. Null lets people in again. */
  refuse(code: Code | null, times = Number.POSITIVE_INFINITY): void {
    this.#refusals = code === null ? null : { code, times };
  }

  /** Takes the next so many tracks of these, `camera`, from nobody. */
  refuseTracks(of: string, times: number): void {
    this.#refusedTracks = { of, times };
  }

  /** Who is in a room, by identity. */
  identitiesIn(room: string): string[] {
    return this.#in(room).map(({ identity }) => identity);
  }

  sidOf(identity: string): string {
    const member = [...this.#members].find((one) => one.identity === identity);
    if (!member) throw new Error(`${identity} is in no room`);
    return member.sid;
  }

  #in(room: string): Member[] {
    return [...this.#members].filter((member) => member.room === room);
  }

  #takesNot({ name }: OwnTrack): boolean {
    const { of, times } = this.#refusedTracks;
    if (times === 0 || !name.startsWith(of)) return false;
    this.#refusedTracks = { of, times: times - 1 };
    return true;
  }

  #memberAt(session: string): Member | undefined {
    return [...this.#members].find((member) => member.session === session);
  }

  #othersOf(member: Member): Member[] {
    return this.#in(member.room).filter((other) => other !== member);
  }

  async #said(line: Line, body: Body): Promise<void> {
    if (body.type === 'ice' || body.type === 'connect') {
      const refused = await this.#refusalOf(body);
      if (refused !== null) return line.send({ type: 'error', version: 2, code: refused, message: '' });
    }
    switch (body.type) {
      case 'ice':
        return line.send({ type: 'iced', version: 1, ice_servers: [] });
      case 'connect':
        return await this.#join(line, body);
      case 'update':
        return this.#update(body);
      case 'sync':
        return this.#sync(line, body.session);
      case 'disconnect':
        return this.#leave(body.session === null ? undefined : this.#memberAt(body.session));
    }
  }

  async #refusalOf(body: Extract<Body, { type: 'ice' | 'connect' }>): Promise<number | null> {
    if (this.#refusals) {
      this.#refusals.times -= 1;
      const { code, times } = this.#refusals;
      if (times <= 0) this.#refusals = null;
      return code;
    }
    const read = await readToken(body.token, this.#keys);
    if ('refused' in read) return read.refused;
    if (body.type === 'ice') return null;
    return read.claims.grants.video.room === body.name ? null : 20101;
  }

  async #join(line: Line, body: Connect): Promise<void> {
    const read = await readToken(body.token, this.#keys);
    if ('refused' in read) return;
    this.tokens.push(read.claims);
    const { identity } = read.claims.grants;
    const sid = this.#enter(line, body.name, identity);
    if (sid === null) return;
    const others = this.#in(body.name);
    const member = new Member(line, { sid, identity }, body, (track) => this.#takesNot(track));
    this.#members.add(member);
    line.send({
      type: 'connected',
      version: 2,
      session: member.session,
      sid: this.#rooms.open(body.name)?.sid,
      name: body.name,
      options: { session_timeout: SESSION_TIMEOUT },
      participant: { sid: member.sid, identity },
      ...this.#picture(member),
      peer_connections: [],
    });
    const [other] = others;
    if (other) this.#tell(other, { peer_connections: this.#introductions.introduce(member, other) });
  }

  /** The vendor's own rules of who may be in; null where they refuse. */
  #enter(line: Line, room: string, identity: string): string | null {
    for (const one of this.#in(room)) if (one.identity === identity) this.#putOut(one, 53205);
    try {
      return this.#rooms.enter(room, identity).sid;
    } catch (error) {
      const code = error instanceof Error ? Number(error.message) : 53_000;
      line.send({ type: 'error', version: 2, code, message: '' });
      return null;
    }
  }

  #putOutOfClosed(): void {
    for (const member of this.#members) {
      const inside = this.#rooms.inside(member.room);
      if (!inside.some(({ sid }) => sid === member.sid)) this.#putOut(member, 53118);
    }
  }

  /** What a member is told of everybody else. */
  #picture(member: Member): object {
    const others = this.#othersOf(member);
    return {
      participants: others.map((other) => other.told()),
      subscribed: {
        revision: member.next(),
        tracks: others.flatMap((other) =>
          other.tracks.map((track) => ({ id: track.id, sid: other.sidOf(track) })),
        ),
      },
      published: member.published(),
      media_signaling: {
        active_speaker: channel(SPEAKERS),
        // Never opened; without it the SDK takes back the layers of its pictures.
        publisher_hints: channel('hints-to-publishers'),
      },
    };
  }

  #tell(member: Member, more: object = {}): void {
    member.line?.send({ type: 'update', version: 2, ...this.#picture(member), ...more });
  }

  #update({ session, participant, peer_connections = [] }: Update): void {
    const member = this.#memberAt(session);
    if (!member) return;
    member.keep(peer_connections);
    const isNews = participant !== undefined && member.hear(participant);
    if (isNews) this.#tell(member);
    for (const other of this.#othersOf(member)) {
      const theirs = this.#introductions.between(member, other, peer_connections);
      if (isNews || theirs.length > 0) this.#tell(other, { peer_connections: theirs });
    }
  }

  #sync(line: Line, session: string): void {
    const member = this.#memberAt(session);
    if (!member) {
      line.send({ type: 'error', version: 2, code: 53001, message: '' });
      return;
    }
    member.line = line;
    member.state = 'connected';
    const states = [...member.connections.keys()].map(
      (id) => member.partners.get(id)?.connections.get(id) ?? { id },
    );
    line.send({ type: 'synced', version: 2, ...this.#picture(member), peer_connections: states });
    for (const other of this.#othersOf(member)) this.#tell(other);
  }

  #lost(line: Line): void {
    const member = [...this.#members].find((one) => one.line === line);
    if (!member) return;
    member.line = null;
    member.state = 'reconnecting';
    for (const other of this.#othersOf(member)) this.#tell(other);
    setTimeout(() => {
      if (member.state === 'reconnecting') this.#leave(member);
    }, SESSION_TIMEOUT * 1_000).unref();
  }

  #putOut(member: Member, code: Code): void {
    member.line?.send({ type: 'error', version: 2, code, message: '' });
    this.#leave(member);
  }

  #leave(member: Member | undefined): void {
    if (!member) return;
    const others = this.#othersOf(member);
    this.#members.delete(member);
    this.#rooms.leave(member.sid);
    member.state = 'disconnected';
    const gone = member.told();
    for (const other of others) {
      const closed = this.#introductions.part(member, other);
      this.#tell(other, { participants: [gone], peer_connections: closed });
    }
  }
}
