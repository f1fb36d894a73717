export type Level = 'ok' | 'warning' | 'fault';

/** One thing that was looked at. Neither sentence holds a secret, a token or a whole phone number. */
export interface Finding {
  level: Level;
  /** What is so, in a plain sentence. */
  what: string;
  /** What to do about it; null where it is well. */
  remedy: string | null;
}

/** Looks at one provider, or at one thing of this machine, live. It sends nothing and changes nothing there. */
export interface Check {
  /** In words, such as “SMS over Twilio”. */
  readonly name: string;
  /** What was found, until `signal` at the latest: what did not answer by then is a finding too. */
  run: (signal: AbortSignal) => Promise<Finding[]>;
}

export const ok = (what: string): Finding => ({ level: 'ok', what, remedy: null });
export const warning = (what: string, remedy: string): Finding => ({ level: 'warning', what, remedy });
export const fault = (what: string, remedy: string): Finding => ({ level: 'fault', what, remedy });
