import type { VideoProvider } from '../../contract/primitives.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';

/** @throws Problem `video_provider_missing` where a provider is named that this clinic has not set up */
export const assertConfigured = (
  { videoProviders }: Pick<Deps, 'videoProviders'>,
  provider: VideoProvider | null,
): void => {
  if (provider !== null && !videoProviders.configured.includes(provider)) {
    throw new Problem('video_provider_missing');
  }
};
