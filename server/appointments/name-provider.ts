import type { VideoProvider } from '../../contract/primitives.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import type { Appointment } from './appointment.ts';
import { assertConfigured } from './assert-configured.ts';
import { assertProviderChangeable } from './booking-rules.ts';
import { change } from './change.ts';
import { notifyChanged, updateVideoProvider } from './change-rows.ts';

interface Naming {
  person: Person;
  ref: string;
  /** Null leaves it to the clinic again. */
  provider: VideoProvider | null;
  /** Takes a call along that is to be held there, too, or refuses. The visit is held, and as it will be. */
  takeAlong: (tx: Tx, appointment: Appointment) => Promise<void>;
}

/**
 * Names where a visit's call will be held: its doctor or an admin. To where it is named already: no effect.
 * @throws Problem `forbidden`, `video_provider_missing`, `not_changeable`, `appointment_not_found`, and what
 * `takeAlong` throws
 */
export const nameProvider = (
  deps: Deps,
  { person, ref, provider, takeAlong }: Naming,
): Promise<Appointment> =>
  change(deps, {
    person,
    ref,
    action: 'appointment.provider',
    news: null,
    details: { provider },
    apply: async (tx, appointment, acting) => {
      if (acting === 'patient') throw new Problem('forbidden');
      assertConfigured(deps, provider);
      if (appointment.videoProvider === provider) return false;
      assertProviderChangeable(appointment, deps.now(), deps.config.visits);
      await takeAlong(tx, { ...appointment, videoProvider: provider });
      await updateVideoProvider(tx, appointment.id, provider);
      await notifyChanged(tx, appointment.id);
      return true;
    },
  });
