import type { DeliveryFault } from '../../contract/deliveries.ts';

/**
 * The Cloud API's error codes in our words, for its answers and for its webhooks alike: the same error may
 * come either way. Meta asks to branch on the code alone, never on the status, the subcode or the title.
 */
const FAULTS: ReadonlyMap<number, DeliveryFault> = new Map<number, DeliveryFault>([
  [0, 'credentials_refused'],
  // Graph's own "unknown" and "service": both say to ask again.
  [1, 'unavailable'],
  [2, 'unavailable'],
  [3, 'credentials_refused'],
  [4, 'rate_limited'],
  [10, 'credentials_refused'],
  // The number is the only parameter of ours that is not made by us.
  [100, 'address_invalid'],
  [190, 'credentials_refused'],
  [368, 'account_suspended'],
  [80007, 'rate_limited'],
  [130429, 'rate_limited'],
  // The number is in an experiment of Meta's, and gets nothing.
  [130472, 'unreachable'],
  [130497, 'country_refused'],
  [131000, 'unavailable'],
  [131005, 'credentials_refused'],
  [131008, 'content_refused'],
  [131009, 'content_refused'],
  [131016, 'unavailable'],
  [131021, 'address_invalid'],
  [131026, 'unreachable'],
  [131031, 'account_suspended'],
  // A bill is open.
  [131042, 'account_suspended'],
  [131047, 'outside_window'],
  [131048, 'rate_limited'],
  // Withheld from somebody who gets too much; asking again at once makes it worse.
  [131049, 'blocked'],
  [131050, 'opted_out'],
  [131051, 'content_refused'],
  [131053, 'content_refused'],
  [131056, 'rate_limited'],
  [131057, 'unavailable'],
  [132000, 'template_refused'],
  [132001, 'template_refused'],
  [132005, 'template_refused'],
  [132007, 'template_refused'],
  [132012, 'template_refused'],
  [132015, 'template_refused'],
  [132016, 'template_refused'],
  // Our own number is not registered with the API.
  [133010, 'credentials_refused'],
  [135000, 'content_refused'],
]);

/** Whole families, for codes that are younger than the table: permissions of Graph, and templates. */
const FAMILIES: readonly (readonly [from: number, to: number, fault: DeliveryFault])[] = [
  [200, 299, 'credentials_refused'],
  [132_000, 132_999, 'template_refused'],
];

/** @returns null for a code that nobody has told us of */
export const whatsappFault = (code: number): DeliveryFault | null =>
  FAULTS.get(code) ?? FAMILIES.find(([from, to]) => code >= from && code <= to)?.[2] ?? null;
