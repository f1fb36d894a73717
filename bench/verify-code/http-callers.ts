import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { CodeRequest } from './clinic.ts';
import { rush } from './rush.ts';
import { CALLERS } from './statement.ts';

const HEAD_END = Buffer.from('\r\n\r\n');

/** The whole request as bytes, so that nothing but sending is left for the measured time. */
const bytesOf = (port: number, { appointmentId, phone, code, accessToken }: CodeRequest): Buffer => {
  const body = JSON.stringify({ contact_number: phone, otp_code: code });
  return Buffer.from(
    [
      `POST /appointments/${appointmentId}/verify-video-otp HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      `Authorization: Bearer ${accessToken}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
};

const wholeAnswer = (received: Buffer): string | null => {
  const head = received.indexOf(HEAD_END);
  if (head < 0) return null;
  const text = received.toString('latin1', 0, head);
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? Number.NaN);
  if (Number.isNaN(length)) throw new Error('an answer without its length');
  return received.length < head + HEAD_END.length + length ? null : text;
};

/** One connection kept open, one request at a time: a bare socket costs the machine less than a client would. */
const send = (socket: Socket, request: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    let received: Buffer | null = null;
    const hear = (chunk: Buffer): void => {
      received = received ? Buffer.concat([received, chunk]) : chunk;
      const head = wholeAnswer(received);
      if (head === null) return;
      socket.off('data', hear);
      if (head.startsWith('HTTP/1.1 200')) resolve();
      else reject(new Error(`not accepted: ${received.toString()}`));
    };
    socket.on('data', hear);
    socket.write(request);
  });

export interface HttpCallers {
  round: (requests: readonly CodeRequest[]) => Promise<number>;
  close: () => void;
}

export const startHttpCallers = async (port: number): Promise<HttpCallers> => {
  const sockets = Array.from({ length: CALLERS }, () => connect({ port, host: '127.0.0.1', noDelay: true }));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  return {
    round: (requests) =>
      rush(
        requests.map((request) => bytesOf(port, request)),
        CALLERS,
        async (bytes, caller) => {
          const socket = sockets[caller];
          if (!socket) throw new Error('a caller without a connection');
          await send(socket, bytes);
        },
      ),
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
};
