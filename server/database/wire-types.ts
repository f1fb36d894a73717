import pg from 'pg';
import type { Value } from './database.ts';

type Parse = (text: string) => unknown;

const asText: Parse = (text) => text;
const number: Parse = Number;
const truth: Parse = (text) => text === 't';
const instant: Parse = (text) => new Date(text);
const json: Parse = (text) => JSON.parse(text);
const bytes: Parse = (text) => Buffer.from(text.slice(2), 'hex');

/** Type (its OID in pg_type), the array of it, and how both are read. What is not named here stays text. */
const TYPES: readonly [type: number, array: number, parse: Parse][] = [
  [16, 1000, truth], // bool
  [17, 1001, bytes], // bytea
  [20, 1016, number], // int8
  [21, 1005, number], // int2
  [23, 1007, number], // int4
  [26, 1028, number], // oid
  [700, 1021, number], // float4
  [701, 1022, number], // float8
  [114, 199, json],
  [3802, 3807, json], // jsonb
  [1114, 1115, instant], // timestamp
  [1184, 1185, instant], // timestamptz
  [19, 1003, asText], // name
  [25, 1009, asText], // text
  [1043, 1015, asText], // varchar
  [1082, 1182, asText], // date
  [1083, 1183, asText], // time
  [1700, 1231, asText], // numeric
  [2950, 2951, asText], // uuid
];

const TEXT_ARRAY: number = 1009;
const textsOf: (text: string) => (string | null)[] = pg.types.getTypeParser(TEXT_ARRAY);

const arrayOf =
  (parse: Parse): Parse =>
  (text) =>
    textsOf(text).map((element) => (element === null ? null : parse(element)));

const PARSERS = new Map<number, Parse>(
  TYPES.flatMap(([type, array, parse]) => [
    [type, parse],
    [array, arrayOf(parse)],
  ]),
);

/** How the driver reads each type; see `Query` in database.ts. */
export const wireTypes = { getTypeParser: (type: number): Parse => PARSERS.get(type) ?? asText };

/** What the driver is given for a value; it would write a Date in this machine's zone. */
export const toWire = (value: Value): Exclude<Value, Date> =>
  value instanceof Date ? value.toISOString() : value;
