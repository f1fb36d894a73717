import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'vitest';

const CONTRACTS = resolve(
  process.env['CONTRACTS_DIR'] ?? join(import.meta.dirname, '../../../shared/contracts'),
);

/** Where the vendors' own descriptions of their APIs lie, in folders by vendor; null where they are not at hand. */
export const contractsFolder = (): string | null => (existsSync(CONTRACTS) ? CONTRACTS : null);

/**
 * Declares tests that hold requests against the vendors' files. Those are not ours to hand on: where they are
 * not at hand, one skipped test stands in the place of all of them and says so.
 */
export const contractsOrSkip = (name: string, declare: (folder: string) => void): void => {
  const folder = contractsFolder();
  if (folder) {
    declare(folder);
    return;
  }
  test(`${name}: not run, because the vendors’ files are not in ${CONTRACTS}; set CONTRACTS_DIR`, ({
    skip,
  }) => skip('no vendors’ files'));
};
