import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const now = Date.parse('2026-11-24T10:00:00Z');
const after = (ms: number): string => new Date(now + ms).toISOString();

const visit = (id: string, opens: number, given: object = {}) => ({
  id,
  can_join: false,
  status: 'CONFIRMED' as const,
  session_type: 'telehealth' as const,
  join_opens_at: after(opens),
  appointment_date: after(opens + 15 * MINUTE),
  join_closes_at: after(opens + HOUR),
  doctor: { id: 'd' },
  patient: { id: 'p' },
  ...given,
});

let told: { title: string; body: string | undefined }[];
let isSignedOut: boolean;

const storage = (stored = new Map([['anteroom-join-notices', 'on']])) => ({
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
});

class FakeNotification extends EventTarget {
  static permission = 'granted';
  constructor(title: string, { body }: { body?: string } = {}) {
    super();
    told.push({ title, body });
  }
  close(): void {}
}

/** A tab of its own that knows these visits, and whose session has just ended. */
const endedTab = async (...visits: ReturnType<typeof visit>[]): Promise<void> => {
  vi.resetModules();
  const { keepInMind, tellFromMemory } = await import('./from-memory.ts');
  keepInMind(visits, 'd', { clinic: 'Riverside', reader: { locale: 'en-GB', timeZone: 'UTC' } });
  tellFromMemory(() => isSignedOut);
};

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  vi.stubGlobal('localStorage', storage());
  vi.stubGlobal('Notification', FakeNotification);
  told = [];
  isSignedOut = true;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('after a session has ended by itself', () => {
  it('a known visit is told of when its room should open, with what is not known any more', async () => {
    await endedTab(visit('v1', HOUR));
    await vi.advanceTimersByTimeAsync(HOUR - 1);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toEqual([
      {
        title: 'It should be time to join your visit',
        body: 'You have been signed out. As last known, your visit at Riverside starts at 11:15. Press here to sign in.',
      },
    ]);
  });

  it('it is told once, in whichever tab', async () => {
    await endedTab(visit('v1', HOUR));
    await endedTab(visit('v1', HOUR));
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(told).toHaveLength(1);
  });

  it.each([
    ['of another day', visit('v1', 13 * HOUR)],
    ['cancelled', visit('v1', HOUR, { status: 'CANCELLED' })],
    ['not confirmed', visit('v1', HOUR, { status: 'SCHEDULED' })],
    ['in person', visit('v1', HOUR, { session_type: 'in_person' })],
    ['somebody else’s', visit('v1', HOUR, { doctor: { id: 'x' } })],
    ['over', visit('v1', -2 * HOUR)],
  ])('nothing is told of one that is %s', async (_, known) => {
    await endedTab(known);
    await vi.advanceTimersByTimeAsync(24 * HOUR);
    expect(told).toEqual([]);
  });

  it('nothing is told once somebody is signed in here', async () => {
    await endedTab(visit('v1', HOUR));
    isSignedOut = false;
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(told).toEqual([]);
  });

  it('nothing is told once somebody signed in or out in any tab', async () => {
    await endedTab(visit('v1', HOUR));
    const { sayWhoChanged } = await import('../who-is-here.ts');
    const heard = new Promise((resolve) => {
      new BroadcastChannel('anteroom-who-is-here').addEventListener('message', resolve, { once: true });
    });
    sayWhoChanged();
    await heard;
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(told).toEqual([]);
  });

  it('nothing is told where a tab could not hear that somebody signed out in another', async () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    Reflect.deleteProperty(globalThis, 'BroadcastChannel');
    await endedTab(visit('v1', HOUR));
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(told).toEqual([]);
  });

  it('nothing is told to whoever does not wish it any more', async () => {
    await endedTab(visit('v1', HOUR));
    localStorage.setItem('anteroom-join-notices', 'off');
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(told).toEqual([]);
  });
});
