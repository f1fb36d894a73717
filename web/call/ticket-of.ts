import type { VideoCallAccess, VideoTicket } from '../../contract/video-calls.ts';
import { ApiProblem } from '../api.ts';

/** The ticket of this kind. @throws ApiProblem where the visit is held at another provider by now */
export const ticketOf = <Kind extends VideoTicket['kind']>(
  { ticket }: VideoCallAccess,
  kind: Kind,
): Extract<VideoTicket, { kind: Kind }> => {
  const isOfKind = (one: VideoTicket): one is Extract<VideoTicket, { kind: Kind }> => one.kind === kind;
  if (ticket && isOfKind(ticket)) return ticket;
  throw new ApiProblem(409, 'not_joinable', 'This visit is held elsewhere now.', null);
};
