import { Type } from 'typebox';
import {
  Channel,
  CodeInput,
  closed,
  EmailAddress,
  Id,
  Locale,
  NewPassword,
  PersonName,
  PhoneInput,
  TimeZone,
} from './primitives.ts';
import { ProblemDocument } from './problems.ts';
import { SessionOpened, SessionUser } from './sessions.ts';

/** A phone number, or an e-mail address where the channel is `email`. */
export const CodeAddress = Type.String({
  minLength: 3,
  maxLength: 254,
  description: 'phone number in international form; an e-mail address for the channel `email`',
});

export const SendOtp = closed({ to: CodeAddress, channel: Type.Optional(Channel) });
export type SendOtp = Type.Static<typeof SendOtp>;

/** `expires_in` and `resend_in` are seconds; `delivery_id` asks after the message with `DeliveryState`. */
export const OtpSent = Type.Object(
  {
    message: Type.String(),
    status: Type.Literal('pending'),
    to: Type.String(),
    channel: Channel,
    expires_in: Type.Integer(),
    resend_in: Type.Integer(),
    delivery_id: Id,
  },
  { title: 'OtpSent' },
);
export type OtpSent = Type.Static<typeof OtpSent>;

export const VerifyOtp = closed({ to: CodeAddress, code: CodeInput });
export type VerifyOtp = Type.Static<typeof VerifyOtp>;

export const OtpVerified = Type.Object(
  { message: Type.String(), status: Type.Literal('approved'), valid: Type.Literal(true) },
  { title: 'OtpVerified' },
);
export type OtpVerified = Type.Static<typeof OtpVerified>;

/** The problem document of `/verify-otp`, with what older clients read. */
export const OtpNotVerified = Type.Object(
  { ...ProblemDocument.properties, valid: Type.Literal(false) },
  { title: 'OtpNotVerified' },
);
export type OtpNotVerified = Type.Static<typeof OtpNotVerified>;

export const RegisterWithOtp = closed({
  email: EmailAddress,
  password: NewPassword,
  phone: PhoneInput,
  otp_code: CodeInput,
  first_name: Type.Optional(PersonName),
  last_name: Type.Optional(PersonName),
  time_zone: Type.Optional(TimeZone),
  locale: Type.Optional(Locale),
});
export type RegisterWithOtp = Type.Static<typeof RegisterWithOtp>;

export const Registered = Type.Object(
  {
    ...SessionOpened.properties,
    message: Type.String(),
    user: Type.Object({ ...SessionUser.properties, phone_verified: Type.Literal(true) }),
  },
  { title: 'Registered' },
);
export type Registered = Type.Static<typeof Registered>;

/** Step 1 without `otp_code` and `new_password`, step 2 with both. */
export const ForgotPasswordOtp = closed({
  email: EmailAddress,
  phone: PhoneInput,
  channel: Type.Optional(Channel),
  otp_code: Type.Optional(CodeInput),
  new_password: Type.Optional(NewPassword),
});
export type ForgotPasswordOtp = Type.Static<typeof ForgotPasswordOtp>;

/** `expires_in` and `resend_in` are there in step 1 alone. */
export const PasswordForgotten = Type.Object(
  {
    message: Type.String(),
    expires_in: Type.Optional(Type.Integer()),
    resend_in: Type.Optional(Type.Integer()),
  },
  { title: 'PasswordForgotten' },
);
export type PasswordForgotten = Type.Static<typeof PasswordForgotten>;

export const LoginWithOtp = closed({ to: CodeAddress, otp_code: CodeInput });
export type LoginWithOtp = Type.Static<typeof LoginWithOtp>;

/** The new number is bound once its code is given; until then the old one stands. */
export const ChangePhone = closed({ phone: PhoneInput, channel: Type.Optional(Channel) });
export type ChangePhone = Type.Static<typeof ChangePhone>;

export const PhoneCodeSent = Type.Object(
  {
    message: Type.String(),
    to: Type.String(),
    channel: Channel,
    expires_in: Type.Integer(),
    resend_in: Type.Integer(),
    delivery_id: Id,
  },
  { title: 'PhoneCodeSent' },
);
export type PhoneCodeSent = Type.Static<typeof PhoneCodeSent>;

export const ConfirmPhone = closed({ phone: PhoneInput, otp_code: CodeInput });
export type ConfirmPhone = Type.Static<typeof ConfirmPhone>;
