import { AUTH, type Knock, queryOf, saidOf, type Visitor } from './door.ts';

const FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';

/** Signs in over a WebSocket (RFC 7395) and goes away again: no room is entered. */
export const knockByWebsocket = (visitor: Visitor, signal: AbortSignal): Promise<Knock> => {
  const { promise, resolve } = Promise.withResolvers<Knock>();
  const socket = new WebSocket(`wss://${visitor.site.host}/xmpp-websocket?${queryOf(visitor)}`, 'xmpp');
  let isOpen = false;
  const end = (knock: Knock) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(`<close xmlns="${FRAMING}"/>`);
    socket.close();
    resolve(knock);
  };
  socket.addEventListener('open', () => {
    isOpen = true;
    socket.send(`<open xmlns="${FRAMING}" to="${visitor.xmppDomain}" version="1.0"/>`);
  });
  socket.addEventListener('message', ({ data }) => {
    const said = saidOf(String(data));
    if (said === 'greets') socket.send(AUTH);
    else if (said !== 'else') end(said);
  });
  // A door that was open and is shut in somebody's face has turned them away.
  socket.addEventListener('close', () => end(isOpen ? 'turned_away' : 'no_door'));
  socket.addEventListener('error', () => end(isOpen ? 'turned_away' : 'no_door'));
  signal.addEventListener('abort', () => end('no_door'), { once: true });
  return promise;
};
