import { Type } from 'typebox';
import { Channel, Cursor, closed, Id, Instant, LocalDate, nullable } from './primitives.ts';

/**
 * How far a message came; it only moves forward: read > delivered > sent > queued. `failed` is the end of
 * one that was not delivered, `unknown` of one whose provider never said.
 */
export const DeliveryStatus = Type.Union(
  [
    Type.Literal('queued'),
    Type.Literal('sent'),
    Type.Literal('delivered'),
    Type.Literal('read'),
    Type.Literal('failed'),
    Type.Literal('unknown'),
  ],
  { title: 'DeliveryStatus' },
);
export type DeliveryStatus = Type.Static<typeof DeliveryStatus>;

/** Why a message did not arrive, whoever carried it. */
export const DeliveryFault = Type.Union(
  [
    Type.Literal('address_invalid'),
    Type.Literal('unreachable'),
    Type.Literal('opted_out'),
    Type.Literal('blocked'),
    Type.Literal('country_refused'),
    Type.Literal('content_refused'),
    Type.Literal('template_refused'),
    Type.Literal('outside_window'),
    Type.Literal('credentials_refused'),
    Type.Literal('account_suspended'),
    Type.Literal('rate_limited'),
    Type.Literal('unavailable'),
    Type.Literal('expired'),
    Type.Literal('interrupted'),
    Type.Literal('not_configured'),
  ],
  { title: 'DeliveryFault' },
);
export type DeliveryFault = Type.Static<typeof DeliveryFault>;

/** What a visit's people are told of it: news at once, reminders so long before it starts. */
export const VisitMessageKind = Type.Union(
  [
    Type.Literal('visit_requested'),
    Type.Literal('visit_confirmed'),
    Type.Literal('visit_moved'),
    Type.Literal('visit_cancelled'),
    Type.Literal('reminder_day'),
    Type.Literal('reminder_hour'),
    Type.Literal('reminder_quarter'),
  ],
  { title: 'VisitMessageKind' },
);
export type VisitMessageKind = Type.Static<typeof VisitMessageKind>;

/** What a message was for. */
export const MessageKind = Type.Union(
  [
    ...VisitMessageKind.anyOf,
    Type.Literal('video_code'),
    Type.Literal('account_code'),
    Type.Literal('reset_code'),
    Type.Literal('phone_code'),
    Type.Literal('external_code'),
    Type.Literal('notice'),
  ],
  { title: 'MessageKind' },
);
export type MessageKind = Type.Static<typeof MessageKind>;

export const DeliveryEvent = Type.Object(
  { status: DeliveryStatus, at: Instant, fault: nullable(DeliveryFault) },
  { title: 'DeliveryEvent' },
);
export type DeliveryEvent = Type.Static<typeof DeliveryEvent>;

/** Enough for whoever asked for a code to know whether to try another way. */
export const DeliveryState = Type.Object(
  {
    id: Id,
    channel: Channel,
    status: DeliveryStatus,
    fault: nullable(DeliveryFault),
    /** Other ways that the message could go, best first. */
    other_channels: Type.Array(Channel),
  },
  { title: 'DeliveryState' },
);
export type DeliveryState = Type.Static<typeof DeliveryState>;

/** One row of the delivery log. It holds no code and no text; `to` is masked. */
export const Delivery = Type.Object(
  {
    id: Id,
    kind: MessageKind,
    channel: Channel,
    to: Type.String(),
    person: nullable(Type.Object({ id: Id, first_name: Type.String(), last_name: Type.String() })),
    provider: nullable(Type.String()),
    status: DeliveryStatus,
    fault: nullable(DeliveryFault),
    /** The message that this one took the place of, over another channel. */
    instead_of: nullable(Id),
    created_at: Instant,
    history: Type.Array(DeliveryEvent),
  },
  { title: 'Delivery' },
);
export type Delivery = Type.Static<typeof Delivery>;

export const ListDeliveries = closed({
  channel: Type.Optional(Channel),
  status: Type.Optional(DeliveryStatus),
  kind: Type.Optional(MessageKind),
  person_id: Type.Optional(Id),
  from: Type.Optional(LocalDate),
  to: Type.Optional(LocalDate),
  cursor: Type.Optional(Cursor),
});
export type ListDeliveries = Type.Static<typeof ListDeliveries>;

export const DeliveryList = Type.Object(
  { deliveries: Type.Array(Delivery), next_cursor: nullable(Cursor) },
  { title: 'DeliveryList' },
);
export type DeliveryList = Type.Static<typeof DeliveryList>;
