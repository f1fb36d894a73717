import { appendAudit } from '../audit/append-audit.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { rememberDevice, type SpendVerdict, spendCode } from '../otp/spend-code.ts';
import type { Person } from '../people/person.ts';
import { readPhoneNumber } from '../people/phone-number.ts';
import { Problem } from '../problem.ts';
import { rotateCookie } from '../sessions/rotate-cookie.ts';
import type { SignedIn } from '../signed-in.ts';
import type { Appointment } from './appointment.ts';
import { appointmentAtTheDoor } from './at-the-door.ts';
import { upsertGrant } from './grant-rows.ts';
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
  appointment: Appointment;
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

const acceptedOrProblem = (verdict: SpendVerdict): void => {
  switch (verdict.verdict) {
    case 'accepted':
      return;
    case 'invalid':
      throw new Problem('otp_invalid');
    case 'paused':
      throw new Problem('otp_locked', { retryAfter: verdict.wait });
    case 'off':
      throw new Problem('otp_off');
  }
};

/** Opens the door: the grant, the device's lane, a new cookie, the audit entry; all or nothing. */
const openDoor = async (
  deps: Deps,
  tx: Tx,
  request: VerifyVideoOtp,
  appointment: Appointment,
): Promise<string | null> => {
  const { sessionId, person, via } = request.signedIn;
  const { closesAt } = joinWindow(appointment, deps.config.visits);
  const [, , , cookieSecret] = await Promise.all([
    upsertGrant(
      tx,
      { sessionId, appointmentId: appointment.id, appointmentVersion: appointment.version },
      closesAt,
    ),
    appendAudit(tx, {
      actorId: person.id,
      action: 'visit.grant',
      subjectId: appointment.id,
      details: { session: sessionId },
    }),
    rememberDevice(tx, person.id, request.newDeviceHash),
    via === 'cookie' ? rotateCookie(tx, sessionId) : null,
  ]);
  return cookieSecret;
};

/**
 * Spends a code at the door of a visit. A right one gives this sign-in session a grant for this version of
 * the appointment until its join window closes.
 * @throws Problem `appointment_not_found`, `not_participant`, `contact_mismatch`, `phone_missing`,
 * `not_joinable`, `otp_invalid`, `otp_locked`, `otp_off`
 */
export const verifyVideoOtp = async (deps: Deps, request: VerifyVideoOtp): Promise<VideoOtpAccepted> => {
  const { signedIn, ref, contactNumber, code, deviceHash } = request;
  const { person } = signedIn;
  const { appointment, verdict, cookieSecret } = await deps.db.tx(async (tx) => {
    const atDoor = await appointmentAtTheDoor(deps, tx, signedIn, ref, () =>
      assertOwnNumber(person, contactNumber),
    );
    const judged = await spendCode(deps, tx, {
      ...videoChallenge(signedIn, atDoor),
      addressFor: (channel) => (channel === 'email' ? person.email : person.phone),
      code,
      deviceHash,
    });
    const secret = judged.verdict === 'accepted' ? await openDoor(deps, tx, request, atDoor) : null;
    return { appointment: atDoor, verdict: judged, cookieSecret: secret };
  });
  if (verdict.verdict === 'accepted') deps.otpPulse.record('accepted');
  else if (verdict.verdict === 'invalid' && verdict.compared) deps.otpPulse.record('refused');
  acceptedOrProblem(verdict);
  return {
    appointment,
    cookieSecret,
    meetingLink: `${deps.config.publicUrl.origin}/video-session/${appointment.room}`,
  };
};
