import type { Page } from 'playwright-core';
import { type Hearer, type Line, openLine } from './line.ts';

/** Every address of the vendor's that a page could open a socket to. */
const VENDOR = /^wss:\/\/([\w-]+\.)*twilio\.com\//;

/** Pages whose way to the vendor ends here, and can be cut. */
export class LedPages {
  readonly #hearer: Hearer;
  readonly #lines = new Map<Page, Set<Line>>();
  readonly #away = new Set<Page>();
  /** Addresses that they opened sockets to. */
  readonly addresses = new Set<string>();

  constructor(hearer: Hearer) {
    this.#hearer = hearer;
  }

  /** Before it is opened. */
  async lead(page: Page): Promise<void> {
    const lines = new Set<Line>();
    this.#lines.set(page, lines);
    await page.routeWebSocket(VENDOR, (socket) => {
      this.addresses.add(socket.url());
      const line = openLine(socket, {
        said: this.#hearer.said,
        lost: (gone) => {
          lines.delete(gone);
          this.#hearer.lost(gone);
        },
      });
      lines.add(line);
      if (this.#away.has(page)) line.cut();
    });
  }

  /** Cuts a page off, until `bringBack`. */
  cutOff(page: Page): void {
    this.#away.add(page);
    for (const line of [...(this.#lines.get(page) ?? [])]) line.cut();
  }

  bringBack(page: Page): void {
    this.#away.delete(page);
  }
}
