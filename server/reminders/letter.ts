import { type Appointment, minutesOf, sideOf } from '../appointments/appointment.ts';
import { joinWindow } from '../appointments/join-window.ts';
import { publicAddress } from '../appointments/present-appointment.ts';
import { visitInvite } from '../appointments/visit-invite.ts';
import type { Deps } from '../deps.ts';
import type { Route } from '../messages/dispatcher.ts';
import type { Invite } from '../messages/messenger.ts';
import type { Letter } from '../messages/posting.ts';
import { visitMessage } from '../messages/visit-message.ts';
import { fullName, type Person } from '../people/person.ts';
import type { Claim } from './queue-rows.ts';
import { wordedAs } from './worded-as.ts';

interface Addressed {
  claim: Claim;
  visit: Appointment;
  /** Who reads it. */
  person: Person;
  route: Route;
}

type LetterDeps = Pick<Deps, 'config' | 'now'>;

/** News brings an entry for the calendar by e-mail; a reminder changes nothing there. */
const inviteFor = (
  { config, now }: LetterDeps,
  { claim, visit, person, route }: Addressed,
): Invite | null => {
  if (route.channel !== 'email' || claim.kind.startsWith('reminder_')) return null;
  const published = { clinic: config, reader: person, now: now() };
  return visitInvite(published, visit, { email: person.email, name: fullName(person) });
};

/** Where it leads: to the visit's door, or to its page where there is no call to join, or none yet. */
const linkOf = ({ config }: LetterDeps, { id, sessionType, status }: Appointment): URL => {
  const hasDoor = sessionType === 'telehealth' && status !== 'CANCELLED' && status !== 'SCHEDULED';
  return new URL(publicAddress(config.publicUrl, `/appointments/${id}${hasDoor ? '/video' : ''}`));
};

/** Minutes before the start at which one who comes to the clinic is told that it begins. */
const ARRIVAL_MINUTES = 15;

const opensAt = ({ config }: LetterDeps, visit: Appointment): Date =>
  joinWindow(visit, {
    ...config.visits,
    ...(visit.sessionType === 'in_person' ? { joinEarlyMinutes: ARRIVAL_MINUTES } : {}),
  }).opensAt;

/** What is told of a visit as it stands now, in the reader's language and zone. */
export const letterTo = (deps: LetterDeps, addressed: Addressed): Letter => {
  const { claim, visit, person, route } = addressed;
  const now = deps.now();
  const readerIs = sideOf(visit, person.id) ?? 'patient';
  const { subject, text, body } = visitMessage(
    {
      kind: wordedAs(claim.kind, { now, startsAt: visit.startsAt, opensAt: opensAt(deps, visit) }),
      appName: deps.config.appName,
      other: fullName(readerIs === 'doctor' ? visit.patient : visit.doctor),
      readerIs,
      sessionType: visit.sessionType,
      startsAt: visit.startsAt,
      minutes: minutesOf(visit),
      timeZone: person.timeZone,
      language: person.locale,
      now,
      url: linkOf(deps, visit),
    },
    route.channel,
    inviteFor(deps, addressed),
  );
  return {
    about: { appointmentId: visit.id, version: visit.version },
    kind: claim.kind,
    personId: person.id,
    language: person.locale,
    route,
    words: { subject, text },
    body,
    life: Math.max(0, (claim.usefulUntil.getTime() - now.getTime()) / 1_000),
  };
};
