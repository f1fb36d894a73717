import { describe, expect, test } from 'vitest';
import { failureAfterTries, remedyOfTwilio, twilioCodeOf, waitFor } from './twilio-failures.ts';
import {
  isSpeaking,
  mediaOf,
  otherIn,
  type SeenParticipant,
  type SeenRoom,
  tracksOf,
} from './twilio-other.ts';
import { PulseCounter } from './twilio-pulse.ts';
import { wantedTracks } from './twilio-wanted.ts';

/** A track is only passed on here, never played. */
class Track extends EventTarget {}
const aTrack = () => new Track() as MediaStreamTrack;

const publication = (trackName: string, isTrackEnabled = true, mediaStreamTrack = aTrack()) => ({
  trackName,
  isTrackEnabled,
  track: { mediaStreamTrack },
});

const person = (
  role: 'doctor' | 'patient',
  published: ReturnType<typeof publication>[] = [],
  sid = `PA-${role}`,
  state = 'connected',
): SeenParticipant => {
  const named = (isSound: boolean) =>
    new Map(
      published
        .filter(({ trackName }) => trackName.startsWith('microphone') === isSound)
        .map((one) => [one.trackName, one]),
    );
  return {
    sid,
    identity: `01890a5d-ac96-774b-bcce-b302099a8057-${role}`,
    state,
    audioTracks: named(true),
    videoTracks: named(false),
  };
};

const room = (people: SeenParticipant[], speaker: string | null = null): SeenRoom => ({
  participants: new Map(people.map((one) => [one.sid, one])),
  dominantSpeaker: speaker === null ? null : { sid: speaker },
});

describe('what helps against an error of Twilio’s', () => {
  test.each([
    ['a token that is none', 20101, { way: 'end', failure: 'ticket_invalid' }],
    ['a signature that is not the key’s', 20107, { way: 'end', failure: 'ticket_invalid' }],
    ['an expired token', 20104, { way: 'retry', trouble: 'token' }],
    ['a token from the future', 20105, { way: 'retry', trouble: 'clock' }],
    ['a full room', 53105, { way: 'end', failure: 'room_full' }],
    ['a room that is not there', 53106, { way: 'ask' }],
    ['a room that was completed', 53118, { way: 'ask' }],
    ['having been put out without a word', null, { way: 'ask' }],
    ['the same person elsewhere', 53205, { way: 'end', failure: 'taken_over' }],
    ['a lost signalling link', 53001, { way: 'retry', trouble: 'link' }],
    ['a signalling link that never was', 53000, { way: 'retry', trouble: 'link' }],
    ['media that do not come through', 53405, { way: 'retry', trouble: 'media' }],
    ['a failed handshake of media', 53407, { way: 'retry', trouble: 'media' }],
    ['a description nobody could take', 53402, { way: 'retry', trouble: 'media' }],
    ['an error of no kind of theirs', 0, { way: 'retry', trouble: 'link' }],
  ])('for %s', (_what, code, remedy) => {
    expect(remedyOfTwilio(code)).toEqual(remedy);
  });

  test('when all tries are used up, says whether the visit ever was reached', () => {
    expect(failureAfterTries('link', false)).toBe('provider_unreachable');
    expect(failureAfterTries('link', true)).toBe('connection_lost');
    expect(failureAfterTries('token', true)).toBe('ticket_expired');
    expect(failureAfterTries('clock', true)).toBe('ticket_expired');
    expect(failureAfterTries('media', false)).toBe('media_blocked');
  });

  test('lets two seconds pass for a clock that is behind, and none for a token that has expired', () => {
    expect(waitFor('clock', 0, 1)).toBe(2_000);
    expect(waitFor('token', 0, 0)).toBe(0);
    expect(waitFor('link', 2, 0)).toBe(2_000);
  });

  test('reads the code out of what the SDK throws, and out of nothing else', () => {
    expect(twilioCodeOf(Object.assign(new Error('x'), { code: 53105 }))).toBe(53105);
    expect(twilioCodeOf(new Error('x'))).toBe(0);
    expect(twilioCodeOf({ code: 53105 })).toBe(0);
  });
});

describe('the other side of a room', () => {
  test('is the other role; whoever else is in it is nobody', () => {
    const stranger = { ...person('patient', [], 'PA-x'), identity: 'somebody' };
    const patient = person('patient');
    expect(otherIn(room([stranger, patient]), 'doctor')).toBe(patient);
    expect(otherIn(room([stranger, person('doctor')]), 'doctor')).toBeNull();
  });

  test('is the newest connection of theirs, where an older one lingers', () => {
    const newer = person('patient', [], 'PA-2');
    expect(otherIn(room([person('patient'), newer]), 'doctor')).toBe(newer);
    expect(
      otherIn(room([person('patient'), person('patient', [], 'PA-2', 'disconnected')]), 'doctor'),
    ).toMatchObject({ sid: 'PA-patient' });
  });

  test('is as silent without a microphone as when muted', () => {
    expect(mediaOf(person('doctor'))).toEqual({ muted: true, cameraOff: true, sharing: false });
    expect(mediaOf(person('doctor', [publication('microphone-1', false)]))).toMatchObject({ muted: true });
    expect(mediaOf(person('doctor', [publication('microphone-1'), publication('camera-2')]))).toEqual({
      muted: false,
      cameraOff: false,
      sharing: false,
    });
  });

  test('shows a shared screen instead of the camera, whichever came first', () => {
    const [sound, camera, screen] = [aTrack(), aTrack(), aTrack()];
    const published = [
      publication('microphone-1', true, sound),
      publication('screen-3', true, screen),
      publication('camera-2', true, camera),
    ];
    const sharing = person('doctor', published);
    expect(tracksOf(sharing)).toEqual([sound, screen]);
    expect(tracksOf(sharing)[1]).toBe(screen);
    expect(mediaOf(sharing).sharing).toBe(true);
  });

  test('is not said to speak while muted, nor when somebody else does', () => {
    const heard = person('doctor', [publication('microphone-1')]);
    const muted = person('doctor', [publication('microphone-1', false)]);
    expect(isSpeaking(room([heard], heard.sid), heard)).toBe(true);
    expect(isSpeaking(room([muted], muted.sid), muted)).toBe(false);
    expect(isSpeaking(room([heard], 'PA-x'), heard)).toBe(false);
  });
});

describe('what is sent into the room', () => {
  const [audio, video, screen] = [aTrack(), aTrack(), aTrack()];

  test('is the camera only while it is open, so that it can be let go of before another is opened', () => {
    expect(wantedTracks({ audio, video, camera: 'on', screen: null }).camera).toBe(video);
    expect(wantedTracks({ audio, video, camera: 'starting', screen: null }).camera).toBeNull();
  });

  test('is the screen instead of the camera', () => {
    expect(wantedTracks({ audio, video, camera: 'on', screen })).toEqual({
      microphone: audio,
      camera: null,
      screen,
    });
  });
});

describe('the pulse of a room', () => {
  test('begins with the first byte, stops after a while without, and is back with the next', () => {
    const counter = new PulseCounter();
    expect(counter.count(0, 0)).toBe('none');
    expect(counter.count(100, 500)).toBe('beating');
    expect(counter.count(100, 2_900)).toBe('beating');
    expect(counter.count(100, 3_100)).toBe('stalled');
    expect(counter.count(101, 3_600)).toBe('beating');
  });

  test('of who came anew is not that of who was there before', () => {
    const counter = new PulseCounter();
    counter.count(100, 500);
    counter.reset();
    expect(counter.count(100, 1_000)).toBe('none');
    expect(counter.count(140, 1_500)).toBe('beating');
  });
});
