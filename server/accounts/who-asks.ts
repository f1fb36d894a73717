/** A device without a cookie, or one that gets none. */
export const NO_DEVICE: Uint8Array = new Uint8Array(0);

/** What a request for a code, or with one, comes with. */
export interface Caller {
  /** The client's address, for the limits on networks. */
  clientAddress: string;
  /** Hash of the device's cookie, and of the one it gets with a right code; empty for none. */
  deviceHash: Uint8Array;
  newDeviceHash: Uint8Array;
}
