import { useMutation } from '@tanstack/react-query';
import type { VideoCallUpdated } from '../../../contract/video-calls.ts';
import { ApiProblem, request } from '../../api.ts';
import type { Call } from '../../call/call.ts';

const troubleOf = (error: Error): string => {
  if (error instanceof ApiProblem && error.code === 'illegal_transition') {
    return 'Nobody else has been here yet, so there is no visit to end. Press Leave, or cancel it on your dashboard.';
  }
  if (error instanceof ApiProblem && error.status === 0) {
    return 'The clinic can’t be reached, so the visit is not ended yet. Press “End visit” again in a moment.';
  }
  return 'The visit could not be ended. Press “End visit” again in a moment.';
};

/** Ends the visit for both, in the clinic's records; the call closes once that is done. */
export const useEndVisit = (call: Call, appointmentId: string) => {
  const ending = useMutation({
    mutationFn: () =>
      request<VideoCallUpdated>('PATCH', `/api/video-calls/${appointmentId}/status`, {
        body: { action: 'end' },
      }),
    onSuccess: () => call.finish(call.role),
  });
  return {
    end: () => ending.mutate(),
    isPending: ending.isPending,
    trouble: ending.error ? troubleOf(ending.error) : null,
  };
};
