import { useQuery } from '@tanstack/react-query';
import type { DeliveryState } from '../../../contract/deliveries.ts';
import { ApiProblem, request } from '../../api.ts';

const LOOK_EVERY_MS = 2_000;
/** A receipt that is not here after a minute helps nobody who waits for a code. */
const MOST_LOOKS = 30;

const isSettled = (state: DeliveryState | undefined): boolean =>
  state?.status === 'delivered' || state?.status === 'read' || state?.status === 'failed';

const isRefused = (error: Error | null): boolean =>
  error instanceof ApiProblem && error.status >= 400 && error.status < 500;

/** How far a message came, asked again and again while somebody waits for it; null until that is known. */
export const useDelivery = (id: string | null): DeliveryState | null => {
  const { data } = useQuery({
    queryKey: ['delivery', id],
    enabled: id !== null,
    retry: false,
    gcTime: 0,
    queryFn: ({ signal }) => request<DeliveryState>('GET', `/api/deliveries/${id}`, { signal }),
    refetchInterval: ({ state }) =>
      isSettled(state.data) ||
      isRefused(state.error) ||
      state.dataUpdateCount + state.errorUpdateCount >= MOST_LOOKS
        ? false
        : LOOK_EVERY_MS,
  });
  return id === null ? null : (data ?? null);
};
