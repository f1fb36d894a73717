import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { JitsiTicket, VideoCallAccess } from '../../contract/video-calls.ts';
import { ApiProblem } from '../api.ts';
import { unopened } from './call-progress.ts';
import { CallReports } from './call-reports.ts';
import type { JitsiEvents } from './jitsi-api.ts';
import { remedyOf } from './jitsi-errors.ts';
import { devicesOf, personOf } from './jitsi-options.ts';
import { afterEvent, answered, emptyRoom, type JitsiRoom, stateIn } from './jitsi-room.ts';
import { KeptTicket } from './jitsi-ticket.ts';

const own = { muted: false, cameraOff: false, sharing: false };
const empty = emptyRoom(own);
const start = unopened(own, 0);

const told = <E extends keyof JitsiEvents>(room: JitsiRoom, event: E, data: JitsiEvents[E]): JitsiRoom =>
  afterEvent(room, event, data);
const inside = told(empty, 'videoConferenceJoined', { id: 'me' });
const met = told(inside, 'participantJoined', { id: 'her', displayName: 'Amara Okafor' });

describe('the room as Jitsi’s frame tells it', () => {
  test('a frame that has not opened is no call yet, one that has is joining', () => {
    expect(stateIn(empty, start, 'patient', 5)).toMatchObject({ phase: 'idle', phaseSince: 0 });
    expect(stateIn({ ...empty, isShown: true }, start, 'patient', 5).phase).toBe('joining');
  });

  test('who is in waits for the other side, is connected with it, and waits again when it left', () => {
    expect(stateIn(inside, start, 'patient', 5)).toMatchObject({ phase: 'waiting', departed: null });
    const connected = { ...start, ...stateIn(met, start, 'patient', 5) };
    expect(connected).toMatchObject({
      phase: 'connected',
      connectedSince: 5,
      other: { role: 'doctor', name: 'Amara Okafor' },
    });
    const alone = told(met, 'participantLeft', { id: 'her' });
    expect({ ...connected, ...stateIn(alone, connected, 'patient', 9) }).toMatchObject({
      phase: 'waiting',
      departed: 'left',
      connectedSince: 5,
    });
  });

  test('who was in and is out is on the way back', () => {
    const out = told(met, 'videoConferenceLeft', {});
    expect(stateIn(out, start, 'patient', 5)).toMatchObject({ phase: 'reconnecting', knocking: [] });
    expect(out.others).toEqual([]);
  });

  test('of nobody is it said that they left who was only not there any more after a loss of our own', () => {
    const connected = { ...start, ...stateIn(met, start, 'patient', 5) };
    const back = told(told(met, 'videoConferenceLeft', {}), 'videoConferenceJoined', { id: 'me-again' });
    expect(stateIn(back, connected, 'patient', 9)).toMatchObject({ phase: 'waiting', departed: null });
  });

  test('a page of the other side that was reloaded is there once, and its old self may go late', () => {
    const again = told(met, 'participantJoined', { id: 'her-again', displayName: 'Amara Okafor' });
    const once = told(again, 'participantLeft', { id: 'her' });
    expect(stateIn(once, start, 'patient', 5).phase).toBe('connected');
  });

  test('what is switched off is shown of both sides, by either name of the field', () => {
    let room = told(met, 'audioMuteStatusChanged', { muted: true });
    room = told(room, 'videoMuteStatusChanged', { muted: true });
    room = told(room, 'screenSharingStatusChanged', { on: true });
    expect(stateIn(room, start, 'patient', 5).own).toEqual({ muted: true, cameraOff: true, sharing: true });
    room = told(room, 'participantMuted', { id: 'her', isMuted: true, mediaType: 'audio' });
    room = told(room, 'participantMuted', { participantId: 'her', isMuted: true, mediaType: 'video' });
    room = told(room, 'contentSharingParticipantsChanged', { data: ['her'] });
    expect(stateIn(room, start, 'patient', 5).other?.media).toEqual({
      muted: true,
      cameraOff: true,
      sharing: true,
    });
  });

  test('who speaks is oneself or the other side', () => {
    const speaking = (id: string) =>
      stateIn(told(met, 'dominantSpeakerChanged', { id }), start, 'patient', 5).speaking;
    expect(speaking('me')).toBe('own');
    expect(speaking('her')).toBe('other');
    expect(stateIn(met, start, 'patient', 5).speaking).toBeNull();
  });

  test('who knocks is listed once for the doctor, until answered or inside', () => {
    const knock = (room: JitsiRoom, id: string) =>
      told(room, 'knockingParticipant', { participant: { id, name: 'Jonas Weber' } });
    const room = knock(knock(inside, 'first'), 'after-reload');
    expect(stateIn(room, start, 'doctor', 5).knocking).toEqual([{ id: 'after-reload', name: 'Jonas Weber' }]);
    expect(stateIn(room, start, 'patient', 5).knocking).toEqual([]);
    expect(answered(room, 'after-reload').knocking).toEqual([]);
    const joined = told(room, 'participantJoined', { id: 'other-id', displayName: 'Jonas Weber' });
    expect(joined.knocking).toEqual([]);
  });

  test('a patient before a closed door knows that they knock, and no more once inside', () => {
    const room = told({ ...empty, isShown: true }, 'errorOccurred', {
      error: { name: 'conference.connectionError.membersOnly' },
    });
    expect(stateIn(room, start, 'patient', 5)).toMatchObject({ phase: 'joining', knocking: [{ id: 'own' }] });
    const admitted = told(room, 'videoConferenceJoined', { id: 'me' });
    expect(stateIn(admitted, start, 'patient', 5)).toMatchObject({ phase: 'waiting', knocking: [] });
  });
});

