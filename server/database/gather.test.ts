import { expect, it } from 'vitest';
import { DatabaseUnavailable } from './database.ts';
import { gather } from './gather.ts';

/** Work that is let go batch by batch, and what it was asked. */
const slowWork = () => {
  const batches: { asks: readonly number[]; end: (error?: Error) => void }[] = [];
  const work = (asks: readonly number[]) =>
    new Promise<(ask: number) => number>((resolve, reject) => {
      batches.push({ asks, end: (error) => (error ? reject(error) : resolve((ask) => ask * 10)) });
    });
  return { batches, work };
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

it('asks once for all who ask in one turn, and tells each its own', async () => {
  const { batches, work } = slowWork();
  const ask = gather(work, { most: 10, atOnce: 1 });
  const answers = Promise.all([1, 2, 3].map(ask));
  await turn();
  expect(batches.map(({ asks }) => asks)).toEqual([[1, 2, 3]]);
  batches[0]?.end();
  expect(await answers).toEqual([10, 20, 30]);
});

it('lets who comes meanwhile wait for the next batch, in order and no more than fit', async () => {
  const { batches, work } = slowWork();
  const ask = gather(work, { most: 2, atOnce: 1 });
  const first = ask(1);
  await turn();
  const rest = Promise.all([2, 3, 4].map(ask));
  await turn();
  expect(batches).toHaveLength(1);
  batches[0]?.end();
  await first;
  await turn();
  expect(batches[1]?.asks).toEqual([2, 3]);
  batches[1]?.end();
  await turn();
  expect(batches[2]?.asks).toEqual([4]);
  batches[2]?.end();
  expect(await rest).toEqual([20, 30, 40]);
});

it('keeps apart what must not go together, and lets others pass', async () => {
  const { batches, work } = slowWork();
  const ask = gather(work, { most: 10, atOnce: 2, apart: (number) => [String(number % 2)] });
  void Promise.all([1, 3, 2].map(ask));
  await turn();
  expect(batches.map(({ asks }) => asks)).toEqual([[1, 2]]);
  void ask(4);
  await turn();
  expect(batches).toHaveLength(1);
  batches[0]?.end();
  await turn();
  expect(batches[1]?.asks).toEqual([3, 4]);
});

it('makes each ask again alone where the batch was refused, so that one alone fails', async () => {
  const asked: (readonly number[])[] = [];
  const ask = gather(
    async (asks: readonly number[]) => {
      asked.push(asks);
      if (asks.includes(2)) throw new Error('refused');
      return (number: number) => number * 10;
    },
    { most: 10, atOnce: 1 },
  );
  const results = await Promise.allSettled([1, 2, 3].map(ask));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(asked).toEqual([[1, 2, 3], [1], [2], [3]]);
  expect(await ask(4)).toBe(40);
});

it('asks nothing again while the database is away', async () => {
  const { batches, work } = slowWork();
  const ask = gather(work, { most: 10, atOnce: 1 });
  const results = Promise.allSettled([1, 2].map(ask));
  await turn();
  batches[0]?.end(new DatabaseUnavailable('away'));
  expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(batches).toHaveLength(1);
  const next = ask(3);
  await turn();
  batches[1]?.end();
  expect(await next).toBe(30);
});

it('goes through ten thousand who want the same, one after the other, and through whatever else meanwhile', async () => {
  const batches: (readonly number[])[] = [];
  const ask = gather(
    async (asks: readonly number[]) => {
      batches.push(asks);
      return (number: number) => number;
    },
    { most: 10, atOnce: 1, apart: (number) => [number < 10_000 ? 'same' : String(number)] },
  );
  const numbers = Array.from({ length: 10_003 }, (_, index) => index);
  expect(await Promise.all(numbers.map(ask))).toEqual(numbers);
  expect(batches[0]).toEqual([0, 10_000, 10_001, 10_002]);
  expect(batches.slice(1).flat()).toEqual(numbers.slice(1, 10_000));
});

it('gives a turn to those who wait for two things, when both are free', async () => {
  const { batches, work } = slowWork();
  const keys: Record<number, string[]> = { 1: ['a'], 2: ['b'], 3: ['b', 'a', 'a'], 4: ['a'] };
  const ask = gather(work, { most: 10, atOnce: 2, apart: (number) => keys[number] ?? [] });
  const answers = Promise.all([1, 2, 3, 4].map(ask));
  await turn();
  expect(batches.map(({ asks }) => asks)).toEqual([[1, 2]]);
  batches[0]?.end();
  await turn();
  batches[1]?.end();
  await turn();
  batches[2]?.end();
  expect(await answers).toEqual([10, 20, 30, 40]);
  expect(batches.map(({ asks }) => asks)).toEqual([[1, 2], expect.any(Array), expect.any(Array)]);
});
