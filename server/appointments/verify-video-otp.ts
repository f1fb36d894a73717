import type { Channel } from '../../contract/primitives.ts';
import { auditRider } from '../audit/append-audit.ts';
import { gather, onEach } from '../database/gather.ts';
import type { Rider } from '../database/rider.ts';
import type { Deps } from '../deps.ts';
import { acceptedOrProblem } from '../otp/accepted-or-problem.ts';
import { countVerdict } from '../otp/count-verdict.ts';
import { judgeCode, rememberDevice } from '../otp/judge-code.ts';
import type { Person } from '../people/person.ts';
import { readPhoneNumber } from '../people/phone-number.ts';
import { Problem } from '../problem.ts';
import { rotateCookie } from '../sessions/rotate-cookie.ts';
import type { SignedIn } from '../signed-in.ts';
import { assertAtTheDoor } from './at-the-door.ts';
import { type Door, type DoorAppointment, type DoorAsk, selectDoors } from './door-rows.ts';
import { grantRider } from './grant-rows.ts';
import { joinWindow } from './join-window.ts';
import { videoChallenge } from './video-challenge.ts';

export interface VerifyVideoOtp {
  signedIn: SignedIn;
  /** The appointment's UUID or number. */
  ref: string;
  /** Only compared with the person's own number, never sent to. */
  contactNumber: string;
  code: string;
  /** Hash of the device's cookie, and of the cookie it gets if this is its first right code. */
  deviceHash: Uint8Array;
  newDeviceHash: Uint8Array;
}

export interface VideoOtpAccepted {
  appointment: DoorAppointment;
  meetingLink: string;
  /** The session cookie's new secret; null where the session came by token. */
  cookieSecret: string | null;
}

const assertOwnNumber = (person: Person, contactNumber: string): void => {
  if (!person.phone || !person.phoneVerified) throw new Problem('phone_missing');
  // As a client that knows the number writes it; only another spelling of it needs the library.
  if (contactNumber === person.phone) return;
  if (readPhoneNumber(contactNumber)?.e164 !== person.phone) throw new Problem('contact_mismatch');
};

/** What a right code does besides: the grant, the audit entry, the device's lane, a new cookie; all or nothing. */
const openings = (
  deps: Deps,
  { signedIn: { sessionId, person, via }, newDeviceHash }: VerifyVideoOtp,
  { appointment, live }: Door,
): { riders: Rider[]; cookieSecret: string | null } => {
  const { closesAt } = joinWindow(appointment, deps.config.visits);
  const cookie = via === 'cookie' ? rotateCookie(sessionId) : null;
  const grant = { sessionId, appointmentId: appointment.id, appointmentVersion: appointment.version };
  const deed = { actorId: person.id, action: 'visit.grant', subjectId: appointment.id };
  return {
    cookieSecret: cookie?.secret ?? null,
    riders: [
      grantRider(grant, closesAt),
      auditRider({ ...deed, details: { session: sessionId } }),
      ...rememberDevice(live, person.id, newDeviceHash),
      ...(cookie ? [cookie.rider] : []),
    ],
  };
};

const findingDoor = onEach((db) => gather((asks: readonly DoorAsk[]) => selectDoors(db, asks)));

/**
 * Spends a code at the door of a visit. A right one gives this sign-in session a grant for this version of
 * the appointment until its join window closes. Two statements: one reads, one does everything; a move or a
 * cancellation between them makes a new version, which the grant is not for.
 * @throws Problem `appointment_not_found`, `not_participant`, `contact_mismatch`, `phone_missing`,
 * `not_joinable`, `otp_invalid`, `otp_locked`, `otp_off`
 */
export const verifyVideoOtp = async (deps: Deps, request: VerifyVideoOtp): Promise<VideoOtpAccepted> => {
  const { signedIn, ref, contactNumber, code, deviceHash } = request;
  const { person, sessionId } = signedIn;
  const door = await findingDoor(deps.db)({ ref, personId: person.id, sessionId, deviceHash });
  const appointment = assertAtTheDoor(deps, door?.appointment, signedIn, () =>
    assertOwnNumber(person, contactNumber),
  );
  const live = door?.live ?? null;
  const { riders, cookieSecret } = openings(deps, request, { appointment, live });
  const given = {
    ...videoChallenge(signedIn, appointment),
    addressFor: (channel: Channel) => (channel === 'email' ? person.email : person.phone),
    code,
  };
  const verdict = await judgeCode(deps, live, given, riders);
  countVerdict(deps, verdict);
  acceptedOrProblem(verdict);
  const meetingLink = `${deps.config.publicUrl.origin}/video-session/${appointment.room}`;
  return { appointment, cookieSecret, meetingLink };
};
