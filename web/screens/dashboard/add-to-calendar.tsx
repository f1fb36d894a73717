import { Button } from '@mantine/core';
import type { Appointment } from '../../../contract/appointments.ts';

interface Props {
  visit: Appointment;
  /** Id of the text that says which visit this is. */
  describedBy: string;
}

/** A plain link: a phone offers to add the visit, a computer opens or keeps the file. */
export const AddToCalendar = ({ visit, describedBy }: Props) => (
  <Button
    component="a"
    href={`/api/appointments/${visit.id}/calendar.ics`}
    variant="subtle"
    aria-describedby={describedBy}
  >
    Add to calendar
  </Button>
);
