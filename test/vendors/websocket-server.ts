import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** RFC 6455 §1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 0x81;
const CLOSE = 0x88;

const frame = (first: number, text: string): Buffer => {
  const payload = Buffer.from(text);
  const long = payload.length > 125;
  const header = Buffer.from([
    first,
    long ? 126 : payload.length,
    ...(long ? [payload.length >> 8, payload.length & 255] : []),
  ]);
  return Buffer.concat([header, payload]);
};

/** One whole message of a client, and how many bytes it took; null where it is not there yet. */
const readFrame = (bytes: Buffer): { opcode: number; text: string; size: number } | null => {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 127;
  const at = short === 126 ? 4 : 2;
  if (bytes.length < at + 4) return null;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  const mask = bytes.subarray(at, at + 4);
  const body = bytes.subarray(at + 4, at + 4 + length);
  if (body.length < length) return null;
  const text = Buffer.from(body.map((byte, index) => byte ^ (mask[index % 4] ?? 0))).toString('utf8');
  return { opcode: bytes.readUInt8(0) & 15, text, size: at + 4 + length };
};

/** Speaks with one client in texts of less than 64 KB; `hear` answers each, and null closes. */
export const serveWebsocket = (
  { headers }: IncomingMessage,
  socket: Duplex,
  hear: (text: string) => string[] | null,
): void => {
  const accept = createHash('sha1').update(`${headers['sec-websocket-key']}${GUID}`).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: ${headers['sec-websocket-protocol']}\r\n\r\n`,
  );
  let kept: Buffer = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    kept = Buffer.concat([kept, bytes]);
    for (let read = readFrame(kept); read; read = readFrame(kept)) {
      kept = kept.subarray(read.size);
      const answers = read.opcode === 1 ? hear(read.text) : null;
      for (const answer of answers ?? []) socket.write(frame(TEXT, answer));
      if (!answers) socket.end(frame(CLOSE, ''));
    }
  });
  socket.on('error', () => {});
};
