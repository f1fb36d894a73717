import { Clinic } from '../../contract/clinic.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';

export const clinicRoutes = (app: App, { config, dispatcher }: Pick<Deps, 'config' | 'dispatcher'>): void => {
  app.get(
    '/api/clinic',
    {
      config: { anonymous: true },
      schema: { tags: ['clinic'], summary: 'This deployment', security: [], response: { 200: Clinic } },
    },
    async () => ({
      name: config.appName,
      code_digits: config.otp.digits,
      channels: [...dispatcher.channels],
    }),
  );
};
