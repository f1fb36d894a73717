import { type InfiniteData, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { Delivery, DeliveryList } from '../../../contract/deliveries.ts';
import { request } from '../../api.ts';
import { isBackwards } from '../../ui/days.ts';
import type { Filter } from './filter.ts';

/** While something on the page is still under way, what became of it is asked again so often. */
const LOOK_AGAIN_MS = 5_000;

export const deliveriesOf = (data: InfiniteData<DeliveryList> | undefined): Delivery[] =>
  data?.pages.flatMap(({ deliveries }) => deliveries) ?? [];

export const useDeliveries = (filter: Filter) =>
  useInfiniteQuery({
    queryKey: ['deliveries', filter],
    enabled: !isBackwards(filter),
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ ...filter, ...(pageParam ? { cursor: pageParam } : {}) });
      return request<DeliveryList>('GET', `/api/admin/deliveries?${query}`, { signal });
    },
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      deliveriesOf(state.data).some(({ status }) => status === 'queued') ? LOOK_AGAIN_MS : false,
  });
