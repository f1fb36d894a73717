import { describe, expect, test } from 'vitest';
import { announced } from './local-media-state.ts';
import { mediaFailureOf } from './media-devices.ts';

/** Only its presence counts here. */
const track = {};

describe('what the other side is told about this one', () => {
  const all = { muted: false, cameraOff: false, audio: track, video: track, screen: null };

  test.each([
    [{}, { muted: false, cameraOff: false, sharing: false }],
    [{ muted: true }, { muted: true, cameraOff: false, sharing: false }],
    [{ audio: null }, { muted: true, cameraOff: false, sharing: false }],
    [{ video: null }, { muted: false, cameraOff: true, sharing: false }],
    [
      { cameraOff: true, screen: track },
      { muted: false, cameraOff: true, sharing: true },
    ],
  ])('case %#', (change, media) => {
    expect(announced({ ...all, ...change })).toEqual(media);
  });
});

test.each([
  ['NotAllowedError', 'refused'],
  ['NotFoundError', 'missing'],
  ['OverconstrainedError', 'missing'],
  ['NotReadableError', 'busy'],
  ['SomethingElse', 'unknown'],
])('%s is %s', (name, failure) => {
  expect(mediaFailureOf(new DOMException('', name))).toBe(failure);
});
