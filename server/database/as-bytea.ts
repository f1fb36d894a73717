/** Bytes as PostgreSQL reads them from text, for JSON that is taken apart into rows. */
export const asBytea = (bytes: Uint8Array): string =>
  `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
