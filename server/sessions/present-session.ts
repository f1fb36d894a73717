import type { SessionOpened } from '../../contract/sessions.ts';
import { ACCESS_TOKEN_SECONDS } from './session-lifetime.ts';
import type { OpenedSession } from './sign-in.ts';

/** What a client is given of its session; the cookie's secret goes its own way. */
export const presentSession = ({
  person,
  accessToken,
  refreshToken,
}: Omit<OpenedSession, 'cookieSecret'>): SessionOpened => ({
  token: accessToken,
  expires_in: ACCESS_TOKEN_SECONDS,
  refresh_token: refreshToken,
  user: {
    id: person.id,
    email: person.email,
    phone: person.phone,
    first_name: person.firstName,
    last_name: person.lastName,
    role: person.role,
    time_zone: person.timeZone,
    locale: person.locale,
  },
});
