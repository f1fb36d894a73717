import { Type } from 'typebox';
import { Channel, closed, LocalDate, nullable } from './primitives.ts';

export const AskSpending = closed({ from: Type.Optional(LocalDate), to: Type.Optional(LocalDate) });
export type AskSpending = Type.Static<typeof AskSpending>;

/** Why a code was not sent. */
export const SendBlock = Type.Union(
  [
    Type.Literal('number_limit'),
    Type.Literal('network_limit'),
    Type.Literal('prefix_limit'),
    Type.Literal('daily_budget'),
    Type.Literal('prefix_conversion'),
    Type.Literal('country'),
    Type.Literal('opted_out'),
  ],
  { title: 'SendBlock' },
);
export type SendBlock = Type.Static<typeof SendBlock>;

/** `cost` is in the currency of `currency`, as configured by PRICES; null where no price is known. */
const Counts = {
  sent: Type.Integer({ description: 'codes that went out' }),
  used: Type.Integer({ description: 'of those, given back right' }),
  cost: nullable(Type.Number()),
};

export const Spending = Type.Object(
  {
    from: LocalDate,
    to: LocalDate,
    time_zone: Type.String(),
    currency: Type.String(),
    total: Type.Object({ ...Counts, blocked: Type.Integer() }),
    /** Codes in the last 24 hours, and what a day may cost. */
    budget: Type.Object({ used: Type.Integer(), most: Type.Integer() }),
    by_day: Type.Array(Type.Object({ date: LocalDate, ...Counts, blocked: Type.Integer() })),
    by_channel: Type.Array(Type.Object({ channel: Channel, ...Counts })),
    /** ISO 3166-1 alpha-2; null where the number belongs to no country, and for e-mail. */
    by_country: Type.Array(Type.Object({ country: nullable(Type.String()), ...Counts })),
    blocked: Type.Array(Type.Object({ reason: SendBlock, count: Type.Integer() })),
  },
  { title: 'Spending' },
);
export type Spending = Type.Static<typeof Spending>;
