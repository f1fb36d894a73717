/** Codes sent to the numbers of one prefix, and how many of them came back right. */
export interface Conversion {
  sent: number;
  used: number;
}

/** Fewer sends than these say nothing of a prefix. */
const LEAST_SENDS = 20;
const USED_PER_SENT = 0.1;

/** What a client is told to wait; the prefix stays blocked for as long as its last day looks the way it does. */
export const PREFIX_BLOCK_SECONDS = 3_600;

/**
 * Whether the numbers of a prefix look like ones that are only sent to, for what each message pays their
 * network ("SMS pumping"): people who want a code give it back.
 */
export const looksLikePumping = ({ sent, used }: Conversion): boolean =>
  sent >= LEAST_SENDS && used < sent * USED_PER_SENT;
