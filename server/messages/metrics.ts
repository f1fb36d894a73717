import { Counter } from 'prom-client';
import type { Channel } from '../../contract/primitives.ts';
import type { Attempted } from './attempt.ts';
import type { Receipt } from './receipts.ts';

const messages = new Counter({
  name: 'anteroom_messages_total',
  help: 'Messages by what their provider made of them: accepted, unknown, or why not',
  labelNames: ['provider', 'channel', 'outcome'] as const,
  registers: [],
});

const receipts = new Counter({
  name: 'anteroom_message_receipts_total',
  help: 'Receipts that moved a message on, by how far',
  labelNames: ['provider', 'channel', 'status'] as const,
  registers: [],
});

/** What `GET /metrics` tells of messages. */
export const messageCounters = [messages, receipts] as const;

export const countMessage = (provider: string | undefined, channel: Channel, came: Attempted): void =>
  messages.inc({
    provider: provider ?? 'none',
    channel,
    outcome: came.outcome === 'failed' ? came.fault : came.outcome,
  });

export const countReceipt = ({ provider, status }: Receipt, channel: Channel): void =>
  receipts.inc({ provider, channel, status });
