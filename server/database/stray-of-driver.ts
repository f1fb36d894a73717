/** What the driver asks on every new connection, for itself. */
const FIRST_QUESTION = 'b.typarray';

/**
 * Whether a rejection that nobody handles is the driver's own first question on a connection that was cut at
 * that moment. Whoever waited for the connection is told apart from it; left alone it would end the process.
 */
export const isStrayOfDriver = (error: unknown): boolean =>
  error instanceof Error &&
  'query' in error &&
  typeof error.query === 'string' &&
  error.query.includes(FIRST_QUESTION);
