import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewServiceKey, ServiceKeyList, ServiceKeyMade } from '../../../contract/external.ts';
import { request } from '../../api.ts';

const KEYS = ['service-keys'] as const;
const PATH = '/api/admin/service-keys';

export const useServiceKeys = () =>
  useQuery({
    queryKey: KEYS,
    queryFn: ({ signal }) => request<ServiceKeyList>('GET', PATH, { signal }),
  });

export const useMakeKey = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewServiceKey) => request<ServiceKeyMade>('POST', PATH, { body }),
    // The answer holds the key itself: it is forgotten with the dialog that shows it.
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS }),
  });
};

export const useRevokeKey = (id: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<void>('DELETE', `${PATH}/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS }),
  });
};
