import type { JitsiTicket } from '../../contract/video-calls.ts';
import type { Call, CallEnd, CallFailure, CallOptions, CallState, CallView, OpenCall } from './call.ts';
import { unopened } from './call-progress.ts';
import { CallReports } from './call-reports.ts';
import { failureOfRenewal } from './failure.ts';
import type { JitsiEvents, JitsiOptions } from './jitsi-api.ts';
import { remedyOf } from './jitsi-errors.ts';
import { JitsiFrame, type Reactions } from './jitsi-frame.ts';
import { devicesOf } from './jitsi-options.ts';
import { answered, emptyRoom, stateIn } from './jitsi-room.ts';
import { KeptTicket } from './jitsi-ticket.ts';
import { Snapshot } from './snapshot.ts';
import { ticketOf } from './ticket-of.ts';
import { endOfVisit, standWithin, watchVisit } from './visit-watch.ts';
import { keepAwake } from './wake-lock.ts';

/** A frame that is not there by then does not come; the person is told, and can try again. */
const SHOWN_WITHIN_MS = 30_000;
/** The way back begins with a network and an answer of the clinic's, which both may take a while. */
const BACK_WITHIN_MS = 60_000;
/** Why somebody was put out is known at the clinic; who hears nothing of it is told what the frame said. */
const WHY_WITHIN_MS = 5_000;
/** The frame's goodbye to the room, and the clinic's record of it. */
const GOODBYE_MS = 1_000;
/** Time to choose a screen in the browser's own dialog. */
const SHARE_WITHIN_MS = 20_000;

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A visit in the frame of the clinic's own Jitsi: the pictures are Jitsi's, the bar below them is ours. */
class JitsiCall implements Call {
  readonly role: Call['role'];
  readonly view: CallView;
  readonly subscribe: Call['subscribe'];
  readonly getSnapshot: Call['getSnapshot'];
  readonly #options: CallOptions;
  readonly #tickets: KeptTicket;
  readonly #reports: CallReports;
  readonly #state: Snapshot<CallState>;
  readonly #frame: JitsiFrame;
  readonly #ended = new AbortController();
  #devices: JitsiOptions['devices'] = {};
  #isModerator = false;
  #hasComeBack = false;
  /** Ends the wait for the way back. */
  #stopWaiting = (): void => {};
  /** The frame has said its goodbyes. */
  #isClosed = false;
  /** The call is on its way out, or asks the clinic whether it is; what the frame says meanwhile is no news. */
  #out: 'asking' | 'leaving' | null = null;

