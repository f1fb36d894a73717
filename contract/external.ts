import { Type } from 'typebox';
import { DeliveryEvent, DeliveryFault, DeliveryStatus } from './deliveries.ts';
import { Channel, CodeInput, closed, Id, Instant, nullable, PhoneInput } from './primitives.ts';

/** `otp` left out: a code is made here and checked with `/api/v1/external/otp/verify`. */
export const ExternalOtp = closed({
  to_phone: PhoneInput,
  otp: Type.Optional(
    Type.String({ pattern: '^[0-9A-Za-z]{4,10}$', description: '4 to 10 letters or digits' }),
  ),
});
export type ExternalOtp = Type.Static<typeof ExternalOtp>;

/** The same in the address of the request; what the body says goes before it. */
export const ExternalOtpQuery = closed({
  to_phone: Type.Optional(PhoneInput),
  otp: Type.Optional(Type.String({ maxLength: 16 })),
});
export type ExternalOtpQuery = Type.Static<typeof ExternalOtpQuery>;

/** The body where the address of the request may say it instead. */
export const ExternalOtpBody = closed({
  to_phone: Type.Optional(PhoneInput),
  otp: ExternalOtp.properties.otp,
});
export type ExternalOtpBody = Type.Static<typeof ExternalOtpBody>;

/** `otp_sent` and the code inside `message` are there in mock mode alone. */
export const ExternalOtpSent = Type.Object(
  {
    success: Type.Literal(true),
    data: Type.Object({
      provider: Type.String({ description: 'mock, twilio, whatsapp or console' }),
      message_id: Type.String(),
      status: Type.String(),
      to: Type.String(),
      otp_sent: Type.Optional(Type.String()),
      message: Type.String(),
      mock: Type.Boolean(),
    }),
    message: Type.String(),
  },
  { title: 'ExternalOtpSent' },
);
export type ExternalOtpSent = Type.Static<typeof ExternalOtpSent>;

export const ExternalVerify = closed({ to_phone: PhoneInput, otp: CodeInput });
export type ExternalVerify = Type.Static<typeof ExternalVerify>;

export const ExternalVerified = Type.Object(
  {
    success: Type.Literal(true),
    data: Type.Object({ valid: Type.Literal(true), to: Type.String() }),
    message: Type.String(),
  },
  { title: 'ExternalVerified' },
);
export type ExternalVerified = Type.Static<typeof ExternalVerified>;

export const ExternalMessage = Type.Object(
  {
    success: Type.Literal(true),
    data: Type.Object({
      message_id: Type.String(),
      channel: Channel,
      provider: nullable(Type.String()),
      status: DeliveryStatus,
      error: nullable(DeliveryFault),
      created_at: Instant,
      history: Type.Array(DeliveryEvent),
    }),
  },
  { title: 'ExternalMessage' },
);
export type ExternalMessage = Type.Static<typeof ExternalMessage>;

/** What a service key may do. */
export const ServiceScope = Type.Union([
  Type.Literal('otp:send'),
  Type.Literal('otp:verify'),
  Type.Literal('messages:read'),
]);
export type ServiceScope = Type.Static<typeof ServiceScope>;

/** `hint` is the key's first characters, enough to tell it from another; the key itself is shown once. */
export const ServiceKey = Type.Object(
  {
    id: Id,
    name: Type.String(),
    hint: Type.String(),
    scopes: Type.Array(ServiceScope),
    created_at: Instant,
    last_used_at: nullable(Instant),
    revoked_at: nullable(Instant),
  },
  { title: 'ServiceKey' },
);
export type ServiceKey = Type.Static<typeof ServiceKey>;

export const ServiceKeyList = Type.Object({ service_keys: Type.Array(ServiceKey) });
export type ServiceKeyList = Type.Static<typeof ServiceKeyList>;

/**
 * One line, and nothing in it that cannot be seen or that turns the text around: no two keys may look alike in a
 * list. Hindi and Urdu are not written without the two joiners.
 */
const visibleLine = '^(?:[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]|[\\u200C\\u200D])*$';

export const NewServiceKey = closed({
  name: Type.String({ minLength: 1, maxLength: 60, pattern: visibleLine }),
  scopes: Type.Array(ServiceScope, { minItems: 1, maxItems: 3, uniqueItems: true }),
});
export type NewServiceKey = Type.Static<typeof NewServiceKey>;

export const ServiceKeyMade = Type.Object(
  { ...ServiceKey.properties, key: Type.String() },
  { title: 'ServiceKeyMade' },
);
export type ServiceKeyMade = Type.Static<typeof ServiceKeyMade>;
