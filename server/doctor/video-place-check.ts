import type { VideoConfig } from '../video-config.ts';
import { type Check, fault, ok } from './check.ts';

const NAMES = { builtin: 'between two browsers', jitsi: 'at Jitsi', twilio: 'at Twilio Video' } as const;

/** Where visits are held, and whether everything for it is set. */
export const videoPlaceCheck = ({ provider, missing }: Pick<VideoConfig, 'provider' | 'missing'>): Check => ({
  name: 'Visits',
  run: async () => [
    missing.length === 0
      ? ok(`Visits are held ${NAMES[provider]}.`)
      : fault(
          `No visit can be joined: VIDEO_PROVIDER is ${provider}, and there is no ${missing.join(', no ')}.`,
          'Set what is missing, or VIDEO_PROVIDER=builtin.',
        ),
  ],
});
