import { createHash, createHmac, randomBytes } from 'node:crypto';

/** RFC 8489 §5, §14; RFC 8656 §18. */
const MAGIC_COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 24;

export const REQUEST = { binding: 0x0001, allocate: 0x0003, refresh: 0x0004 } as const;
const CLASS_BITS = 0x0110;
const SUCCESS_BITS = 0x0100;

export const ATTRIBUTE = {
  username: 0x0006,
  integrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  realm: 0x0014,
  nonce: 0x0015,
  relayedAddress: 0x0016,
  requestedTransport: 0x0019,
  mappedAddress: 0x0020,
} as const;

export type Attributes = ReadonlyMap<number, Buffer>;

export interface StunAnswer {
  isSuccess: boolean;
  /** Of an answer that is none, 300 to 699; 0 otherwise. */
  errorCode: number;
  attributes: Attributes;
}

/** Whose long-term credential signs a message (RFC 8489 §9.2). */
export interface Signature {
  username: string;
  realm: string;
  password: string;
}

const padded = (bytes: number): number => Math.ceil(bytes / 4) * 4;

const attribute = (type: number, value: Buffer): Buffer => {
  const bytes = Buffer.alloc(4 + padded(value.length));
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
};

const withLength = (message: Buffer, length: number): Buffer => {
  message.writeUInt16BE(length, 2);
  return message;
};

const signed = (message: Buffer, { username, realm, password }: Signature): Buffer => {
  const key = createHash('md5').update(`${username}:${realm}:${password}`).digest();
  withLength(message, message.length - HEADER_BYTES + INTEGRITY_BYTES);
  const integrity = createHmac('sha1', key).update(message).digest();
  return Buffer.concat([message, attribute(ATTRIBUTE.integrity, integrity)]);
};

/** One request with an id of its own, which is the bytes 8 to 20. */
export const stunRequest = (
  method: number,
  attributes: readonly (readonly [type: number, value: Buffer])[],
  signature: Signature | null,
): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(method, 0);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  randomBytes(12).copy(header, 8);
  const body = Buffer.concat(attributes.map(([type, value]) => attribute(type, value)));
  const message = withLength(Buffer.concat([header, body]), body.length);
  return signature ? signed(message, signature) : message;
};

/** How long the message is that these bytes begin with; null where that can't be told yet or it is none. */
export const stunLength = (bytes: Buffer): number | null =>
  bytes.length >= HEADER_BYTES && bytes.readUInt32BE(4) === MAGIC_COOKIE
    ? HEADER_BYTES + bytes.readUInt16BE(2)
    : null;

const attributesOf = (body: Buffer): Attributes => {
  const attributes = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= body.length; ) {
    const length = body.readUInt16BE(at + 2);
    attributes.set(body.readUInt16BE(at), body.subarray(at + 4, at + 4 + length));
    at += 4 + padded(length);
  }
  return attributes;
};

const errorCodeOf = (value: Buffer | undefined): number =>
  value && value.length >= 4 ? (value.readUInt8(2) & 0x07) * 100 + value.readUInt8(3) : 0;

/** The answer to that request; null where it is another's, or none. */
export const stunAnswer = (request: Buffer, bytes: Buffer): StunAnswer | null => {
  const length = stunLength(bytes);
  if (length === null || bytes.length < length) return null;
  if (!bytes.subarray(8, HEADER_BYTES).equals(request.subarray(8, HEADER_BYTES))) return null;
  const type = bytes.readUInt16BE(0);
  if ((type & ~CLASS_BITS) !== request.readUInt16BE(0)) return null;
  const attributes = attributesOf(bytes.subarray(HEADER_BYTES, length));
  return {
    isSuccess: (type & CLASS_BITS) === SUCCESS_BITS,
    errorCode: errorCodeOf(attributes.get(ATTRIBUTE.errorCode)),
    attributes,
  };
};

/** An IPv4 address of an XOR-… attribute (RFC 8489 §14.2); null for IPv6, and where there is none. */
export const xorAddress = (value: Buffer | undefined): string | null => {
  if (value?.length !== 8 || value.readUInt8(1) !== 1) return null;
  const address = (value.readUInt32BE(4) ^ MAGIC_COOKIE) >>> 0;
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
};
