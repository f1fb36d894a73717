/** What was done to a visit, as its people are told of it. */
export type VisitNews = 'booked' | 'confirmed' | 'moved' | 'cancelled';
