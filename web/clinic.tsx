import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Clinic } from '../contract/clinic.ts';
import { request } from './api.ts';
import { ClinicContext, UNTOLD } from './ui/clinic-context.ts';

/** Asks once which clinic this is, and tells everything inside; until then it has the product's name. */
export const WithClinic = ({ children }: { children: ReactNode }) => {
  const { data = UNTOLD } = useQuery({
    queryKey: ['clinic'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => request<Clinic>('GET', '/api/clinic', { signal }),
  });
  return <ClinicContext value={data}>{children}</ClinicContext>;
};