describe('Jitsi’s errors', () => {
  test.each([
    ['connection.droppedError', 'reopen', 'connection_lost'],
    ['connection.passwordRequired', 'reopen', 'ticket_invalid'],
    ['conference.authenticationRequired', 'reopen', 'ticket_invalid'],
    ['conference.connectionError.notAllowed', 'reopen', 'ticket_invalid'],
    ['conference.iceFailed', 'reopen', 'media_blocked'],
    ['conference.max_users', 'end', 'room_full'],
    ['conference.destroyed', 'ask', 'room_gone'],
  ])('%s means %s, and then %s', (name, kind, failure) => {
    expect(remedyOf({ error: { name } })).toEqual({ kind, failure });
    expect(remedyOf({ name })).toEqual({ kind, failure });
  });

  test('what the frame copes with is left to it, what it gives up is a lost connection', () => {
    expect(remedyOf({ error: { name: 'conference.restarted', isFatal: true } }).kind).toBe('wait');
    expect(remedyOf({ error: { name: 'conference.chatError', isFatal: false } }).kind).toBe('wait');
    expect(remedyOf({ error: { name: 'config.unknown', isFatal: true } })).toMatchObject({ kind: 'reopen' });
  });
});

describe('the person in a token', () => {
  const tokenOf = (claims: object): string =>
    `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

  test('is read with every letter of the name, and missing texts stay empty', () => {
    const user = { name: 'Zoë Ångström', email: 'zoe@clinic.test' };
    expect(personOf(tokenOf({ context: { user } }))).toEqual({ displayName: user.name, email: user.email });
    expect(personOf(tokenOf({ context: { user: { name: null } } }))).toEqual({ displayName: '', email: '' });
    expect(personOf('no token')).toEqual({ displayName: '', email: '' });
  });
});

test('the frame is told of the devices that are open here, and of no others', () => {
  const track = (label: string) => ({ label });
  expect(devicesOf({ audio: track('Headset'), video: null })).toEqual({ audioInput: 'Headset' });
  expect(devicesOf({ audio: track(''), video: track('Webcam') })).toEqual({ videoInput: 'Webcam' });
});

const MINUTE_MS = 60_000;

const ticketUntil = (minutes: number, token: string): JitsiTicket => ({
  kind: 'jitsi',
  token,
  domain: 'meet.clinic.test',
  roomName: 'appointment_1',
  lobby: false,
  expiresAt: new Date(Date.now() + minutes * MINUTE_MS).toISOString(),
});

const accessWith = (ticket: VideoCallAccess['ticket']): VideoCallAccess => ({
  message: '',
  videoCall: { id: '1', appointmentId: '1', roomName: 'appointment_1', status: 'SCHEDULED' },
  jitsiToken: null,
  meetingLink: '',
  userRole: 'patient',
  isModerator: false,
  expiresIn: '3 hours',
  provider: 'jitsi',
  ticket,
});

describe('the token kept for the way back in', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('is renewed some minutes before it ends, and again after a server that did not answer', async () => {
    let asked = 0;
    const kept = new KeptTicket(ticketUntil(180, 'first'), async () => {
      asked += 1;
      if (asked === 1) throw new ApiProblem(0, 'unreachable', '', null);
      return accessWith(ticketUntil(180, `renewal ${asked}`));
    });
    const over = new AbortController();
    kept.keepFresh(over.signal);
    await vi.advanceTimersByTimeAsync(174 * MINUTE_MS);
    expect(asked).toBe(0);
    await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
    expect(kept.current.token).toBe('renewal 2');
    over.abort();
    await vi.advanceTimersByTimeAsync(400 * MINUTE_MS);
    expect(asked).toBe(2);
  });

  test('says why there is no way back in, and forgives a clinic that can’t be reached while the old one lasts', async () => {
    const refusedBy = (renew: () => Promise<VideoCallAccess>, minutes = 60) =>
      new KeptTicket(ticketUntil(minutes, 'old'), renew).refresh();
    const fails = (status: number, code: string) => () =>
      Promise.reject(new ApiProblem(status, code, '', null));
    expect(await refusedBy(fails(0, 'unreachable'))).toBeNull();
    expect(await refusedBy(fails(0, 'unreachable'), -1)).toBe('connection_lost');
    expect(await refusedBy(fails(403, 'otp_required'))).toBe('otp_required');
    expect(await refusedBy(fails(401, 'unauthorized'))).toBe('signed_out');
    const elsewhere = { ...ticketUntil(60, 'new'), roomName: 'appointment_1_2' };
    expect(await refusedBy(async () => accessWith(elsewhere))).toBe('visit_moved');
    expect(await refusedBy(async () => accessWith(null))).toBe('not_joinable');
  });
});

describe('the way back after a loss', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const unreachable = () => Promise.reject(new ApiProblem(0, 'unreachable', '', null));
  const { signal } = new AbortController();

  test('waits for the clinic, also where a question hangs, and takes the token it gives then', async () => {
    const answers = [unreachable, () => new Promise<never>(() => {}), unreachable];
    const kept = new KeptTicket(ticketUntil(60, 'old'), () => {
      const answer = answers.shift();
      return answer ? answer() : Promise.resolve(accessWith(ticketUntil(180, 'fresh')));
    });
    const back = kept.refreshOnceReached(signal);
    await vi.advanceTimersByTimeAsync(12_000);
    expect(await back).toBeNull();
    expect(kept.current.token).toBe('fresh');
  });

  test('tries the old token when the clinic stays away, and not before', async () => {
    const kept = new KeptTicket(ticketUntil(60, 'old'), unreachable);
    const settled = vi.fn();
    void kept.refreshOnceReached(signal).then(settled);
    await vi.advanceTimersByTimeAsync(17_000);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(settled).toHaveBeenCalledWith(null);
  });

  test('ends at once where the clinic refuses', async () => {
    const kept = new KeptTicket(ticketUntil(60, 'old'), () =>
      Promise.reject(new ApiProblem(401, 'unauthorized', '', null)),
    );
    expect(await kept.refreshOnceReached(signal)).toBe('signed_out');
  });
});

describe('what a page reports of itself', () => {
  test('is each once and in order, and never a departure without an arrival', async () => {
    const reported: string[] = [];
    const reports = new CallReports(async (action) => reported.push(action), new AbortController().signal);
    await reports.tell('leave');
    void reports.tell('join');
    void reports.tell('join');
    await reports.tell('leave');
    expect(reported).toEqual(['join', 'leave']);
  });

  test('an arrival that the server did not hear is said again, a refused one is not', async () => {
    vi.useFakeTimers();
    const answers = [
      new ApiProblem(0, 'unreachable', '', null),
      new ApiProblem(409, 'not_joinable', '', null),
    ];
    let asked = 0;
    const reports = new CallReports(() => {
      asked += 1;
      return Promise.reject(answers[asked - 1]);
    }, new AbortController().signal);
    const done = reports.tell('join');
    await vi.advanceTimersByTimeAsync(60_000);
    await done;
    expect(asked).toBe(2);
    vi.useRealTimers();
  });
});