  constructor(options: CallOptions, ticket: JitsiTicket) {
    const { muted, cameraOff } = options.media.getSnapshot();
    const own = { muted, cameraOff, sharing: false };
    this.#options = options;
    this.role = options.access.userRole;
    this.#tickets = new KeptTicket(ticket, options.renew);
    this.#reports = new CallReports(options.report, this.#ended.signal);
    this.#frame = new JitsiFrame({ own, changed: () => this.#update(), on: this.#reactions() });
    this.#state = new Snapshot(unopened(own, Date.now()));
    this.subscribe = this.#state.subscribe;
    this.getSnapshot = this.#state.getSnapshot;
    this.view = { kind: 'frame', mount: (host) => this.#mount(host) };
  }

  join(): void {
    const { signal } = this.#ended;
    const { access, stand } = this.#options;
    keepAwake(signal);
    // Nobody else tells the clinic of a page that is closed. One that is kept may still be shown again.
    const hidden = ({ persisted }: PageTransitionEvent): void => {
      if (!persisted) void this.leave();
    };
    window.addEventListener('pagehide', hidden, { signal });
    this.#tickets.keepFresh(signal);
    watchVisit({
      room: access.videoCall.roomName,
      stand,
      ended: (end) => this.#end(end),
      wake: () => this.#reports.again(),
      signal,
    });
  }

  async leave(): Promise<void> {
    if (this.#out === 'leaving' || this.getSnapshot().end) return;
    // Put out of the room already: nothing is left to say goodbye to.
    if (this.#out === 'asking') return this.#end({ how: 'left' });
    this.#out = 'leaving';
    const told = this.#reports.tell('leave');
    this.#frame.command('hangup');
    const out = this.#until(() => this.#isClosed || !this.#frame.isOpen);
    await Promise.race([Promise.all([told, out]), pause(GOODBYE_MS)]);
    this.#end({ how: 'left' });
  }

  finish(by: 'doctor' | 'patient'): void {
    this.#frame.command('hangup');
    this.#end({ how: 'over', status: 'COMPLETED', by });
  }

  setMuted(muted: boolean): void {
    this.#frame.setMuted(muted);
  }

  async setCameraOff(off: boolean): Promise<void> {
    this.#frame.setCameraOff(off);
  }

  async shareScreen(): Promise<boolean> {
    if (!this.#frame.room.own.sharing) this.#frame.command('toggleShareScreen');
    const isShared = this.#until(() => this.#frame.room.own.sharing || !this.#frame.isOpen);
    await Promise.race([isShared, pause(SHARE_WITHIN_MS)]);
    return this.#frame.room.own.sharing;
  }

  stopSharing(): void {
    if (this.#frame.room.own.sharing) this.#frame.command('toggleShareScreen');
  }

  answerKnock(id: string, isLetIn: boolean): void {
    this.#frame.command('answerKnockingParticipant', id, isLetIn);
    this.#frame.change(answered(this.#frame.room, id));
  }

  close(): void {
    this.#ended.abort();
    this.#frame.dispose();
  }

  #mount(host: HTMLElement): () => void {
    // Two users of one camera fail on phones: the frame gets it once ours has let go.
    this.#devices = devicesOf(this.#options.media.getSnapshot());
    this.#options.media.close();
    this.#frame.place(host);
    this.#within(SHOWN_WITHIN_MS, 'provider_unreachable', () => this.#frame.room.isShown);
    void this.#open();
    return () => this.#frame.place(null);
  }

  async #open(): Promise<void> {
    if (!(await this.#frame.open(this.#tickets.current, this.#devices))) this.#fail('provider_unreachable');
  }

  #reactions(): Reactions {
    return {
      videoConferenceJoined: () => this.#joined(),
      videoConferenceLeft: () => void this.#reports.tell('leave'),
      participantRoleChanged: ({ id, role }) => {
        // Before it is in the room, a page of Jitsi's calls itself `local`.
        if (id !== this.#frame.room.ownId && id !== 'local') return;
        this.#isModerator = role === 'moderator';
        this.#guardDoor();
      },
      participantKickedOut: ({ kicked }) => {
        if (kicked.local || kicked.id === this.#frame.room.ownId) void this.#askWhy('connection_lost');
      },
      errorOccurred: (data) => this.#failed(data),
      browserSupport: ({ supported }) => {
        if (!supported) this.#fail('unsupported');
      },
      // The machine slept, and the frame has left the room.
      suspendDetected: () => void this.#comeBack('connection_lost'),
      readyToClose: () => {
        this.#isClosed = true;
        if (this.#out === null) void this.leave();
      },
    };
  }

  /** The room has us, or its door: the next loss is another one. */
  #arrived(): void {
    this.#hasComeBack = false;
    this.#stopWaiting();
  }

  #joined(): void {
    this.#arrived();
    void this.#reports.tell('join');
    void this.#frame.readOwn();
    this.#guardDoor();
  }

  /** Only a moderator who is inside can ask that others knock. */
  #guardDoor(): void {
    const isDoctorIn = this.role === 'doctor' && this.#frame.room.ownId !== null;
    if (isDoctorIn && this.#isModerator && this.#tickets.current.lobby)
      this.#frame.command('toggleLobby', true);
  }

  #failed(data: JitsiEvents['errorOccurred']): void {
    const remedy = remedyOf(data);
    if (remedy.kind === 'knock') this.#arrived();
    if (remedy.kind === 'reopen') void this.#comeBack(remedy.failure);
    if (remedy.kind === 'ask') void this.#askWhy(remedy.failure);
    if (remedy.kind === 'end') this.#fail(remedy.failure);
  }

  /** Put out of the room: a move, a cancellation or an end is known at the clinic; all else is `failure`. */
  async #askWhy(failure: CallFailure): Promise<void> {
    if (this.#out !== null) return;
    this.#out = 'asking';
    void this.#reports.tell('leave');
    const { access, stand } = this.#options;
    const { signal } = this.#ended;
    try {
      const end = endOfVisit(await standWithin(WHY_WITHIN_MS, stand, signal), access.videoCall.roomName);
      if (end) return this.#end(end);
      if (signal.aborted) return;
      // The door went with the room when the last one inside left it: a new room has a new door.
      const wasKnocking = this.#frame.room.isKnocking;
      this.#out = null;
      if (wasKnocking) await this.#comeBack(failure);
      else this.#end({ how: 'failed', failure });
    } catch (error) {
      this.#end({ how: 'failed', failure: failureOfRenewal(error) ?? failure });
    }
  }

  /** Opens the frame anew with a fresh token, once; a second loss before it was in again is the end. */
  async #comeBack(failure: CallFailure): Promise<void> {
    const { signal } = this.#ended;
    if (this.#out !== null || signal.aborted) return;
    if (this.#hasComeBack) return this.#fail(failure);
    this.#hasComeBack = true;
    void this.#reports.tell('leave');
    this.#frame.dispose();
    const { own, wasIn } = this.#frame.room;
    this.#isClosed = false;
    this.#isModerator = false;
    this.#frame.change({ ...emptyRoom({ ...own, sharing: false }), isShown: true, wasIn });
    this.#stopWaiting = this.#within(BACK_WITHIN_MS, failure, () => false);
    const refused = await this.#tickets.refreshOnceReached(signal);
    if (signal.aborted) return;
    if (refused) this.#fail(refused);
    else await this.#open();
  }

  /** The call has failed unless `isDone` in so many milliseconds, or the returned function was called. */
  #within(milliseconds: number, failure: CallFailure, isDone: () => boolean): () => void {
    const timer = setTimeout(() => {
      if (!isDone()) this.#fail(failure);
    }, milliseconds);
    const stop = (): void => clearTimeout(timer);
    this.#ended.signal.addEventListener('abort', stop, { once: true });
    return stop;
  }

  #fail(failure: CallFailure): void {
    if (this.#out !== null || this.getSnapshot().end) return;
    void this.#reports.tell('leave');
    this.#end({ how: 'failed', failure });
  }

  #end(end: CallEnd): void {
    if (this.getSnapshot().end) return;
    this.#out = 'leaving';
    this.close();
    this.#state.set({ end });
    this.#update();
  }

  #update(): void {
    if (this.#out !== null && !this.getSnapshot().end) return;
    this.#state.set(stateIn(this.#frame.room, this.getSnapshot(), this.role, Date.now()));
  }

  /** Settles when it is so, or when the call is over. */
  #until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isSo() && !this.#ended.signal.aborted) return;
        clearInterval(timer);
        resolve();
      };
      const timer = setInterval(look, 50);
      look();
    });
  }
}

export const openJitsiCall: OpenCall = (options) => new JitsiCall(options, ticketOf(options.access, 'jitsi'));
