import type { VideoProvider } from '../../contract/video-calls.ts';
import type { OpenCall } from './call.ts';

/** One line for each provider that this client can show; loaded only when a visit uses it. */
const adapters: Record<VideoProvider, () => Promise<OpenCall>> = {
  builtin: async () => (await import('./builtin-call.ts')).openBuiltinCall,
  jitsi: async () => (await import('./jitsi-call.ts')).openJitsiCall,
  twilio: async () => (await import('./twilio-call.ts')).openTwilioCall,
};

export const callAdapter = (provider: VideoProvider): Promise<OpenCall> => adapters[provider]();
