import type { Room } from 'twilio-video';
import type { TwilioTicket } from '../../contract/video-calls.ts';
import { ApiProblem } from '../api.ts';
import type { Call, CallEnd, CallOptions, CallState, CallView, OpenCall } from './call.ts';
import { advance, isSilent, unopened } from './call-progress.ts';
import { CallReports } from './call-reports.ts';
import { failureOfRenewal } from './failure.ts';
import { announced } from './local-media-state.ts';
import { Snapshot } from './snapshot.ts';
import { ticketOf } from './ticket-of.ts';
import { TwilioLink, type TwilioLinkEvents } from './twilio-link.ts';
import { TwilioRoomView } from './twilio-room-view.ts';
import type { Slot } from './twilio-wanted.ts';
import { endOfVisit, standWithin, watchVisit } from './visit-watch.ts';
import { keepAwake } from './wake-lock.ts';

/** Nobody who leaves waits longer than this for it to be written down. */
const GOODBYE_MS = 1_000;

/** Nobody sits longer than this in a room that is closed. */
const ANSWER_WITHIN_MS = 2_500;

/** A room at Twilio behind our own interface. */
class TwilioCall implements Call {
  readonly role: Call['role'];
  readonly view: CallView = { kind: 'streams' };
  readonly #options: CallOptions;
  readonly #state: Snapshot<CallState>;
  readonly #ended = new AbortController();
  readonly #link: TwilioLink;
  readonly #reports: CallReports;
  readonly subscribe: Call['subscribe'];
  readonly getSnapshot: Call['getSnapshot'];
  #seen: TwilioRoomView | null = null;
  #wasIn = false;

