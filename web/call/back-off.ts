export interface BackOff {
  /** Milliseconds before the first repeat. */
  first: number;
  /** Milliseconds that no wait exceeds. */
  longest: number;
}

/** Short enough that a link which is back is used within 5 s, with the handshake. */
export const RECONNECT: BackOff = { first: 250, longest: 1_000 };

/** ICE needs a second or two to try its pairs; asking again sooner only throws that work away. */
export const ICE_RESTART: BackOff = { first: 1_500, longest: 8_000 };

/**
 * Milliseconds to wait before attempt number `attempt` (0 is the first repeat): doubling, and spread
 * by up to a fifth so that the two sides of a call do not keep colliding.
 * @param spread 0 to 1
 */
export const waitBefore = ({ first, longest }: BackOff, attempt: number, spread: number): number =>
  Math.round(Math.min(longest, first * 2 ** attempt) * (1 - spread / 5));
