import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Appointment, ChooseProvider, VisitPlace } from '../../../contract/appointments.ts';
import { request } from '../../api.ts';
import { APPOINTMENTS } from '../../queries.ts';

/** Where a visit is held; looked at again whenever the visit changes or can be joined. */
export const useVisitPlace = ({ id, updated_at, can_join }: Appointment) =>
  useQuery({
    queryKey: [...APPOINTMENTS, 'place', id, updated_at, can_join],
    queryFn: ({ signal }) => request<VisitPlace>('GET', `/api/appointments/${id}/video-provider`, { signal }),
    placeholderData: (previous) => previous,
  });

/** Done once the page shows what it did; a refusal may mean that the room was made meanwhile. */
export const useChooseProvider = (id: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ChooseProvider) =>
      request<Appointment>('PUT', `/api/appointments/${id}/video-provider`, { body }),
    onSettled: () => client.invalidateQueries({ queryKey: APPOINTMENTS }),
  });
};
