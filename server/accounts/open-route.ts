/** Open to everybody from our own pages, and to clients that are no browsers. */
export const OPEN_ROUTE = { anonymous: true, fromOwnPages: true } as const;
