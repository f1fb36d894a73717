/** When an id was made: the first 48 bits of a UUIDv7 are milliseconds since 1970 (RFC 9562 §5.7). */
export const madeAt = (id: string): Date =>
  new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
