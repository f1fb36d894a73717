import { useQuery } from '@tanstack/react-query';
import type { Appointment } from '../../../contract/appointments.ts';
import type { VisitMessages } from '../../../contract/reminders.ts';
import { request } from '../../api.ts';
import { APPOINTMENTS } from '../../queries.ts';
import { untilNextMessage } from './until-next-message.ts';

/** What was and will be sent about a visit; a change of the visit, by whomever, brings new messages. */
export const useVisitMessages = ({ id, updated_at }: Appointment) =>
  useQuery({
    queryKey: [...APPOINTMENTS, 'messages', id, updated_at],
    queryFn: ({ signal }) => request<VisitMessages>('GET', `/api/appointments/${id}/messages`, { signal }),
    placeholderData: (previous) => previous,
    refetchInterval: ({ state }) => (state.data ? untilNextMessage(state.data, Date.now()) : false),
  });
