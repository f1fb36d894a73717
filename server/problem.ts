interface Outcome {
  status: number;
  title: string;
  /** Said to the person where the one who raises the problem says nothing more exact. */
  detail: string;
}

/** Every expected outcome that is not a success, by its stable code. The list is closed. */
export const PROBLEMS = {
  invalid_request: {
    status: 400,
    title: 'Invalid request',
    detail: 'The request is not in the expected form.',
  },
  phone_missing: { status: 400, title: 'No phone number', detail: 'Phone number not found' },
  address_missing: {
    status: 400,
    title: 'No address for this way',
    detail: 'There is no verified address on the account for this way of sending.',
  },
  phone_invalid: { status: 400, title: 'Invalid phone number', detail: 'Invalid phone number' },
  contact_mismatch: {
    status: 400,
    title: 'Not your number',
    detail: 'The number is not the one registered on your account.',
  },
  otp_invalid: { status: 400, title: 'Invalid code', detail: 'Invalid or expired OTP' },
  account_missing: {
    status: 404,
    title: 'No account yet',
    detail: 'The code is right, and there is no account for this address yet. Please register.',
  },
  email_taken: {
    status: 409,
    title: 'Address in use',
    detail: 'There is an account with this e-mail address already. Sign in, or reset the password.',
  },
  phone_taken: {
    status: 409,
    title: 'Number in use',
    detail: 'There is an account with this number already. Sign in with a code instead.',
  },
  sign_in_again: {
    status: 403,
    title: 'Sign in again',
    detail: 'This needs a fresh sign-in. Please sign in again and repeat it.',
  },
  scope_missing: {
    status: 403,
    title: 'Not allowed for this key',
    detail: 'This service key is not allowed to do this.',
  },
  signature_wrong: {
    status: 403,
    title: 'Signature wrong',
    detail: 'The signature of this request is not the provider’s.',
  },
  time_zone_unknown: { status: 400, title: 'Unknown time zone', detail: 'That is not an IANA time zone.' },
  hours_overlap: {
    status: 400,
    title: 'Hours overlap',
    detail: 'Two ranges of working hours overlap or end before they begin.',
  },
  range_invalid: {
    status: 400,
    title: 'Invalid range',
    detail: 'The end of the range must come after its start, and the range must not be too long.',
  },
  video_provider_missing: {
    status: 400,
    title: 'Not set up here',
    detail:
      'This way of holding video calls is not set up at the clinic. Choose another, or leave it to the clinic.',
  },
  not_bookable: { status: 400, title: 'Not bookable', detail: 'This time can’t be booked.' },
  illegal_action: { status: 400, title: 'Unknown action', detail: 'This action is not known.' },
  not_active: {
    status: 400,
    title: 'Not an active appointment',
    detail: 'The appointment is neither confirmed nor in progress.',
  },
  unauthorized: { status: 401, title: 'Not signed in', detail: 'Please log in' },
  credentials_wrong: {
    status: 401,
    title: 'Wrong e-mail or password',
    detail: 'The e-mail address or the password is wrong.',
  },
  refresh_invalid: {
    status: 401,
    title: 'Session over',
    detail: 'This session is over. Please log in again.',
  },
  forbidden: { status: 403, title: 'Not allowed', detail: 'You are not allowed to do this.' },
  not_participant: {
    status: 403,
    title: 'Not your appointment',
    detail: 'Unauthorized access to appointment',
  },
  otp_required: {
    status: 403,
    title: 'Code required',
    detail: 'A one-time code is needed before this video call.',
  },
  otp_off: {
    status: 403,
    title: 'Codes are switched off',
    detail: 'There were too many wrong codes for this account. Ask the clinic to confirm your number again.',
  },
  origin_refused: {
    status: 403,
    title: 'Foreign origin',
    detail: 'This request did not come from the clinic’s own pages.',
  },
  country_refused: {
    status: 403,
    title: 'Country not served',
    detail: 'Codes are not sent to numbers of this country.',
  },
  not_found: { status: 404, title: 'Not found', detail: 'There is nothing here.' },
  appointment_not_found: { status: 404, title: 'No such appointment', detail: 'Appointment not found' },
  call_not_found: {
    status: 404,
    title: 'No call yet',
    detail: 'Video call not found. It has not been initiated.',
  },
  not_joinable: { status: 409, title: 'Not joinable now', detail: 'This visit can’t be joined now.' },
  slot_taken: {
    status: 409,
    title: 'Time taken',
    detail: 'This time has just been taken. Please pick another.',
  },
  patient_busy: {
    status: 409,
    title: 'Overlapping visit',
    detail: 'There is already a visit at that time. Please pick another.',
  },
  not_changeable: {
    status: 409,
    title: 'Too late to change',
    detail: 'This appointment can’t be changed any more.',
  },
  illegal_transition: {
    status: 409,
    title: 'Not possible now',
    detail: 'The call is not in a state that allows this.',
  },
  payload_too_large: { status: 413, title: 'Too large', detail: 'The request is larger than is taken here.' },
  media_type_unsupported: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'Send JSON with content-type application/json.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    detail: 'Too many tries. Wait a little and try again.',
  },
  otp_locked: {
    status: 429,
    title: 'Too many wrong codes',
    detail: 'There were too many wrong codes. Wait a little before the next try.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong',
    detail: 'Something went wrong on our side. Please try again.',
  },
  video_not_configured: { status: 500, title: 'Video is not configured', detail: 'Video is not configured' },
  not_configured: { status: 500, title: 'Not configured', detail: 'Twilio not configured' },
  send_failed: { status: 502, title: 'Could not send', detail: 'Failed to send OTP' },
  video_unavailable: {
    status: 502,
    title: 'Video can’t be reached',
    detail: 'The clinic’s video provider can’t be reached just now. Please try again in a few seconds.',
  },
  issuer_unavailable: {
    status: 503,
    title: 'Just a moment',
    detail: 'Your sign-in can’t be checked just now. Please try again in a few seconds.',
  },
  database_unavailable: {
    status: 503,
    title: 'Just a moment',
    detail: 'The clinic’s records can’t be reached just now. Please try again in a few seconds.',
  },
} as const satisfies Record<string, Outcome>;

export type ProblemCode = keyof typeof PROBLEMS;

interface Particulars {
  detail?: string;
  /** Seconds, for `Retry-After`. */
  retryAfter?: number;
  fields?: { path: string; message: string }[];
}

/** An expected outcome that is not a success. Thrown by verbs, answered as `application/problem+json`. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly retryAfter: number | undefined;
  readonly fields: { path: string; message: string }[] | undefined;

  constructor(code: ProblemCode, { detail, retryAfter, fields }: Particulars = {}) {
    const outcome: Outcome = PROBLEMS[code];
    super(detail ?? outcome.detail);
    this.name = 'Problem';
    this.code = code;
    this.status = outcome.status;
    this.title = outcome.title;
    this.retryAfter = retryAfter === undefined ? undefined : Math.max(1, Math.ceil(retryAfter));
    this.fields = fields;
  }
}
