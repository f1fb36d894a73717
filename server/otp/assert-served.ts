import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { recordBlock } from './rows.ts';

/**
 * Whether codes go to numbers of a country: to those of the configured ones alone.
 * @param country ISO 3166-1 alpha-2; null for a number of no country
 */
export const isServed = ({ config }: Pick<Deps, 'config'>, country: string | null): boolean => {
  const { countries } = config.otp;
  return !countries || (country !== null && countries.includes(country));
};

/**
 * Writes a refusal down, for the page that shows what was held back.
 * @param country as for `isServed`
 * @throws Problem `country_refused`
 */
export const assertServed = async (
  deps: Pick<Deps, 'config' | 'db'>,
  country: string | null,
): Promise<void> => {
  if (isServed(deps, country)) return;
  await recordBlock(deps.db, 'country', country);
  throw new Problem('country_refused');
};
