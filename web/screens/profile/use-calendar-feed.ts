import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CalendarFeedMade, OwnCalendarFeed } from '../../../contract/calendar.ts';
import { request } from '../../api.ts';

const FEED = ['calendar-feed'] as const;
const PATH = '/api/me/calendar-feed';

export const useCalendarFeed = () =>
  useQuery({
    queryKey: FEED,
    queryFn: ({ signal }) => request<OwnCalendarFeed>('GET', PATH, { signal }),
  });

export const useMakeFeed = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<CalendarFeedMade>('POST', PATH),
    // The answer holds the address itself: it is forgotten with the page that shows it.
    gcTime: 0,
    onSuccess: ({ made_at, last_read_at }) =>
      client.setQueryData<OwnCalendarFeed>(FEED, { feed: { made_at, last_read_at } }),
  });
};

export const useRevokeFeed = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<void>('DELETE', PATH),
    onSuccess: () => client.setQueryData<OwnCalendarFeed>(FEED, { feed: null }),
  });
};
