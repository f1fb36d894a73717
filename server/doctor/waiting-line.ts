const WIDTH = 78;
const ERASED = '\r\u001b[2K';

export interface WaitingLine {
  /** Says who is waited for; an empty list says nothing. */
  show: (waitingFor: readonly string[]) => void;
  /** Prints for good, and keeps the line below it. */
  above: (text: string) => void;
  clear: () => void;
}

/** One line at the bottom of a terminal that says who is waited for. Elsewhere there is none. */
export const waitingLine = (out: { isTTY?: boolean; write: (text: string) => unknown }): WaitingLine => {
  let shown = '';
  const put = (text: string): void => {
    if (!out.isTTY) return;
    shown = text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
    out.write(`${ERASED}${shown}`);
  };
  return {
    show: (waitingFor) => put(waitingFor.length === 0 ? '' : `Waiting for: ${waitingFor.join(', ')}`),
    above: (text) => {
      const below = shown;
      put('');
      out.write(`${text}\n`);
      put(below);
    },
    clear: () => put(''),
  };
};
