import { Type } from 'typebox';
import { closed, Id, Locale, nullable, Role, TimeZone } from './primitives.ts';

export const SignIn = closed({
  email: Type.String({ minLength: 1, maxLength: 254 }),
  password: Type.String({ minLength: 1, maxLength: 1024 }),
});
export type SignIn = Type.Static<typeof SignIn>;

export const SessionUser = Type.Object(
  {
    id: Id,
    email: Type.String(),
    phone: nullable(Type.String()),
    first_name: Type.String(),
    last_name: Type.String(),
    role: Role,
    time_zone: TimeZone,
    locale: Locale,
  },
  { title: 'SessionUser' },
);
export type SessionUser = Type.Static<typeof SessionUser>;

/** `token` is an access token for `Authorization: Bearer`; `expires_in` is its life in seconds. */
export const SessionOpened = Type.Object(
  {
    token: Type.String(),
    expires_in: Type.Integer(),
    refresh_token: Type.String(),
    user: SessionUser,
  },
  { title: 'SessionOpened' },
);
export type SessionOpened = Type.Static<typeof SessionOpened>;

/** A browser leaves the body out: its cookie says which session. */
export const RefreshSession = closed({ refresh_token: Type.Optional(Type.String({ maxLength: 200 })) });
export type RefreshSession = Type.Static<typeof RefreshSession>;
