import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type {
  Appointment,
  AppointmentList,
  Availability,
  BookAppointment,
  ChangeReason,
  SetAvailability,
  SlotList,
} from '../contract/appointments.ts';
import type { Inbox } from '../contract/messages.ts';
import type { DoctorList, Me, UpdateMe } from '../contract/people.ts';
import type { VideoCallStats } from '../contract/video-calls.ts';
import { ApiProblem, request } from './api.ts';
import { untilHiddenLook, untilNextLook } from './next-look.ts';
import { ME } from './session.tsx';
import { DAY } from './when.ts';

/** All that is known of visits: a change of one makes it old. */
export const APPOINTMENTS = ['appointments'] as const;
const SLOTS = ['slots'] as const;
const AVAILABILITY = ['availability'] as const;

const PAGE_SIZE = { upcoming: 50, past: 10 };
const INBOX_INTERVAL_MS = 1_500;

export const visitsOf = (data: InfiniteData<AppointmentList> | undefined): Appointment[] =>
  data?.pages.flatMap(({ appointments }) => appointments) ?? [];

interface Look {
  /** Looks again while nobody looks at the page, too. */
  evenHidden?: boolean;
}

/** Upcoming visits look again whenever the server's word on joining is about to change. */
export const useVisits = (scope: 'upcoming' | 'past', { evenHidden = false }: Look = {}) =>
  useInfiniteQuery({
    queryKey: [...APPOINTMENTS, scope],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ scope, limit: String(PAGE_SIZE[scope]) });
      if (pageParam) query.set('cursor', pageParam);
      return request<AppointmentList>('GET', `/api/appointments?${query}`, { signal });
    },
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchIntervalInBackground: evenHidden,
    refetchInterval: ({ state }) => {
      if (scope === 'past') return false;
      const until = evenHidden ? untilHiddenLook : untilNextLook;
      return until(visitsOf(state.data), Date.now());
    },
  });

export const useDoctors = () =>
  useQuery({
    queryKey: ['doctors'],
    queryFn: ({ signal }) => request<DoctorList>('GET', '/api/doctors', { signal }),
    staleTime: 60_000,
  });

/** Free times of a doctor from now on, as many days ahead as asked (the server allows 62). */
export const useSlots = (doctorId: string | null, days: number) =>
  useQuery({
    queryKey: [...SLOTS, doctorId, days],
    enabled: doctorId !== null,
    queryFn: ({ signal }) => {
      const now = Date.now();
      const query = new URLSearchParams({
        from: new Date(now).toISOString(),
        to: new Date(now + days * DAY).toISOString(),
      });
      return request<SlotList>('GET', `/api/doctors/${doctorId}/slots?${query}`, { signal });
    },
    // More days of the same doctor: the ones on the screen stay while the others come.
    placeholderData: (previous, query) => (query?.queryKey[1] === doctorId ? previous : undefined),
  });

/** A changed visit changes the lists and the free times; a refused one may mean that both are old. */
const useVisitChange = <T>(change: (input: T) => Promise<Appointment>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: APPOINTMENTS }),
        client.invalidateQueries({ queryKey: SLOTS }),
      ]),
  });
};

export const useBook = () =>
  useVisitChange((body: BookAppointment) => request<Appointment>('POST', '/api/appointments', { body }));

export const useMove = (id: string) =>
  useVisitChange((startsAt: string) =>
    request<Appointment>('PATCH', `/api/appointments/${id}`, { body: { starts_at: startsAt } }),
  );

export const useCancel = (id: string) =>
  useVisitChange((body: ChangeReason) =>
    request<Appointment>('POST', `/api/appointments/${id}/cancel`, { body }),
  );

export const useConfirm = (id: string) =>
  useVisitChange(() => request<Appointment>('POST', `/api/appointments/${id}/confirm`, { body: {} }));

export const useAvailability = () =>
  useQuery({
    queryKey: AVAILABILITY,
    queryFn: ({ signal }) => request<Availability>('GET', '/api/me/availability', { signal }),
    // The form holds what a person is typing; a fresh copy must not appear under their hands.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
  });

export const useSetAvailability = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SetAvailability) => request<Availability>('PUT', '/api/me/availability', { body }),
    onSuccess: (saved) => {
      client.setQueryData(AVAILABILITY, saved);
      return client.invalidateQueries({ queryKey: SLOTS });
    },
  });
};

export const useStatistics = (from: string, to: string) =>
  useQuery({
    queryKey: ['statistics', from, to],
    enabled: from !== '' && to !== '' && from <= to,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      request<VideoCallStats>('GET', `/api/video-calls/stats?${new URLSearchParams({ from, to })}`, {
        signal,
      }),
  });

export const useUpdateMe = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateMe) => request<Me>('PATCH', '/api/me', { body }),
    onSuccess: (me) => client.setQueryData(ME, me),
  });
};

/** Null where this server keeps no inbox (production). */
export const useInbox = () =>
  useQuery({
    queryKey: ['inbox'],
    queryFn: async ({ signal }): Promise<Inbox | null> => {
      try {
        return await request<Inbox>('GET', '/dev/inbox.json', { signal });
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) return null;
        throw error;
      }
    },
    refetchInterval: ({ state }) => (state.data === null ? false : INBOX_INTERVAL_MS),
  });
