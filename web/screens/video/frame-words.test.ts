import { describe, expect, test } from 'vitest';
import { frameWords } from './frame-words.ts';

const doctor = 'Dr Amara Okafor';
const opening = { phase: 'idle', link: 'up', attempts: 0, departed: null, knocking: [] } as const;
const knocking = [{ id: 'own', name: '' }];

describe('words over a vendor’s page', () => {
  test('a room that opens says so, and later that it takes long', () => {
    expect(frameWords(opening, 'patient', doctor)).toEqual({ title: 'Opening the room…', text: '' });
    expect(frameWords(opening, 'patient', doctor, true)?.text).toMatch(/longer than usual/);
  });

  test('a page that is there speaks for itself, until that takes long', () => {
    const joining = { ...opening, phase: 'joining' } as const;
    expect(frameWords(joining, 'patient', doctor)).toBeNull();
    expect(frameWords(joining, 'patient', doctor, true)?.text).toMatch(/Leave/);
  });

  test('a patient who knocks is told that the doctor lets them in, a doctor who sees knocks is not', () => {
    const asks = { ...opening, phase: 'joining', knocking } as const;
    expect(frameWords(asks, 'patient', doctor, true)?.title).toBe('The doctor will let you in');
    for (const phase of ['waiting', 'connected'] as const)
      expect(frameWords({ ...asks, phase }, 'doctor', 'Jonas Weber')).toBeNull();
  });

  test('waiting is waiting for somebody, a departure is named, and a lost line says to stay', () => {
    const alone = { ...opening, phase: 'waiting' } as const;
    expect(frameWords(alone, 'patient', doctor)?.title).toBe('Waiting for Dr Amara Okafor');
    expect(frameWords({ ...alone, departed: 'left' }, 'patient', doctor)?.title).toBe('Dr Amara Okafor left');
    expect(frameWords({ ...alone, phase: 'reconnecting' }, 'patient', doctor)?.text).toMatch(/stay/);
    expect(frameWords({ ...alone, phase: 'connected' }, 'patient', doctor)).toBeNull();
  });
});
