import { v7 as uuidv7 } from 'uuid';

/** Reserved for ever as a name that leads nowhere (RFC 2606 §2, RFC 6761 §6.4). */
const NOWHERE = '@outside.invalid';

/** Stands in for the e-mail address of somebody who has shown none, so that no account is without one. */
export const standInAddress = (): string => `${uuidv7()}${NOWHERE}`;

export const isStandIn = (email: string): boolean => email.endsWith(NOWHERE);

/** An address as it may be shown and handed on: empty where it only stands in for one. */
export const shownEmail = (email: string): string => (isStandIn(email) ? '' : email);
