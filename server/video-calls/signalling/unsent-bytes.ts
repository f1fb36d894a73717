const textBytes = (packet: unknown): number => {
  if (typeof packet !== 'object' || packet === null || !('data' in packet)) return 0;
  return typeof packet.data === 'string' ? Buffer.byteLength(packet.data) : 0;
};

/**
 * How much a connection still has to read: what the WebSocket has not handed to the system, and what
 * waits in front of it. Neither is part of the library's types, so each is looked at before it is used.
 */
export const unsentBytes = (connection: { readonly transport: object }): number => {
  const { transport } = connection;
  const socket: unknown = 'socket' in transport ? transport.socket : null;
  const inSocket =
    typeof socket === 'object' && socket !== null && 'bufferedAmount' in socket
      ? Number(socket.bufferedAmount)
      : 0;
  const waiting: unknown = 'writeBuffer' in connection ? connection.writeBuffer : [];
  const before = Array.isArray(waiting)
    ? waiting.reduce<number>((sum, packet) => sum + textBytes(packet), 0)
    : 0;
  return inSocket + before;
};
