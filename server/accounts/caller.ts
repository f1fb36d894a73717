/** What a request for a code, or with one, comes with. */
export interface Caller {
  /** The client's address, for the limits on networks. */
  clientAddress: string;
  /** Hash of the device's cookie, and of the one it gets with a right code; `NO_DEVICE` for none. */
  deviceHash: Uint8Array;
  newDeviceHash: Uint8Array;
}
