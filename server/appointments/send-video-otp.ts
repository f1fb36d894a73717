import type { VideoOtpSent } from '../../contract/appointments.ts';
import type { Channel } from '../../contract/primitives.ts';
import type { Deps } from '../deps.ts';
import type { Route } from '../messages/dispatcher.ts';
import { outcomeWithin } from '../messages/outcome-within.ts';
import { codeWords } from '../messages/wording.ts';
import { issueCode, withdrawCode } from '../otp/issue-code.ts';
import { issuedOrProblem } from '../otp/issued-or-problem.ts';
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

/** A request waits this long for a provider's word, in milliseconds; after that the message is on its way. */
const PATIENCE_MS = 4_000;

/** Where a code may go: only to a verified address on the account, in a country that is served. */
const addressFor = (deps: Deps, person: Person, channel: Channel): string => {
  if (!deps.dispatcher.channels.includes(channel))
    throw new Problem('address_missing', { detail: 'Codes can’t be sent this way here. Pick another way.' });
  if (channel === 'email') {
    if (!person.emailVerified) throw new Problem('address_missing');
    return person.email;
  }
  if (!person.phone || !person.phoneVerified) throw new Problem('phone_missing');
  const country = readPhoneNumber(person.phone)?.country ?? null;
  const { countries } = deps.config.otp;
  if (countries && !(country && countries.includes(country))) throw new Problem('country_refused');
  return person.phone;
};

/** The way that was asked for, and those that the person allows where it fails. */
const routesFor = (deps: Deps, person: Person, asked: Route): [Route, ...Route[]] => {
  const others = person.channels
    .filter((channel) => channel !== asked.channel)
    .flatMap((channel): Route[] => {
      try {
        return [{ channel, to: addressFor(deps, person, channel) }];
      } catch (error) {
        if (error instanceof Problem) return [];
        throw error;
      }
    });
  return [asked, ...others];
};

/**
 * Sends a person the code for the door of their visit, to the address on the account.
 * @throws Problem `appointment_not_found`, `not_participant`, `phone_missing`, `address_missing`,
 * `country_refused`, `not_joinable`, `too_many_requests`, `otp_locked`, `otp_off`, `send_failed`
 */
export const sendVideoOtp = async (deps: Deps, request: SendVideoOtp): Promise<VideoOtpSent> => {
  const { signedIn, channel } = request;
  const { person } = signedIn;
  const appointment = await appointmentAtTheDoor(deps, deps.db, signedIn, request.ref, () =>
    addressFor(deps, person, channel),
  );
  const address = addressFor(deps, person, channel);
  const { digits, minutes } = deps.config.otp;
  const issued = issuedOrProblem(
    await issueCode(deps, {
      ...videoChallenge(signedIn, appointment),
      channel,
      address,
      country: channel === 'email' ? null : (readPhoneNumber(address)?.country ?? null),
      clientAddress: request.clientAddress,
      deviceHash: request.deviceHash,
      digits,
      minutes,
    }),
  );
  const { code } = issued;
  const dispatched = deps.dispatcher.dispatch({
    kind: 'video_code',
    personId: person.id,
    language: person.locale,
    routes: routesFor(deps, person, { channel, to: address }),
    words: (way) => codeWords(person.locale, 'video', way, { appName: deps.config.appName, code, minutes }),
    body: { kind: 'code', code, minutes },
    life: issued.expiresIn,
  });
  const outcome = await outcomeWithin(dispatched, PATIENCE_MS);
  if (outcome?.outcome === 'failed') {
    await withdrawCode(deps, issued);
    throw new Problem('send_failed');
  }
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
