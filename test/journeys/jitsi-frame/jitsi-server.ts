import { type JWTPayload, jwtVerify } from 'jose';
import type { BrowserContext, Frame } from 'playwright-core';
import { defineExternalApi } from './external-api.ts';
import { openWire } from './messages.ts';
import { type FromFrame, runRoomPage, type ToFrame } from './room-page.ts';

interface Deployment {
  domain: string;
  appId: string;
  appSecret: string;
}

interface Claims extends JWTPayload {
  room: string;
  moderator: boolean;
  context: {
    user: {
      id: string;
      name: string;
      email: string;
      avatar: string;
      moderator: boolean;
      affiliation: string;
      lobby_bypass: boolean;
    };
  };
}

interface Seat {
  id: string;
  frame: Frame;
  claims: Claims;
  state: 'in' | 'knocking' | 'out';
}

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Jitsi</title>
<style>html{height:100%;background:#202528;color:#fff;font:1rem sans-serif}p{display:grid;place-items:center;height:85vh}</style>
<p>Joining…</p><script>(${runRoomPage})(${openWire})</script></html>`;

const error = (name: string, isFatal: boolean): ToFrame => ({
  events: [{ name: 'error-occurred', error: { name, isFatal, type: 'CONFERENCE' } }],
});

/** A Jitsi that lives in the test: its script and page, and one room in which the frames of all browsers meet. */
export class JitsiServer {
  readonly #deployment: Deployment;
  #seats: Seat[] = [];
  #count = 0;
  #isGuarded = false;
  /** Every token that was let in or left knocking, in order. */
  readonly tokens: Claims[] = [];
  /** Why tokens were refused. */
  readonly refused: string[] = [];
  /** Its machines do not answer. */
  isDown = false;
  /** Its secret is another than the clinic's. */
  isStrange = false;
  /** Every connection is dropped at once. */
  isDropping = false;

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
  }

  /** The people of this context reach it. */
  async serve(context: BrowserContext): Promise<void> {
    const { domain } = this.#deployment;
    await context.exposeBinding('toJitsi', ({ frame }, message: FromFrame) => this.#hear(frame, message));
    await context.route(`https://${domain}/**`, (route) => {
      if (this.isDown) return route.abort();
      if (!route.request().url().endsWith('/external_api.js'))
        return route.fulfill({ contentType: 'text/html', body: PAGE });
      return route.fulfill({
        contentType: 'text/javascript',
        body: `(${defineExternalApi})(${openWire})`,
      });
    });
    context.on('page', (page) => page.on('framedetached', (frame) => void this.#gone(frame)));
  }

  /** The names of who is in. */
  get inside(): string[] {
    return this.#in().map(({ claims }) => claims.context.user.name);
  }

  /** The line of whoever has this name breaks. */
  async drop(name: string): Promise<void> {
    const seat = this.#named(name);
    await this.#depart(seat);
    await this.#send(seat, error('connection.droppedError', true));
  }

  async kick(name: string): Promise<void> {
    const seat = this.#named(name);
    await this.#depart(seat);
    await this.#send(seat, {
      events: [{ name: 'participant-kicked-out', kicked: { id: seat.id, local: true }, kicker: {} }],
    });
  }

  async speaks(name: string): Promise<void> {
    const { id } = this.#named(name);
    for (const seat of this.#in())
      await this.#send(seat, { events: [{ name: 'dominant-speaker-changed', id }] });
  }

  #in(): Seat[] {
    return this.#seats.filter(({ state }) => state === 'in');
  }

  #named(name: string): Seat {
    const seat = this.#in().find(({ claims }) => claims.context.user.name === name);
    if (!seat) throw new Error(`${name} is not in the room, only ${this.inside.join(', ') || 'nobody'}`);
    return seat;
  }

  async #hear(frame: Frame, message: FromFrame): Promise<void> {
    if (message.type === 'enter') return this.#enter(frame, message);
    const seat = this.#seats.find((one) => one.frame === frame);
    if (!seat) return;
    const { id } = seat;
    const isOwner = seat.claims.context.user.affiliation === 'owner';
    switch (message.type) {
      case 'leave':
        return this.#depart(seat);
      case 'lobby':
        if (isOwner) this.#isGuarded = message.isOn;
        return;
      case 'answer':
        return isOwner ? this.#answer(message) : undefined;
      case 'muted':
        return this.#others(seat, { ...message, name: 'participant-muted', id });
      case 'sharing':
        return this.#others(seat, {
          name: 'content-sharing-participants-changed',
          data: message.isOn ? [id] : [],
        });
    }
  }

  /** As Prosody looks at a token: signature, issuer, audience, subject, room, and the type in its header. */
  async #verify(jwt: string, room: string): Promise<Claims> {
    const { appId, appSecret, domain } = this.#deployment;
    const secret = this.isStrange ? 'the secret of somebody else’s rooms' : appSecret;
    const { payload } = await jwtVerify<Claims>(jwt, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      issuer: appId,
      audience: appId,
      subject: domain,
      typ: 'JWT',
      requiredClaims: ['exp', 'iat', 'room', 'context'],
    });
    if (payload.room !== room || payload.room === '*') throw new Error(`for ${payload.room}, not ${room}`);
    return payload;
  }

  async #enter(frame: Frame, { jwt, room }: { jwt: string; room: string }): Promise<void> {
    this.#count += 1;
    const id = `occupant${this.#count}`;
    try {
      const claims = await this.#verify(jwt, room);
      const seat: Seat = { id, frame, claims, state: 'out' };
      this.#seats.push(seat);
      if (this.isDropping) return await this.#send(seat, error('connection.droppedError', true));
      this.tokens.push(claims);
      const { affiliation, lobby_bypass } = claims.context.user;
      if (!this.#isGuarded || affiliation === 'owner' || lobby_bypass) await this.#admit(seat);
      else await this.#knock(seat);
    } catch (reason) {
      this.refused.push(String(reason));
      const { events } = error('connection.passwordRequired', false);
      await frame.evaluate((all) => window.fromJitsi({ events: all }), events);
    }
  }

  /** Those who are there are told of first, as a room's presence is. */
  async #admit(seat: Seat): Promise<void> {
    const { id, claims } = seat;
    const { name, affiliation } = claims.context.user;
    const others = this.#in().map((one) => ({
      name: 'participant-joined',
      id: one.id,
      displayName: one.claims.context.user.name,
    }));
    const role = affiliation === 'owner' ? [{ name: 'participant-role-changed', id, role: 'moderator' }] : [];
    seat.state = 'in';
    const joined = { name: 'video-conference-joined', id, displayName: name, roomName: claims.room };
    await this.#send(seat, { events: [...others, joined, ...role], say: `${name} is in the room` });
    await this.#others(seat, { name: 'participant-joined', id, displayName: name });
  }

  async #knock(seat: Seat): Promise<void> {
    seat.state = 'knocking';
    const { name } = seat.claims.context.user;
    await this.#send(seat, { ...error('conference.connectionError.membersOnly', false), say: 'Lobby' });
    await this.#others(seat, { name: 'knocking-participant', participant: { id: seat.id, name } });
  }

  async #answer({ id, isLetIn }: { id: string; isLetIn: boolean }): Promise<void> {
    const seat = this.#seats.find((one) => one.id === id && one.state === 'knocking');
    if (!seat) return;
    if (isLetIn) return this.#admit(seat);
    seat.state = 'out';
    await this.#send(seat, error('conference.connectionError.accessDenied', false));
  }

  async #gone(frame: Frame): Promise<void> {
    const seat = this.#seats.find((one) => one.frame === frame);
    if (seat) await this.#depart(seat);
  }

  async #depart(seat: Seat): Promise<void> {
    if (seat.state === 'in') await this.#others(seat, { name: 'participant-left', id: seat.id });
    seat.state = 'out';
    if (this.#in().length > 0) return;
    // An empty room is gone, and what was asked of it with it: also its lobby, under those who knock there.
    this.#isGuarded = false;
    for (const one of this.#seats.filter(({ state }) => state === 'knocking')) {
      one.state = 'out';
      await this.#send(one, error('conference.destroyed', true));
    }
  }

  async #others(seat: Seat, event: ToFrame['events'][number]): Promise<void> {
    for (const other of this.#in()) if (other !== seat) await this.#send(other, { events: [event] });
  }

  /** A frame that went away meanwhile hears nothing. */
  async #send({ frame }: Seat, message: ToFrame): Promise<void> {
    await frame.evaluate((told) => window.fromJitsi(told), message).catch(() => {});
  }
}
