import type { QuietHours } from '../../contract/people.ts';
import type { Channel, Locale, Role } from '../../contract/primitives.ts';
import { timeOf } from '../minutes.ts';
import { shownEmail } from './outside-address.ts';
import type { Person } from './person.ts';

/** A person's columns, as any statement that joins `people` under the name `p` selects them. */
export const PERSON_COLUMNS = `
  p.id, p.email, p.email_verified_at IS NOT NULL AS email_verified, p.phone,
  p.phone_verified_at IS NOT NULL AS phone_verified, p.phone_changed_at, p.role, p.first_name, p.last_name,
  p.time_zone, p.locale, p.channels, p.quiet_from_minute, p.quiet_to_minute, p.profile_image_url`;

export interface PersonRow {
  id: string;
  email: string;
  email_verified: boolean;
  phone: string | null;
  phone_verified: boolean;
  phone_changed_at: Date;
  role: Role;
  first_name: string;
  last_name: string;
  time_zone: string;
  locale: Locale;
  channels: Channel[];
  quiet_from_minute: number | null;
  quiet_to_minute: number | null;
  profile_image_url: string | null;
}

const quietHoursOf = ({ quiet_from_minute: from, quiet_to_minute: to }: PersonRow): QuietHours | null =>
  from === null || to === null ? null : { from: timeOf(from), to: timeOf(to) };

export const personOf = (row: PersonRow): Person => ({
  id: row.id,
  email: shownEmail(row.email),
  emailVerified: row.email_verified,
  phone: row.phone,
  phoneVerified: row.phone_verified,
  phoneChangedAt: row.phone_changed_at,
  role: row.role,
  firstName: row.first_name,
  lastName: row.last_name,
  timeZone: row.time_zone,
  locale: row.locale,
  channels: row.channels,
  quietHours: quietHoursOf(row),
  profileImageUrl: row.profile_image_url,
});
