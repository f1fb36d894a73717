/** The length of a slot for a doctor who never chose one. */
export const DEFAULT_SLOT_MINUTES = 30;
