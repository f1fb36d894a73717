import { createServer } from 'node:http';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { phoneNumber } from 'better-auth/plugins';
import pg from 'pg';
import { numberOf, PEOPLE, POOL } from './numbers.ts';

/** The peer's side, in a process of its own: better-auth with its phone-number plugin, as its guide sets it up. */
const [, , url = ''] = process.argv;
const pool = new pg.Pool({ connectionString: url, max: POOL });
const options = {
  database: pool,
  secret: 'q4Jx0a7cT9vW2mZp5sLk8dFh1gNb3rYe6uIo',
  baseURL: 'http://127.0.0.1',
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  advanced: { disableCSRFCheck: true },
  plugins: [
    phoneNumber({
      sendOTP: ({ phoneNumber: to, code }) => {
        process.send?.({ to, code });
      },
    }),
  ],
};
const { runMigrations } = await getMigrations(options);
await runMigrations();
for (let index = 0; index < PEOPLE; index += 1) {
  await pool.query(
    `INSERT INTO "user" (id, name, email, "emailVerified", "phoneNumber", "phoneNumberVerified", "createdAt", "updatedAt")
     VALUES ($1, $1, $2, true, $3, true, now(), now())`,
    [`person-${index}`, `person-${index}@clinic.test`, numberOf(index)],
  );
}
await pool.query('ANALYZE');
const handle = toNodeHandler(betterAuth(options));
const server = createServer((request, response) => void handle(request, response));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: address !== null && typeof address === 'object' ? address.port : 0 });
});
process.on('disconnect', () => process.exit(0));
