import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Spending } from '../../../contract/spending.ts';
import { request } from '../../api.ts';

/** Both days are counted in. */
export const useSpending = (from: string, to: string) =>
  useQuery({
    queryKey: ['spending', from, to],
    enabled: from !== '' && to !== '' && from <= to,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      request<Spending>('GET', `/api/admin/spending?${new URLSearchParams({ from, to })}`, { signal }),
  });
