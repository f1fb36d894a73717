import type { Config } from '../config.ts';
import type { Database } from './database.ts';
import { openEmbeddedDatabase } from './embedded-database.ts';
import { openServerDatabase } from './server-database.ts';

/** Opens what the configuration names, with its schema up to date. */
export const openDatabase = (config: Config['database']): Promise<Database> =>
  config.kind === 'server'
    ? openServerDatabase(config.url, config.poolSize)
    : openEmbeddedDatabase(config.folder);
