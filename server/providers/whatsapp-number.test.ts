import { expect, it } from 'vitest';
import { numberOfWaId } from './whatsapp-number.ts';

it.each([
  ['16505551234', '+16505551234'],
  ['+919876543210', '+919876543210'],
  // Mexico keeps its old 1.
  ['5215512345678', '+525512345678'],
  ['525512345678', '+525512345678'],
  // Brazil lacks its new 9; landlines never had one.
  ['551187654321', '+5511987654321'],
  ['5511987654321', '+5511987654321'],
  ['551134567890', '+551134567890'],
  ['Y2FwaV9ncm91cDox', null],
  ['0123456789', null],
  ['', null],
])('%s is the number %s', (waId, number) => {
  expect(numberOfWaId(waId)).toBe(number);
});
