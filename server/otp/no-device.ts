/** Stands where the hash of a device's cookie would: a device without one, or one that gets none. */
export const NO_DEVICE: Uint8Array = new Uint8Array(0);