  constructor(options: CallOptions) {
    this.role = options.access.userRole;
    this.#options = options;
    this.#state = new Snapshot(unopened(announced(options.media.getSnapshot()), Date.now()));
    this.subscribe = this.#state.subscribe;
    this.getSnapshot = this.#state.getSnapshot;
    this.#reports = new CallReports(options.report, this.#ended.signal);
    this.#link = new TwilioLink({
      ticket: ticketOf(options.access, 'twilio'),
      media: options.media.getSnapshot,
      renew: () => this.#renew(),
      on: this.#events(),
    });
  }

  join(): void {
    if (typeof RTCPeerConnection === 'undefined') {
      this.#end({ how: 'failed', failure: 'unsupported' });
      return;
    }
    const { signal } = this.#ended;
    const unsubscribe = this.#options.media.subscribe(() => this.#mediaChanged());
    signal.addEventListener('abort', unsubscribe, { once: true });
    window.addEventListener('pagehide', () => this.#depart(), { signal });
    keepAwake(signal);
    this.#link.connect();
    this.#update();
  }

  async leave(): Promise<void> {
    if (this.getSnapshot().end) return;
    this.close();
    await Promise.race([
      this.#reports.tell('leave'),
      new Promise((resolve) => setTimeout(resolve, GOODBYE_MS)),
    ]);
    this.#end({ how: 'left' });
  }

  finish(by: 'doctor' | 'patient'): void {
    this.#end({ how: 'over', status: 'COMPLETED', by });
  }

  setMuted(muted: boolean): void {
    this.#options.media.setMuted(muted);
  }

  setCameraOff(off: boolean): Promise<void> {
    return this.#options.media.setCameraOff(off);
  }

  shareScreen(): Promise<boolean> {
    return this.#options.media.shareScreen();
  }

  stopSharing(): void {
    this.#options.media.stopSharing();
  }

  /** Nobody knocks here: whoever has a ticket may come in. */
  answerKnock(): void {}

  close(): void {
    this.#ended.abort();
    this.#link.close();
  }

  /** A page that is closed would stay in the room, and in the clinic's record, until it is missed there. */
  #depart(): void {
    void this.#reports.tell('leave');
    this.#end({ how: 'left' });
  }

  #end(end: CallEnd): void {
    if (this.getSnapshot().end) return;
    this.close();
    this.#state.set({ end, remote: null, speaking: null });
    this.#update();
  }

  async #renew(): Promise<TwilioTicket> {
    const { access } = this.#options;
    const fresh = await this.#options.renew();
    if (fresh.videoCall.roomName !== access.videoCall.roomName)
      throw new ApiProblem(409, 'visit_moved', 'The visit is in another room now.', null);
    return ticketOf(fresh, 'twilio');
  }

  #mediaChanged(): void {
    this.#link.mediaChanged();
    const own = announced(this.#options.media.getSnapshot());
    const before = this.getSnapshot().own;
    const isSame = (['muted', 'cameraOff', 'sharing'] as const).every((key) => own[key] === before[key]);
    if (!isSame) this.#state.set({ own });
  }

  #events(): TwilioLinkEvents {
    return {
      joined: (room) => this.#joined(room),
      down: (attempts) => {
        this.#seen?.close();
        this.#seen = null;
        this.#state.set({ link: 'down', attempts, speaking: null });
        this.#update();
      },
      refused: (failure) => this.#end({ how: 'failed', failure }),
      unsent: (slot) => this.#withdraw(slot),
      closed: () => void this.#closed(),
    };
  }

  /** What the other side does not get, this one is not to believe it sends; pressing again tries again. */
  #withdraw(slot: Slot): void {
    const { media } = this.#options;
    if (slot === 'microphone') media.setMuted(true);
    else if (slot === 'camera') void media.setCameraOff(true);
    else media.stopSharing();
  }

  #joined(room: Room): void {
    const isFirst = !this.#wasIn;
    this.#wasIn = true;
    this.#seen = new TwilioRoomView(room, this.role, () => this.#update());
    // Where the webhooks do not reach the clinic; it knows who is in either way.
    void this.#reports.tell('join');
    if (isFirst) this.#watch();
    this.#update();
  }

  #watch(): void {
    const { access, stand } = this.#options;
    const room = access.videoCall.roomName;
    watchVisit({
      room,
      stand,
      ended: (end) => this.#end(end),
      wake: () => this.#reports.again(),
      signal: this.#ended.signal,
    });
  }

  /** The room was closed under us: the clinic knows whether the visit was moved, cancelled or ended. */
  async #closed(): Promise<void> {
    const { access, stand } = this.#options;
    let end: CallEnd | null = null;
    try {
      const standing = await standWithin(ANSWER_WITHIN_MS, stand, this.#ended.signal);
      end = endOfVisit(standing, access.videoCall.roomName, Date.now());
    } catch (error) {
      const failure = failureOfRenewal(error);
      if (failure) end = { how: 'failed', failure };
    }
    this.#end(end ?? { how: 'failed', failure: 'room_gone' });
  }

  #update(): void {
    const seen = this.#seen?.look() ?? null;
    if (seen) this.#state.set({ link: seen.link, attempts: 0, speaking: seen.speaking });
    if (seen?.other)
      this.#state.set({ other: { role: seen.role, name: '', media: seen.other }, departed: null });
    else if (seen && this.getSnapshot().other) this.#state.set({ departed: this.#departed(seen.hasGone) });
    const before = this.getSnapshot();
    const link = seen?.link ?? (this.#wasIn ? 'down' : 'never');
    const media = seen?.media ?? null;
    const present = seen ? seen.other !== null : before.other !== null && before.departed === null;
    this.#state.set(
      advance(
        before,
        {
          link,
          media,
          present,
          met: seen?.met ?? false,
          isStalled: seen?.isStalled ?? false,
          remote: seen ? seen.remote : before.remote,
        },
        Date.now(),
      ),
    );
    const { phase, other } = this.getSnapshot();
    if (phase === 'connected' && !isSilent(other?.media)) this.#link.stood();
  }

  #departed(hasGone: boolean): 'left' | 'gone' {
    return this.getSnapshot().departed ?? (hasGone ? 'gone' : 'left');
  }
}

export const openTwilioCall: OpenCall = (options) => new TwilioCall(options);
