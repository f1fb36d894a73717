import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Signal } from '../../contract/signalling.ts';
import { Outbox } from './outbox.ts';

const to = '00000000-0000-4000-8000-000000000000';
const candidate = (name: string): Signal => ({ to, candidate: { candidate: name } });
const description = (type: 'offer' | 'answer', sdp: string): Signal => ({ to, description: { type, sdp } });

describe('the outbox', () => {
  let isOpen = false;
  let sent: Signal[] = [];
  const outbox = () =>
    new Outbox({ isOpen: () => isOpen, signal: (signal) => sent.push(signal), media: () => undefined });

  beforeEach(() => {
    vi.useFakeTimers();
    isOpen = false;
    sent = [];
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('what waits is sent in its order once the way is open', () => {
    const box = outbox();
    box.send(description('offer', 'one'));
    box.send(candidate('a'));
    isOpen = true;
    box.flush();
    expect(sent).toEqual([description('offer', 'one'), candidate('a')]);
  });

  test('a new search takes the place of the one that still waits, but an answer is kept', () => {
    const box = outbox();
    for (const signal of [description('answer', 'zero'), candidate('a'), description('offer', 'one')]) {
      box.send(signal);
    }
    box.send(candidate('b'));
    box.send(description('offer', 'two'));
    box.send(candidate('c'));
    isOpen = true;
    box.flush();
    expect(sent).toEqual([description('answer', 'zero'), description('offer', 'two'), candidate('c')]);
  });

  test('more than the server allows waits, and is not lost', () => {
    isOpen = true;
    const box = outbox();
    for (let count = 0; count < 60; count += 1) box.send(candidate(String(count)));
    expect(sent.length).toBeLessThan(50);
    vi.advanceTimersByTime(20_000);
    expect(sent.length).toBe(60);
  });
});
