import { Type } from 'typebox';
import { Channel, Id, Instant, nullable } from './primitives.ts';

/** A message that the console messenger printed instead of sending; outside production only. */
export const InboxMessage = Type.Object(
  {
    id: Id,
    at: Instant,
    channel: Channel,
    to: Type.String(),
    subject: nullable(Type.String()),
    text: Type.String(),
    code: nullable(Type.String()),
  },
  { title: 'InboxMessage' },
);
export type InboxMessage = Type.Static<typeof InboxMessage>;

export const Inbox = Type.Array(InboxMessage);
export type Inbox = Type.Static<typeof Inbox>;
