import type { Role } from '../../contract/primitives.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** An access token's life in seconds. It is void at once when its session ends. */
export const ACCESS_TOKEN_SECONDS = 15 * MINUTE;

interface Lifetime {
  /** Ends the session after this many seconds without a request that somebody caused. */
  idleSeconds: number;
  /** Ends it this many seconds after sign-in, whatever happens. */
  absoluteSeconds: number;
}

/**
 * Doctors and admins see many people's data, so theirs are short (ASVS 7.3). A patient sees only
 * their own and should find the link in a reminder still signed in.
 */
const LIFETIMES: Record<Role, Lifetime> = {
  patient: { idleSeconds: 7 * DAY, absoluteSeconds: 30 * DAY },
  doctor: { idleSeconds: HOUR, absoluteSeconds: DAY },
  admin: { idleSeconds: HOUR, absoluteSeconds: DAY },
};

export const lifetimeOf = (role: Role): Lifetime => LIFETIMES[role];
