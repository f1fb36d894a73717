import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Appointment } from '../../contract/appointments.ts';
import type { VideoCallPresence } from '../../contract/video-calls.ts';
import { request } from '../api.ts';
import { useVisits, visitsOf } from '../queries.ts';
import { ME, usePerson } from '../session.tsx';
import { useClinic } from '../ui/clinic-context.ts';
import { readerOf } from '../when.ts';
import { claim } from './claim.ts';
import { keepInMind, tellFromMemory } from './from-memory.ts';
import { type JoinNotice, joinNotices, type Room } from './join-notices.ts';
import { holdWhileShown, isShownSomewhere } from './shown-lock.ts';
import { closeNoticesBut, showNotice } from './shown-notices.ts';
import { useConsent } from './use-consent.ts';

const NOBODY: readonly Room[] = [];

/**
 * Who is in the rooms, asked once after each look at the visits, and only while one of them is open: so what is
 * told of a visit is never older than the visit. `rooms` is null until that is known once.
 */
const useRooms = (visits: readonly Appointment[], readAt: number) => {
  const { data, isSuccess, isPlaceholderData } = useQuery({
    queryKey: ['call-presence', readAt],
    enabled: visits.some(({ can_join }) => can_join),
    queryFn: ({ signal }) => request<VideoCallPresence>('GET', '/api/video-calls/presence', { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    refetchOnReconnect: false,
  });
  return { rooms: data?.rooms ?? null, isFresh: isSuccess && !isPlaceholderData };
};

/** The page is taken away when the session ends; what it knew last is told all the same. */
const useTellAfterTheEnd = (): void => {
  const client = useQueryClient();
  useEffect(() => {
    const isSignedOut = (): boolean => client.getQueryData(ME) === null;
    return () => {
      if (isSignedOut()) tellFromMemory(isSignedOut);
    };
  }, [client]);
};

type Show = (notice: JoinNotice) => void;

/** Whoever looks at the visits sees it there: then it counts as told. */
const tell = async (notices: readonly JoinNotice[], show: Show | null): Promise<void> => {
  if (await isShownSomewhere()) {
    if (document.visibilityState === 'visible') await claim(notices, Date.now());
    return;
  }
  if (!show) return;
  for (const notice of await claim(notices, Date.now())) show(notice);
};

/** Tells a person who looks elsewhere that it is time to join; what there is to tell is returned for the page. */
export const useJoinNotices = () => {
  const person = usePerson();
  const { name: clinic } = useClinic();
  const isOn = useConsent() === 'on';
  const { data, dataUpdatedAt } = useVisits('upcoming', { evenHidden: isOn });
  const visits = visitsOf(data);
  const { rooms, isFresh } = useRooms(visits, dataUpdatedAt);
  const notices = joinNotices(visits, person.id, rooms ?? NOBODY);
  useEffect(holdWhileShown, []);
  useTellAfterTheEnd();
  // biome-ignore lint/correctness/useExhaustiveDependencies: kept once for each look at the server
  useEffect(() => {
    if (data) keepInMind(visits, person.id, { clinic, reader: readerOf(person) });
  }, [dataUpdatedAt]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: judged once for each look at the server
  useEffect(() => {
    if (notices.length > 0 && !isFresh) return;
    const isSeen = document.visibilityState === 'visible';
    closeNoticesBut(isSeen ? [] : notices.map(({ key }) => key));
    const setting = { clinic, reader: readerOf(person), now: Date.now() };
    void tell(notices, isOn ? (notice) => showNotice(notice, setting) : null);
  }, [dataUpdatedAt, isFresh, isOn]);
  return { visits, rooms: rooms ?? NOBODY, notices: rooms ? notices : [] };
};
