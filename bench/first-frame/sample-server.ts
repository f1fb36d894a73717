import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { SAMPLE_PAGE } from './sample-page.ts';

export interface SampleServer {
  origin: string;
  /** Ends the connections of the round before. */
  clear: () => void;
  close: () => void;
}

/** RFC 6455 §1.3. */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 0x81;
const MASK_BYTES = 4;

const frame = (payload: Buffer): Buffer => {
  if (payload.length < 126) return Buffer.concat([Buffer.from([TEXT, payload.length]), payload]);
  const head = Buffer.from([TEXT, 126, 0, 0]);
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
};

/** The first whole text frame of `bytes` (RFC 6455 §5.2, up to 64 KB, unfragmented), and what follows it. */
const unframe = (bytes: Buffer): { opcode: number; payload: Buffer; rest: Buffer } | null => {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 0x7f;
  const at = short === 126 ? 4 : 2;
  if (bytes.length < at + MASK_BYTES) return null;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  const end = at + MASK_BYTES + length;
  if (bytes.length < end) return null;
  const mask = bytes.subarray(at, at + MASK_BYTES);
  const payload = Buffer.from(bytes.subarray(at + MASK_BYTES, end));
  for (const [index, byte] of payload.entries()) payload[index] = byte ^ (mask[index % MASK_BYTES] ?? 0);
  return { opcode: bytes.readUInt8(0) & 0x0f, payload, rest: bytes.subarray(end) };
};

/** Serves the sample's page, and passes what one side says on to the other; nothing else. */
export const startSampleServer = async (): Promise<SampleServer> => {
  let present: Duplex[] = [];
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(SAMPLE_PAGE);
  });
  const hear = (socket: Duplex): void => {
    let received: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      for (let heard = unframe(received); heard; heard = unframe(received)) {
        received = heard.rest;
        if (heard.opcode !== 1) continue;
        for (const other of present) if (other !== socket) other.write(frame(heard.payload));
      }
    });
    socket.on('error', () => {});
  };
  server.on('upgrade', (request, socket) => {
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${ACCEPT_GUID}`);
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept.digest('base64')}\r\n\r\n`,
    );
    present.push(socket);
    hear(socket);
    socket.write(frame(Buffer.from(JSON.stringify({ present: present.length }))));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const clear = () => {
    for (const socket of present) socket.destroy();
    present = [];
  };
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    clear,
    close: () => {
      clear();
      server.close();
      server.closeAllConnections();
    },
  };
};
