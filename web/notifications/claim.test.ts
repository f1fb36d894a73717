import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const DAY = 86_400_000;
const opened = { key: 'v1 open', covers: ['v1 open'] };
const waiting = { key: 'v1 waiting', covers: ['v1 waiting', 'v1 open'] };
const inside = { key: 'v1 inside', covers: ['v1 open'] };

const storage = (stored = new Map<string, string>()) => ({
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
});

/** As another tab, or the same after a reload, has it: with nothing in its own memory. */
const newTab = async () => {
  vi.resetModules();
  return (await import('./claim.ts')).claim;
};

describe('what was told', () => {
  beforeEach(() => vi.stubGlobal('localStorage', storage()));
  afterEach(() => vi.unstubAllGlobals());

  it('is told once, over tabs and reloads', async () => {
    const [one, other] = [await newTab(), await newTab()];
    const both = await Promise.all([one([opened], 0), other([opened], 0)]);
    expect(both.flat()).toEqual([opened]);
    expect(await (await newTab())([opened], 1)).toEqual([]);
  });

  it('is told again in other words once somebody waits', async () => {
    const claim = await newTab();
    expect(await claim([opened], 0)).toEqual([opened]);
    expect(await claim([waiting], 1)).toEqual([waiting]);
    expect(await claim([opened, waiting], 2)).toEqual([]);
  });

  it('leaves out that the room is open where somebody waits in it already', async () => {
    const claim = await newTab();
    expect(await claim([waiting], 0)).toEqual([waiting]);
    expect(await claim([opened], 1)).toEqual([]);
  });

  it('is nothing to somebody who was inside, until the other one waits', async () => {
    const claim = await newTab();
    expect(await claim([inside], 0)).toEqual([]);
    expect(await claim([opened], 1)).toEqual([]);
    expect(await claim([waiting], 2)).toEqual([waiting]);
  });

  it('is forgotten after a day', async () => {
    await (await newTab())([opened], 0);
    expect(await (await newTab())([opened], DAY)).toEqual([opened]);
  });

  it.each([
    ['that refuses', { getItem: () => raise(), setItem: () => raise() }],
    ['with something else in it', storage(new Map([['anteroom-join-told', '[1, "x"']]))],
    ['with null in it', storage(new Map([['anteroom-join-told', 'null']]))],
  ])('is remembered by the tab beside a storage %s', async (_, broken) => {
    vi.stubGlobal('localStorage', broken);
    const claim = await newTab();
    expect(await claim([opened], 0)).toEqual([opened]);
    expect(await claim([opened], 1)).toEqual([]);
  });
});

const raise = (): never => {
  throw new DOMException('not here', 'SecurityError');
};
