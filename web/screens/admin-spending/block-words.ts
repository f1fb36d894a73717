import type { SendBlock } from '../../../contract/spending.ts';

/** Why codes were held back, as a rule that the clinic's people know. */
export const BLOCK_WORDS: Record<SendBlock, string> = {
  number_limit: 'Too many for one number or address',
  network_limit: 'Too many asked for from one place',
  prefix_limit: 'Too many for numbers alike',
  daily_budget: 'The day’s budget was used up',
  prefix_conversion: 'Codes to numbers like these hardly ever come back',
  country: 'A country that is not served',
  opted_out: 'They answered STOP',
};
