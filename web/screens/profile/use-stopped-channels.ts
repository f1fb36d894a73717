import { useQuery } from '@tanstack/react-query';
import type { StoppedChannels } from '../../../contract/reminders.ts';
import { request } from '../../api.ts';

/** The ways on which the signed-in person answered STOP. */
export const useStoppedChannels = () =>
  useQuery({
    queryKey: ['stopped-channels'],
    queryFn: ({ signal }) => request<StoppedChannels>('GET', '/api/me/stopped-channels', { signal }),
  });
