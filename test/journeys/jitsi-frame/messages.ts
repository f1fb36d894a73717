/**
 * What passes between the windows of Jitsi's IFrame API: `postis` envelopes, and in them the transport's
 * events, requests and responses (`@jitsi/js-utils/transport`). Everything here runs in the browser, so
 * each function stands by itself: its text is what is served.
 */
export interface Wire {
  /** Waits for the other window, as postis does: what is said before it is there is kept. */
  send: (params: Envelope) => void;
  stop: () => void;
}

export type Envelope =
  | { type: 'event'; data: { name: string; [key: string]: unknown } }
  | { type: 'request'; id: number; data: { name: string } }
  | { type: 'response'; id: number; result: unknown };

interface Posted {
  postis: true;
  scope: string;
  method: string;
  params: unknown;
}

export type OpenWire = (
  other: () => Window | null,
  scope: string,
  take: (envelope: Envelope) => void,
) => Wire;

export const openWire: OpenWire = (other, scope, take) => {
  const READY = '__ready__';
  const own = `${Date.now()}${Math.random()}`;
  const kept: Envelope[] = [];
  let isReady = false;
  const post = (method: string, params: unknown): void =>
    other()?.postMessage(JSON.stringify({ postis: true, scope, method, params }), '*');
  const asking = setInterval(() => post(READY, own), 50);
  const isPosted = (value: unknown): value is Posted =>
    typeof value === 'object' && value !== null && 'postis' in value && 'scope' in value;
  const isEnvelope = (value: unknown): value is Envelope =>
    typeof value === 'object' && value !== null && 'type' in value;
  const heard = ({ data, source }: MessageEvent): void => {
    if (source !== other() || typeof data !== 'string' || !data.startsWith('{')) return;
    const message: unknown = JSON.parse(data);
    if (!isPosted(message) || message.scope !== scope) return;
    if (message.method !== READY) {
      if (isEnvelope(message.params)) take(message.params);
    } else if (message.params === own) {
      isReady = true;
      clearInterval(asking);
      for (const envelope of kept.splice(0)) post('data', envelope);
    } else {
      post(READY, message.params);
    }
  };
  window.addEventListener('message', heard);
  return {
    send: (envelope) => {
      if (isReady) post('data', envelope);
      else kept.push(envelope);
    },
    stop: () => {
      clearInterval(asking);
      window.removeEventListener('message', heard);
    },
  };
};
