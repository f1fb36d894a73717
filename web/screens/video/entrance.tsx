import { lazy, Suspense } from 'react';
import type { Appointment } from '../../../contract/appointments.ts';
import type { Me } from '../../../contract/people.ts';
import { useClinic } from '../../ui/clinic-context.ts';
import { useNow } from '../../ui/use-now.ts';
import { Notice } from './notice.tsx';
import { VisitLine } from './visit-line.tsx';

const OneTimeCodeDialog = lazy(async () => ({
  default: (await import('../one-time-code/one-time-code-dialog.tsx')).OneTimeCodeDialog,
}));

interface Props {
  appointment: Appointment;
  person: Me;
  onVerified: () => void;
  onClose: () => void;
}

/** The code that a visit asks for, once in a sign-in. */
export const Entrance = ({ appointment, person, onVerified, onClose }: Props) => (
  <>
    <Notice title="Your visit is open" text="For your privacy, joining takes a code that we send you.">
      <VisitLine appointment={appointment} person={person} now={useNow(30_000)} />
    </Notice>
    <Suspense fallback={null}>
      <OneTimeCodeDialog
        appointmentId={appointment.id}
        phone={person.phone}
        length={useClinic().code_digits}
        onVerified={onVerified}
        onClose={onClose}
      />
    </Suspense>
  </>
);
