import { useQuery } from '@tanstack/react-query';
import type { Appointment } from '../../../contract/appointments.ts';
import { ApiProblem, request } from '../../api.ts';
import { untilNextLook } from '../../next-look.ts';
import { APPOINTMENTS } from '../../queries.ts';

/** One visit, by its id or its number, as fresh as on the list of visits. */
export const useVisitPage = (ref: string) =>
  useQuery({
    queryKey: [...APPOINTMENTS, 'one', ref],
    queryFn: ({ signal }) =>
      request<Appointment>('GET', `/api/appointments/${encodeURIComponent(ref)}/`, { signal }),
    refetchInterval: ({ state }) => (state.data ? untilNextLook([state.data], Date.now()) : false),
  });

const NO_SUCH_VISIT = [400, 403, 404];

/** Whether there is no such visit for this person: an address that is none, a visit that is not, or not theirs. */
export const isNoVisit = (error: Error | null): boolean =>
  error instanceof ApiProblem && NO_SUCH_VISIT.includes(error.status);
