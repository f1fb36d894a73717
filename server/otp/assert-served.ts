import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { recordBlock } from './rows.ts';

/**
 * Codes go to numbers of the configured countries alone.
 * @param country ISO 3166-1 alpha-2; null for a number of no country
 * @throws Problem `country_refused`
 */
export const assertServed = async (
  { config, db }: Pick<Deps, 'config' | 'db'>,
  country: string | null,
): Promise<void> => {
  const { countries } = config.otp;
  if (!countries || (country && countries.includes(country))) return;
  await recordBlock(db, 'country', country);
  throw new Problem('country_refused');
};
