import { describe, expect, test } from 'vitest';
import type { Channel } from '../../../contract/primitives.ts';
import { obstacleOn, type Way, waysInWords, waysOf, withWays } from './reminder-ways.ts';

const person = { phone: '+14155550143', phone_verified: true, email: 'priya@clinic.test' };
const clinic: Channel[] = ['sms', 'whatsapp', 'email', 'voice'];

describe('the ways of reminders', () => {
  test('are in the order in which they are tried, and leave calls with codes alone', () => {
    expect(waysOf(['voice', 'email', 'sms', 'whatsapp'])).toEqual(['whatsapp', 'sms', 'email']);
    expect(withWays(['voice', 'email'], ['sms', 'whatsapp'])).toEqual(['whatsapp', 'sms', 'voice']);
    expect(withWays(['sms'], [])).toEqual([]);
  });

  test.each<[string, Way, Parameters<typeof obstacleOn>[1], ReturnType<typeof obstacleOn>]>([
    ['gets through', 'email', { person, clinic, stopped: ['sms', 'whatsapp'] }, null],
    ['was stopped on its other way', 'whatsapp', { person, clinic, stopped: ['sms'] }, 'stopped'],
    ['was stopped', 'sms', { person, clinic, stopped: ['sms'] }, 'stopped'],
    ['has no number', 'sms', { person: { ...person, phone: null }, clinic, stopped: [] }, 'no_address'],
    [
      'has a number that was not checked',
      'whatsapp',
      { person: { ...person, phone_verified: false }, clinic, stopped: [] },
      'unchecked',
    ],
    [
      'needs no number',
      'email',
      { person: { ...person, phone: null, phone_verified: false }, clinic, stopped: [] },
      null,
    ],
    ['has no mailbox', 'email', { person: { ...person, email: '' }, clinic, stopped: [] }, 'no_address'],
    ['is not set up', 'whatsapp', { person, clinic: ['sms'], stopped: [] }, 'not_here'],
    ['is in a clinic not heard of yet', 'whatsapp', { person, clinic: [], stopped: [] }, null],
  ])('one that %s', (_, way, known, obstacle) => {
    expect(obstacleOn(way, known)).toBe(obstacle);
  });

  test.each<[readonly Way[], string]>([
    [['whatsapp', 'sms', 'email'], 'By WhatsApp, or else by text message, and by e-mail.'],
    [['whatsapp', 'sms'], 'By WhatsApp, or else by text message.'],
    [['sms', 'email'], 'By text message and by e-mail.'],
    [['email'], 'By e-mail.'],
    [[], ''],
  ])('%j read as a sentence', (ways, words) => {
    expect(waysInWords(ways)).toBe(words);
  });
});
