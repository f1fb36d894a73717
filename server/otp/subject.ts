/** What the subject of codes begins with where it is an address, of which nobody here is the owner. */
export const ADDRESS_SUBJECT = 'address:';

/** Whose codes, and whose failures, those are that go to an address without an account. `key` is a blind of it. */
export const addressSubject = (key: string): string => `${ADDRESS_SUBJECT}${key}`;
