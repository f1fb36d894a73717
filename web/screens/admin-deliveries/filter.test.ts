import { describe, expect, it } from 'vitest';
import { readFilter } from './filter.ts';

const read = (search: string) => readFilter(new URLSearchParams(search));

describe('what the address of the delivery log asks for', () => {
  it('is everything that is known', () => {
    const person_id = '01938a7c-5b1e-7c3a-9f00-0123456789ab';
    const search = {
      channel: 'sms',
      status: 'failed',
      kind: 'video_code',
      person_id,
      from: '2026-11-01',
      to: '2026-11-30',
    };
    expect(read(String(new URLSearchParams(search)))).toEqual(search);
  });

  it.each([
    'channel=pigeon',
    'status=toString',
    'kind=',
    'person_id=1',
    'from=2026-13-01',
    'to=yesterday',
    'other=1',
  ])('leaves out %s', (search) => {
    expect(read(search)).toEqual({});
  });
});
