import { useQuery } from '@tanstack/react-query';
import type { Appointment, RoomLookup } from '../../../contract/appointments.ts';
import type { VideoCallAccess, VideoCallStanding } from '../../../contract/video-calls.ts';
import { request } from '../../api.ts';
import { untilNextLook } from '../../next-look.ts';

/** The appointment behind a link: by its room, or by its own id or number. */
export const useVisit = (by: 'room' | 'appointment', value: string) => {
  const room = useQuery({
    queryKey: ['room', value],
    enabled: by === 'room',
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      request<RoomLookup>('GET', `/api/rooms/${encodeURIComponent(value)}`, { signal }),
  });
  const id = by === 'appointment' ? value : room.data?.appointment_id;
  const appointment = useQuery({
    queryKey: ['appointment', id],
    enabled: id !== undefined,
    queryFn: ({ signal }) =>
      request<Appointment>('GET', `/api/appointments/${encodeURIComponent(id ?? '')}/`, { signal }),
    refetchInterval: ({ state }) => (state.data ? untilNextLook([state.data], Date.now()) : false),
  });
  const failed = room.isError ? room : appointment;
  return {
    appointment: appointment.data,
    problem: appointment.data ? null : failed.error,
    retry: () => void failed.refetch(),
  };
};

export const accessKey = (appointmentId: string) => ['call-access', appointmentId] as const;

/**
 * The way into the call. Asking is idempotent on the server, so it is a query; its ticket is for one use
 * and short-lived, so it is neither kept nor refreshed behind the person's back.
 */
export const useAccess = (appointmentId: string, enabled: boolean) =>
  useQuery({
    queryKey: accessKey(appointmentId),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
    queryFn: ({ signal }) =>
      request<VideoCallAccess>('POST', '/api/video-calls/initiate', { body: { appointmentId }, signal }),
  });

/** A fresh ticket for a call that is under way. @throws ApiProblem */
export const renewAccess = (appointmentId: string): Promise<VideoCallAccess> =>
  request<VideoCallAccess>('GET', `/api/video-calls/token/${appointmentId}`);

/** Says that this page is still in the call, and asks how the visit stands. @throws ApiProblem */
export const standOf = (appointmentId: string, signal?: AbortSignal): Promise<VideoCallStanding> =>
  request<VideoCallStanding>('POST', `/api/video-calls/${appointmentId}/presence`, { signal });

/** Writes down who came and went, for providers that do not tell the server themselves. @throws ApiProblem */
export const reportTo = (appointmentId: string, action: 'join' | 'leave'): Promise<unknown> =>
  request('PATCH', `/api/video-calls/${appointmentId}/status`, {
    body: { action },
    keepalive: action === 'leave',
  });
