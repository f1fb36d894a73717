const ANSWER_LIMIT_MS = 5_000;

/** XMPP over a WebSocket (RFC 7395): stanzas as they come, each taken once. */
export class XmppStream {
  readonly #socket: WebSocket;
  #come: string[] = [];
  #waiting: (() => void)[] = [];

  constructor(url: URL) {
    this.#socket = new WebSocket(url, 'xmpp');
    this.#socket.addEventListener('message', ({ data }) => {
      this.#come.push(String(data));
      this.#wake();
    });
    this.#socket.addEventListener('close', () => this.#wake());
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  async opened(): Promise<void> {
    if (this.#socket.readyState === WebSocket.OPEN) return;
    await new Promise<void>((settle, fail) => {
      this.#socket.addEventListener('open', () => settle(), { once: true });
      this.#socket.addEventListener('error', () => fail(new Error('no WebSocket there')), { once: true });
    });
  }

  send(xml: string): void {
    this.#socket.send(xml);
  }

  has(wanted: (xml: string) => boolean): boolean {
    return this.#come.some(wanted);
  }

  /** @throws with what came instead when it does not come in time */
  async next(wanted: (xml: string) => boolean): Promise<string> {
    const deadline = performance.now() + ANSWER_LIMIT_MS;
    for (;;) {
      const at = this.#come.findIndex(wanted);
      const found = this.#come[at];
      if (found !== undefined) {
        this.#come.splice(at, 1);
        return found;
      }
      const left = deadline - performance.now();
      if (left <= 0 || this.#socket.readyState === WebSocket.CLOSED)
        throw new Error(`not the answer in time; what came: ${this.#come.join('\n')}`);
      await new Promise<void>((settle) => {
        this.#waiting.push(settle);
        setTimeout(settle, left);
      });
    }
  }

  close(): void {
    this.#socket.close();
  }
}
