import type { WebSocketRoute } from 'playwright-core';
import { Value } from 'typebox/value';
import { Body, Frame } from './messages.ts';

export interface Line {
  /** One message to the page; nothing once the line is cut. */
  send: (body: object) => void;
  /** As a network does that is gone: without a word. */
  cut: () => void;
}

export interface Hearer {
  said: (line: Line, body: Body) => void;
  lost: (line: Line) => void;
}

/** One socket of the SDK's: greets, keeps it alive, and passes on what is said. */
export const openLine = (socket: WebSocketRoute, { said, lost }: Hearer): Line => {
  let isCut = false;
  const frame = (value: object): void => {
    if (!isCut) socket.send(JSON.stringify(value));
  };
  const line: Line = {
    send: (body) => frame({ type: 'msg', body }),
    cut: () => {
      if (isCut) return;
      isCut = true;
      // Any code but 1000 is a loss to the SDK.
      void socket.close({ code: 3999, reason: 'cut' });
      lost(line);
    },
  };
  // Looked at and passed on as it is: what is in a description is between the two pages.
  const pass = (body: unknown): void => {
    if (!Value.Check(Body, body)) throw new Error(`no message of the SDK’s: ${JSON.stringify(body)}`);
    said(line, body);
  };
  socket.onMessage((text) => {
    if (isCut) return;
    const heard: unknown = JSON.parse(String(text));
    if (!Value.Check(Frame, heard)) throw new Error(`no frame of the SDK’s: ${text}`);
    if (heard.type === 'heartbeat') frame({ type: 'heartbeat' });
    if (heard.type === 'hello') {
      frame({ type: 'welcome', negotiatedTimeout: heard.timeout });
      if (heard.body !== undefined) pass(heard.body);
    }
    if (heard.type === 'msg') pass(heard.body);
  });
  socket.onClose(() => {
    if (isCut) return;
    isCut = true;
    lost(line);
  });
  return line;
};
