import { expect, it } from 'vitest';
import { zonesByContinent } from './zones.ts';

const zones = zonesByContinent('Asia/Kolkata').flatMap(({ items }) => items);

it('offers the person’s own zone even where the browser calls it otherwise', () => {
  expect(zones).toContainEqual({ value: 'Asia/Kolkata', label: 'Kolkata' });
});

it('offers each zone once, in readable words', () => {
  expect(new Set(zones.map(({ value }) => value)).size).toBe(zones.length);
  expect(zones).toContainEqual({ value: 'America/New_York', label: 'New York' });
  expect(zones).toContainEqual({ value: 'UTC', label: 'UTC' });
});
