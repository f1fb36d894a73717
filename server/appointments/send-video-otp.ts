import type { VideoOtpSent } from '../../contract/appointments.ts';
import type { Channel } from '../../contract/primitives.ts';
import type { Deps } from '../deps.ts';
import type { Route } from '../messages/dispatcher.ts';
import { codeWords } from '../messages/wording.ts';
import { assertServed, isServed } from '../otp/assert-served.ts';
import { issueCode } from '../otp/issue-code.ts';
import { issuedOrProblem } from '../otp/issued-or-problem.ts';
import { sendIssued } from '../otp/send-issued.ts';
import type { Person } from '../people/person.ts';
import { maskedEmail, maskedPhone, readPhoneNumber } from '../people/phone-number.ts';
import { Problem } from '../problem.ts';
import type { SignedIn } from '../signed-in.ts';
import { appointmentAtTheDoor } from './at-the-door.ts';
import { videoChallenge } from './video-challenge.ts';

export interface SendVideoOtp {
  signedIn: SignedIn;
  /** The appointment's UUID or number. */
  ref: string;
  channel: Channel;
  clientAddress: string;
  deviceHash: Uint8Array;
}

/** The verified address on the account for a way of sending; null where there is none. */
const addressOn = (person: Person, channel: Channel): string | null => {
  if (channel === 'email') return person.emailVerified ? person.email : null;
  return person.phoneVerified ? person.phone : null;
};

/** @throws Problem `address_missing`, `phone_missing` */
const addressFor = (deps: Deps, person: Person, channel: Channel): string => {
  if (!deps.dispatcher.channels.includes(channel))
    throw new Problem('address_missing', { detail: 'Codes can’t be sent this way here. Pick another way.' });
  const address = addressOn(person, channel);
  if (address === null) throw new Problem(channel === 'email' ? 'address_missing' : 'phone_missing');
  return address;
};

/** Of the number that a code goes to, ISO 3166-1 alpha-2; null for numbers of no country. */
const countryOf = (phone: string): string | null => readPhoneNumber(phone)?.country ?? null;

/** The way that was asked for, and those that the person allows where it fails. */
const routesFor = (deps: Deps, person: Person, asked: Route): [Route, ...Route[]] => {
  const others = person.channels
    .filter((channel) => channel !== asked.channel && deps.dispatcher.channels.includes(channel))
    .flatMap((channel): Route[] => {
      const to = addressOn(person, channel);
      if (to === null) return [];
      return channel === 'email' || isServed(deps, countryOf(to)) ? [{ channel, to }] : [];
    });
  return [asked, ...others];
};

/**
 * Sends a person the code for the door of their visit, to the address on the account.
 * @throws Problem `appointment_not_found`, `not_participant`, `phone_missing`, `address_missing`,
 * `not_joinable`, `country_refused`, `too_many_requests`, `otp_locked`, `otp_off`, `send_failed`
 */
export const sendVideoOtp = async (deps: Deps, request: SendVideoOtp): Promise<VideoOtpSent> => {
  const { signedIn, channel } = request;
  const { person } = signedIn;
  const appointment = await appointmentAtTheDoor(deps, deps.db, signedIn, request.ref, () =>
    addressFor(deps, person, channel),
  );
  const address = addressFor(deps, person, channel);
  const country = channel === 'email' ? null : countryOf(address);
  if (channel !== 'email') await assertServed(deps, country);
  const { digits, minutes } = deps.config.otp;
  const issued = issuedOrProblem(
    await issueCode(deps, {
      ...videoChallenge(signedIn, appointment),
      channel,
      address,
      country,
      clientAddress: request.clientAddress,
      deviceHash: request.deviceHash,
      digits,
      minutes,
    }),
  );
  const { code } = issued;
  const { dispatched, outcome } = await sendIssued(deps, issued, {
    kind: 'video_code',
    personId: person.id,
    language: person.locale,
    routes: routesFor(deps, person, { channel, to: address }),
    words: (way) => codeWords(person.locale, 'video', way, { appName: deps.config.appName, code, minutes }),
    body: { kind: 'code', code, minutes },
    life: issued.expiresIn,
  });
  const way = outcome?.channel ?? channel;
  const to = addressFor(deps, person, way);
  return {
    message: 'OTP sent successfully for video call access',
    appointment_id: appointment.id,
    channel: way,
    to: way === 'email' ? maskedEmail(to) : maskedPhone(to),
    delivery_id: outcome?.id ?? dispatched.id,
    expires_in: issued.expiresIn,
    resend_in: issued.resendIn,
  };
};
