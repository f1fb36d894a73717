import { PGlite } from '@electric-sql/pglite';

/** The folder that `argv` names, opened by nothing but the database itself; says so once it answers. */
const pg = await PGlite.create(process.argv[2] ?? '');
await pg.query('SELECT 1');
process.stdout.write('open\n');
await pg.close();
