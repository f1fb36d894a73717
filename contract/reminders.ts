import { Type } from 'typebox';
import { DeliveryEvent, DeliveryFault, DeliveryStatus, VisitMessageKind } from './deliveries.ts';
import { Participant } from './people.ts';
import { Channel, Id, Instant, nullable } from './primitives.ts';

/** Where a message about a visit goes: to a phone (WhatsApp, or SMS in its place) or to an e-mail address. */
export const ReminderLine = Type.Union([Type.Literal('phone'), Type.Literal('email')], {
  title: 'ReminderLine',
});
export type ReminderLine = Type.Static<typeof ReminderLine>;

/** A message about a visit that was sent or tried; `to` is masked. */
export const VisitMessage = Type.Object(
  {
    id: Id,
    kind: VisitMessageKind,
    person: Participant,
    channel: Channel,
    to: Type.String(),
    status: DeliveryStatus,
    fault: nullable(DeliveryFault),
    created_at: Instant,
    history: Type.Array(DeliveryEvent),
  },
  { title: 'VisitMessage' },
);
export type VisitMessage = Type.Static<typeof VisitMessage>;

/** A message about a visit that is still to come. */
export const PlannedMessage = Type.Object(
  { kind: VisitMessageKind, person: Participant, line: ReminderLine, due_at: Instant },
  { title: 'PlannedMessage' },
);
export type PlannedMessage = Type.Static<typeof PlannedMessage>;

/** Sent ones newest first, planned ones next first. A patient sees their own, doctor and admins those of both. */
export const VisitMessages = Type.Object(
  { sent: Type.Array(VisitMessage), planned: Type.Array(PlannedMessage) },
  { title: 'VisitMessages' },
);
export type VisitMessages = Type.Static<typeof VisitMessages>;

/** Channels on which the person answered STOP: nothing goes there until they answer START. */
export const StoppedChannels = Type.Object({ stopped: Type.Array(Channel) }, { title: 'StoppedChannels' });
export type StoppedChannels = Type.Static<typeof StoppedChannels>;
