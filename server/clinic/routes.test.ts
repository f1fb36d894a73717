import { expect, it } from 'vitest';
import type { Clinic } from '../../contract/clinic.ts';
import type { VideoProvider } from '../../contract/primitives.ts';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { recordingRooms } from '../../test/recording-rooms.ts';
import { videoProviders } from '../video-calls/video-providers.ts';

describeOnBothDatabases('/api/clinic', (world) => {
  it.each<{ preferred: VideoProvider; told: VideoProvider[] }>([
    { preferred: 'builtin', told: ['builtin', 'jitsi'] },
    { preferred: 'jitsi', told: ['jitsi', 'builtin'] },
    // Its keys are missing.
    { preferred: 'twilio', told: ['builtin', 'jitsi'] },
  ])('names who can hold visits, first $preferred where it is set up', async ({ preferred, told }) => {
    const { app, deps } = world();
    const builtin = deps.videoProviders.of('builtin');
    deps.videoProviders = videoProviders(preferred, [builtin, recordingRooms('jitsi')]);
    const answer = await app.inject({ url: '/api/clinic' });
    expect(answer.json<Clinic>().video_providers).toEqual(told);
  });
});
