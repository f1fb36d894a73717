import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { VideoCallStanding, VideoCallStatus } from '../../contract/video-calls.ts';
import { ApiProblem } from '../api.ts';
import type { CallEnd } from './call.ts';
import { CallReports } from './call-reports.ts';
import { endOfVisit, watchVisit } from './visit-watch.ts';

const ROOM = 'appointment_1';
const NOW = Date.parse('2030-01-07T09:00:00Z');
const CLOSES_AT = '2030-01-07T09:30:00.000Z';

const standing = (
  status: VideoCallStatus,
  by: VideoCallStanding['by'] = null,
  roomName = ROOM,
): VideoCallStanding => {
  const [nobody, at] = [{ doctorJoinedAt: null, patientJoinedAt: null, missing: null }, CLOSES_AT];
  const times = { startedAt: null, endedAt: null, duration: null, createdAt: at, updatedAt: at };
  const videoCall = { id: '1', appointmentId: '1', roomName, status, ...nobody, ...times };
  return { message: '', videoCall, by, closesAt: CLOSES_AT };
};
const swept = standing('COMPLETED', 'system');

describe('how a visit stands', () => {
  test('it goes on while the clinic took its room for empty, and is over once it closed', () => {
    expect(endOfVisit(swept, ROOM, NOW)).toBeNull();
    const over = { how: 'over', status: 'COMPLETED', by: 'system' };
    expect(endOfVisit(swept, ROOM, Date.parse(CLOSES_AT))).toEqual(over);
  });

  test('it is over at once when a person ended it, and elsewhere when it was moved meanwhile', () => {
    expect(endOfVisit(standing('COMPLETED', 'doctor'), ROOM, NOW)).toMatchObject({ by: 'doctor' });
    const moved = standing('COMPLETED', 'system', 'appointment_1_2');
    expect(endOfVisit(moved, ROOM, NOW)).toEqual({ how: 'failed', failure: 'visit_moved' });
  });
});

describe('the watch over a visit', () => {
  let over: AbortController;
  let ends: CallEnd[];
  const watch = (
    stand: (signal?: AbortSignal) => Promise<VideoCallStanding>,
    wake?: () => Promise<boolean>,
  ) =>
    watchVisit({
      room: ROOM,
      stand,
      ended: (end) => {
        ends.push(end);
        over.abort();
      },
      ...(wake ? { wake } : {}),
      signal: over.signal,
    });

  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
    over = new AbortController();
    ends = [];
  });
  afterEach(() => {
    over.abort();
    vi.useRealTimers();
  });

  test('tells the clinic that somebody is in a room it took for empty, and the visit goes on', async () => {
    let now = swept;
    const wake = vi.fn(async () => {
      now = standing('IN_PROGRESS');
      return true;
    });
    watch(async () => now, wake);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(wake).toHaveBeenCalledTimes(1);
    expect(ends).toEqual([]);
  });

  test('ends the call when the clinic refuses to let the visit go on', async () => {
    watch(
      async () => swept,
      async () => false,
    );
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ends).toEqual([{ how: 'over', status: 'COMPLETED', by: 'system' }]);
  });

  test('has whoever must leave out within five seconds though one question hangs', async () => {
    let asked = 0;
    watch((signal) => {
      asked += 1;
      if (asked > 1) return Promise.resolve(standing('CANCELLED'));
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ends).toEqual([{ how: 'failed', failure: 'visit_cancelled' }]);
  });

  test('asks no faster than every two seconds while the clinic can’t be reached', async () => {
    let asked = 0;
    watch(() => {
      asked += 1;
      return Promise.reject(new ApiProblem(0, 'unreachable', '', null));
    });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked).toBe(10);
    expect(ends).toEqual([]);
  });
});

describe('a page that stays in', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('says so again every 45 seconds, until it leaves', async () => {
    const reported: string[] = [];
    const reports = new CallReports(async (action) => reported.push(action), new AbortController().signal);
    expect(await reports.again()).toBe(true);
    await reports.tell('join');
    await vi.advanceTimersByTimeAsync(91_000);
    expect(reported).toEqual(['join', 'join', 'join']);
    await reports.tell('leave');
    await vi.advanceTimersByTimeAsync(200_000);
    expect(reported).toEqual(['join', 'join', 'join', 'leave']);
  });

  test('learns when the clinic takes it in no more, and not because the clinic can’t be reached', async () => {
    let problem: ApiProblem | null = null;
    const report = () => (problem ? Promise.reject(problem) : Promise.resolve());
    const reports = new CallReports(report, new AbortController().signal);
    await reports.tell('join');
    expect(await reports.again()).toBe(true);
    problem = new ApiProblem(0, 'unreachable', '', null);
    expect(await reports.again()).toBe(true);
    problem = new ApiProblem(409, 'illegal_transition', '', null);
    expect(await reports.again()).toBe(false);
  });
});
