import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { DeliveryState } from '../../../contract/deliveries.ts';
import { request } from '../../api.ts';

const LOOK_EVERY_MS = 2_000;
/** A receipt that is not here after a minute helps nobody who waits for a code. */
const MOST_LOOKS = 30;

const isSettled = (state: DeliveryState | undefined): boolean =>
  state?.status === 'delivered' || state?.status === 'read' || state?.status === 'failed';

/** The same id a moment later: a message goes out after the answer that names it, and is not known before. */
const useInAMoment = (id: string | null): string | null => {
  const [late, setLate] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setLate(id), LOOK_EVERY_MS);
    return () => clearTimeout(timer);
  }, [id]);
  return late === id ? id : null;
};

/** How far a message came, asked again and again while somebody waits for it; null until that is known. */
export const useDelivery = (id: string | null): DeliveryState | null => {
  const asked = useInAMoment(id);
  const { data } = useQuery({
    queryKey: ['delivery', asked],
    enabled: asked !== null,
    retry: false,
    gcTime: 0,
    queryFn: ({ signal }) => request<DeliveryState>('GET', `/api/deliveries/${asked}`, { signal }),
    refetchInterval: ({ state }) =>
      isSettled(state.data) || state.dataUpdateCount + state.errorUpdateCount >= MOST_LOOKS
        ? false
        : LOOK_EVERY_MS,
  });
  return asked === null ? null : (data ?? null);
};
