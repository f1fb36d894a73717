import { expect, it } from 'vitest';
import { nextPage } from './next-page.ts';

const next = (value: string): string => nextPage(`next=${encodeURIComponent(value)}`);

it('goes back to the page that asked for sign-in', () => {
  expect(next('/appointments/12/video?from=mail')).toBe('/appointments/12/video?from=mail');
});

it('goes to the visits when no page asked', () => {
  expect(nextPage('')).toBe('/');
});

it.each([
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  '/.//evil.example',
  'evil',
  '/sign-in?next=/x',
])('never leaves this site for %j', (value) => {
  expect(next(value)).toBe('/');
});
