import { Clinic } from '../../contract/clinic.ts';
import type { VideoProvider } from '../../contract/primitives.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';

/** The preferred one first, where it is set up. */
const inOrder = ({ preferred, configured }: Deps['videoProviders']): VideoProvider[] => [
  ...configured.filter((provider) => provider === preferred),
  ...configured.filter((provider) => provider !== preferred),
];

export const clinicRoutes = (
  app: App,
  deps: Pick<Deps, 'config' | 'dispatcher' | 'videoProviders'>,
): void => {
  app.get(
    '/api/clinic',
    {
      config: { anonymous: true },
      schema: { tags: ['clinic'], summary: 'This deployment', security: [], response: { 200: Clinic } },
    },
    async () => ({
      name: deps.config.appName,
      code_digits: deps.config.otp.digits,
      channels: [...deps.dispatcher.channels],
      video_providers: inOrder(deps.videoProviders),
    }),
  );
};
