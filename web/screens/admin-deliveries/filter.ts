import { CHANNEL_WORDS } from '../../ui/channel-words.ts';
import { KIND_WORDS, STATUS_WORDS } from '../../ui/delivery-words.ts';

/** The names are those of the page's address and of the request alike. */
const FILTER_NAMES = ['channel', 'status', 'kind', 'person_id', 'from', 'to'] as const;
export type FilterName = (typeof FILTER_NAMES)[number];
/** What is left out is not asked for. */
export type Filter = Partial<Record<FilterName, string>>;

const isDate = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`));

const KNOWN: Record<FilterName, (value: string) => boolean> = {
  channel: (value) => Object.hasOwn(CHANNEL_WORDS, value),
  status: (value) => Object.hasOwn(STATUS_WORDS, value),
  kind: (value) => Object.hasOwn(KIND_WORDS, value),
  person_id: (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
  from: isDate,
  to: isDate,
};

/** What the page's address asks for. What makes no sense in it, from an old or mistyped link, is left out. */
export const readFilter = (search: URLSearchParams): Filter =>
  Object.fromEntries(
    FILTER_NAMES.flatMap((name) => {
      const value = search.get(name);
      return value !== null && KNOWN[name](value) ? [[name, value]] : [];
    }),
  );
