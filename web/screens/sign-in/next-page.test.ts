import { expect, it } from 'vitest';
import { nextPage, withNext } from './next-page.ts';

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
  '/sign-in/code',
  '/register/',
  '/forgot-password?x=1',
])('never leaves this site for %j', (value) => {
  expect(next(value)).toBe('/');
});

it('keeps the place to come back to from one of these pages to the next', () => {
  expect(withNext('/register', 'next=%2Fprofile%3Fa%3D1')).toBe('/register?next=%2Fprofile%3Fa%3D1');
  expect(withNext('/register', 'next=https%3A%2F%2Fevil.example')).toBe('/register');
  expect(withNext('/register', '')).toBe('/register');
});
