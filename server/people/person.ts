import type { Me, Participant, QuietHours } from '../../contract/people.ts';
import type { Channel, Locale, Role } from '../../contract/primitives.ts';

export interface Person {
  id: string;
  /** Empty where none is known. */
  email: string;
  emailVerified: boolean;
  /** E.164, or null. */
  phone: string | null;
  phoneVerified: boolean;
  phoneChangedAt: Date;
  role: Role;
  firstName: string;
  lastName: string;
  timeZone: string;
  locale: Locale;
  channels: Channel[];
  /** In their own zone; null for none. */
  quietHours: QuietHours | null;
  profileImageUrl: string | null;
}

export const fullName = ({ firstName, lastName }: Pick<Person, 'firstName' | 'lastName'>): string =>
  `${firstName} ${lastName}`.trim();

export const meOf = (person: Person): Me => ({
  id: person.id,
  email: person.email,
  phone: person.phone,
  phone_verified: person.phoneVerified,
  first_name: person.firstName,
  last_name: person.lastName,
  role: person.role,
  time_zone: person.timeZone,
  locale: person.locale,
  channels: person.channels,
  quiet_hours: person.quietHours,
  profile_image_url: person.profileImageUrl,
});

export const participantOf = (
  person: Pick<Person, 'id' | 'firstName' | 'lastName' | 'role' | 'profileImageUrl'>,
): Participant => ({
  id: person.id,
  first_name: person.firstName,
  last_name: person.lastName,
  role: person.role,
  profile_image_url: person.profileImageUrl,
});
