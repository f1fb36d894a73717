import type { JitsiTicket } from '../../contract/video-calls.ts';
import type { Call, CallEnd, CallFailure, CallOptions, CallState, CallView, OpenCall } from './call.ts';
import { unopened } from './call-progress.ts';
import { CallReports } from './call-reports.ts';
import { failureOfRenewal } from './failure.ts';
import type { JitsiEvents } from './jitsi-api.ts';
import { remedyOf } from './jitsi-errors.ts';
import { JitsiFrame, type Reactions } from './jitsi-frame.ts';
import { answered, emptyRoom, stateIn } from './jitsi-room.ts';
import { KeptTicket } from './jitsi-ticket.ts';
import { Snapshot } from './snapshot.ts';
import { ticketOf } from './ticket-of.ts';
import { endOfVisit, watchVisit } from './visit-watch.ts';
import { keepAwake } from './wake-lock.ts';

/** A frame that is not there by then does not come; the person is told, and can try again. */
const SHOWN_WITHIN_MS = 30_000;
const BACK_WITHIN_MS = 25_000;
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
  #isModerator = false;
  #hasComeBack = false;
  /** The frame has said its goodbyes. */
  #isClosed = false;
  /** The call is on its way out; what the frame says meanwhile is no news. */
  #isLeaving = false;

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
    if (this.#isLeaving || this.getSnapshot().end) return;
    this.#isLeaving = true;
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
    this.#options.media.close();
    this.#frame.place(host);
    this.#within(SHOWN_WITHIN_MS, 'provider_unreachable', () => this.#frame.room.isShown);
    void this.#open();
    return () => this.#frame.place(null);
  }

  async #open(): Promise<void> {
    if (!(await this.#frame.open(this.#tickets.current))) this.#fail('provider_unreachable');
  }

  #reactions(): Reactions {
    const { media } = this.#options;
    return {
      videoConferenceJoined: () => this.#joined(),
      videoConferenceLeft: () => void this.#reports.tell('leave'),
      participantRoleChanged: ({ id, role }) => {
        // Before it is in the room, a page of Jitsi's calls itself `local`.
        if (id !== this.#frame.room.ownId && id !== 'local') return;
        this.#isModerator = role === 'moderator';
        this.#guardDoor();
      },
      // Whoever comes back comes back as silent as they were. To unmute there would open a device here.
      audioMuteStatusChanged: ({ muted }) => {
        if (muted) media.setMuted(true);
      },
      videoMuteStatusChanged: ({ muted }) => {
        if (muted) void media.setCameraOff(true);
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
        void this.leave();
      },
    };
  }

  #joined(): void {
    this.#hasComeBack = false;
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
    if (remedy.kind === 'reopen') void this.#comeBack(remedy.failure);
    if (remedy.kind === 'ask') void this.#askWhy(remedy.failure);
    if (remedy.kind === 'end') this.#fail(remedy.failure);
  }

  /** Put out of the room: a move, a cancellation or an end is known at the clinic; all else is `failure`. */
  async #askWhy(failure: CallFailure): Promise<void> {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    void this.#reports.tell('leave');
    const { access, stand } = this.#options;
    try {
      const end = endOfVisit(await stand(), access.videoCall.roomName);
      this.#end(end ?? { how: 'failed', failure });
    } catch (error) {
      this.#end({ how: 'failed', failure: failureOfRenewal(error) ?? failure });
    }
  }

  /** Opens the frame anew with a fresh token, once; a second loss before it was in again is the end. */
  async #comeBack(failure: CallFailure): Promise<void> {
    if (this.#isLeaving || this.#ended.signal.aborted) return;
    if (this.#hasComeBack) return this.#fail(failure);
    this.#hasComeBack = true;
    void this.#reports.tell('leave');
    this.#frame.dispose();
    const { own, wasIn } = this.#frame.room;
    this.#isModerator = false;
    this.#frame.change({ ...emptyRoom({ ...own, sharing: false }), isShown: true, wasIn });
    this.#within(BACK_WITHIN_MS, failure, () => {
      const { ownId, isKnocking } = this.#frame.room;
      return ownId !== null || isKnocking;
    });
    const refused = await this.#tickets.refresh();
    if (this.#ended.signal.aborted) return;
    if (refused) this.#fail(refused);
    else await this.#open();
  }

  /** The call has failed unless `isDone` in so many milliseconds. */
  #within(milliseconds: number, failure: CallFailure, isDone: () => boolean): void {
    const timer = setTimeout(() => {
      if (!isDone()) this.#fail(failure);
    }, milliseconds);
    this.#ended.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  #fail(failure: CallFailure): void {
    if (this.#isLeaving || this.getSnapshot().end) return;
    void this.#reports.tell('leave');
    this.#end({ how: 'failed', failure });
  }

  #end(end: CallEnd): void {
    if (this.getSnapshot().end) return;
    this.#isLeaving = true;
    this.close();
    this.#state.set({ end });
    this.#update();
  }

  #update(): void {
    if (this.#isLeaving && !this.getSnapshot().end) return;
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
