import { describe, expect, it, test } from 'vitest';
import { joinNotices, noticeInWords, type Room } from './join-notices.ts';

const opensAt = '2026-11-24T10:45:00Z';
const startsAt = '2026-11-24T11:00:00Z';
const open = {
  id: 'v1',
  can_join: true,
  status: 'CONFIRMED' as const,
  session_type: 'telehealth' as const,
  join_opens_at: opensAt,
  appointment_date: startsAt,
  doctor: { id: 'd' },
  patient: { id: 'p' },
};
const room = (isIn: 'doctor' | 'patient' | 'both' | 'nobody', appointmentId = 'v1'): Room => ({
  appointmentId,
  doctorIsIn: isIn === 'doctor' || isIn === 'both',
  patientIsIn: isIn === 'patient' || isIn === 'both',
});

type Case = [string, Partial<typeof open> | Record<string, unknown>, string, Room[], string | null];

describe('what there is to tell', () => {
  it.each<Case>([
    ['the room is open, to the patient', {}, 'p', [], 'open'],
    ['the room is open, to the doctor', {}, 'd', [], 'open'],
    ['the patient waits, to the doctor', {}, 'd', [room('patient')], 'waiting'],
    ['the doctor waits, to the patient', {}, 'p', [room('doctor')], 'waiting'],
    ['nobody but oneself is in, to the doctor', {}, 'd', [room('doctor')], 'inside'],
    ['nobody but oneself is in, to the patient', {}, 'p', [room('patient')], 'inside'],
    ['both are in', {}, 'd', [room('both')], 'inside'],
    ['somebody waits in another visit', {}, 'd', [room('patient', 'v2')], 'open'],
    ['it can’t be joined yet, whatever the clock says', { can_join: false }, 'p', [], null],
    ['it was cancelled', { status: 'CANCELLED', can_join: false }, 'p', [room('doctor')], null],
    ['it was moved while the doctor sat in the old room', { can_join: false }, 'p', [room('doctor')], null],
    ['both have met, and one went', { status: 'IN_PROGRESS' }, 'p', [room('doctor')], null],
    ['it is over', { status: 'COMPLETED' }, 'p', [], null],
    ['it is not confirmed', { status: 'SCHEDULED', can_join: false }, 'p', [], null],
    ['it is in person', { session_type: 'in_person', can_join: false }, 'p', [], null],
    ['it is somebody else’s', {}, 'x', [room('doctor')], null],
  ])('when %s', (_, given, personId, rooms, kind) => {
    const found = joinNotices([{ ...open, ...given }], personId, rooms);
    expect(found.map((notice) => notice.kind)).toEqual(kind ? [kind] : []);
  });

  it('is one thing for each of nine visits', () => {
    const visits = Array.from({ length: 9 }, (_, index) => ({
      ...open,
      id: `v${index}`,
      patient: { id: `p${index}` },
    }));
    const found = joinNotices(visits, 'd', [room('patient', 'v3'), room('doctor', 'v4')]);
    expect(found.map(({ visitId, kind }) => `${visitId} ${kind}`)).toEqual(
      visits.map(({ id }) => `${id} ${{ v3: 'waiting', v4: 'inside' }[id] ?? 'open'}`),
    );
    expect(new Set(found.map(({ key }) => key)).size).toBe(9);
  });

  it('makes the open room old news once somebody waits or oneself was in, and the other way round not', () => {
    const [opened] = joinNotices([open], 'd', []);
    const [waiting] = joinNotices([open], 'd', [room('patient')]);
    const [inside] = joinNotices([open], 'd', [room('doctor')]);
    expect(opened?.covers).toEqual([opened?.key]);
    expect(waiting?.covers).toEqual([waiting?.key, opened?.key]);
    expect(inside?.covers).toEqual([opened?.key]);
  });

  it('is another thing after a move', () => {
    const [before] = joinNotices([open], 'd', []);
    const [after] = joinNotices([{ ...open, join_opens_at: '2026-11-25T10:45:00Z' }], 'd', []);
    expect(after?.key).not.toBe(before?.key);
  });
});

test.each([
  ['open', 'doctor', '10:45', 'You can join your visit now', 'starts'],
  ['open', 'patient', '11:00', 'You can join your visit now', 'began'],
  ['waiting', 'doctor', '10:50', 'Your doctor is waiting', 'starts'],
  ['waiting', 'patient', '11:05', 'Your patient is waiting', 'began'],
] as const)('%s, by the %s at %s, is “%s”', (kind, other, time, title, verb) => {
  const setting = {
    clinic: 'Riverside',
    reader: { locale: 'en-GB', timeZone: 'Asia/Kolkata' },
    now: Date.parse(`2026-11-24T${time}:00Z`),
  };
  expect(noticeInWords({ kind, other, startsAt }, setting)).toEqual({
    title,
    body: `Your visit at Riverside ${verb} at 16:30. Press here to join.`,
  });
});
