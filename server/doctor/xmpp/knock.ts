import type { Knock, Visitor } from './door.ts';
import { knockByBosh } from './knock-by-bosh.ts';
import { knockByWebsocket } from './knock-by-websocket.ts';

/** Comes to the door by WebSocket, and over HTTP where there is none: Jitsi's page does the same. */
export const knock = async (visitor: Visitor, signal: AbortSignal): Promise<Knock> => {
  const byWebsocket = await knockByWebsocket(visitor, signal);
  return byWebsocket === 'no_door' && !signal.aborted ? knockByBosh(visitor, signal) : byWebsocket;
};
