import { DoctorList } from '../../contract/people.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { selectDoctors } from './doctor-rows.ts';

export const doctorRoutes = (app: App, deps: Deps): void => {
  app.get(
    '/api/doctors',
    { schema: { tags: ['doctors'], summary: 'Doctors who can be booked', response: { 200: DoctorList } } },
    async () => ({ doctors: await selectDoctors(deps.db) }),
  );
};
