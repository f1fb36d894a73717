import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** What stands in the small house and breaks nothing. */
const HOUSE = {
  'contract/visit.ts': "import { Type } from 'typebox';\nexport const Visit = Type.String();",
  'contract/visit.test.ts':
    "import { test } from 'vitest';\nimport { Visit } from './visit.ts';\ntest(Visit.type, () => {});",
  'server/main.ts': "import { vendor } from './providers/vendor.ts';\nexport const main = vendor;",
  'server/main.test.ts': "import { vendor } from './providers/vendor.ts';\nexport const name = vendor;",
  'server/providers/vendor.ts':
    "import type { port } from '../messages/port.ts';\nexport const vendor: typeof port = 1;",
  'server/messages/port.ts': 'export const port = 1;',
  'server/messages/service-keys.ts': 'export const serviceKeys = 1;',
  'server/people/rows.ts':
    "import type { find } from './find.ts';\nexport const row: ReturnType<typeof find> | 1 = 1;",
  'server/people/lock-rows.ts': 'export const lock = 1;',
  'server/people/find.ts': "import { row } from './rows.ts';\nexport const find = (): number => Number(row);",
  // Half of a circle: it is reported once, at the other half below.
  'server/otp/other.ts': "import { one } from './one.ts';\nexport const other: number = one;",
  'server/appointments/book.ts': "import { find } from '../people/find.ts';\nexport const book = find;",
  'server/video-calls/initiate.ts':
    "import { book } from '../appointments/book.ts';\nexport const initiate = book;",
  'server/reminders/plan.ts': "import { book } from '../appointments/book.ts';\nexport const plan = book;",
  'server/database/driver.ts': "import pg from 'pg';\nexport const driver = pg;",
  'web/api.ts': "import { Visit } from '../contract/visit.ts';\nexport const api = Visit;",
  'web/query.ts': "import { api } from './api.ts';\nexport const query = api;",
  'web/screens/view.tsx': "import { useState } from 'react';\nexport const view = useState;",
  'web/call/call.ts': "import { io } from 'socket.io-client';\nexport const call = io;",
  'test/fixture.ts':
    "import { vendor } from '../server/providers/vendor.ts';\nexport const fixture = vendor;",
  'test/using.ts':
    "import { fixture } from './fixture.ts';\nusing held = fixture;\nexport const kept = held;",
  'bench/bare.ts': "import postgres from 'postgres';\nexport const bare = postgres;",
};

/** File that breaks a rule: the rule that must answer, and what the file says. */
const BREACHES: Record<string, [rule: string, source: string]> = {
  'contract/package.ts': ['contract-knows-nobody', "import type { FastifyInstance } from 'fastify';"],
  'contract/server.ts': ['contract-knows-nobody', "import { book } from '../server/appointments/book.ts';"],
  'contract/reach.test.ts': ['contract-tests-stay-small', "import { api } from '../web/api.ts';"],
  'web/value.ts': ['web-knows-only-contract', "import { book } from '../server/appointments/book.ts';"],
  'web/type.tsx': ['web-knows-only-contract', "import type { book } from '../server/appointments/book.ts';"],
  'web/file.ts': ['web-runs-in-a-browser', "import { readFileSync } from 'node:fs';"],
  'server/page.ts': ['server-never-imports-web', "import { api } from '../web/api.ts';"],
  'server/switch.ts': ['product-never-imports-tests', "import { fixture } from '../test/fixture.ts';"],
  'server/audit/up.ts': ['feature-order-audit', "import type { find } from '../people/find.ts';"],
  'server/messages/up.ts': ['feature-order-messages', "import { book } from '../appointments/book.ts';"],
  'server/people/up.ts': ['feature-order-people', "import { port } from '../messages/port.ts';"],
  'server/otp/up.ts': ['feature-order-otp', "import { book } from '../appointments/book.ts';"],
  'server/sessions/up.ts': ['feature-order-sessions', "import { book } from '../appointments/book.ts';"],
  'server/accounts/up.ts': ['feature-order-accounts', "import { book } from '../appointments/book.ts';"],
  'server/service-keys/up.ts': [
    'feature-order-service-keys',
    "import { book } from '../appointments/book.ts';",
  ],
  'server/external/up.ts': ['feature-order-external', "import { book } from '../appointments/book.ts';"],
  'server/appointments/up.ts': ['feature-order-appointments', "export * from '../video-calls/initiate.ts';"],
  'server/video-calls/up.ts': [
    'feature-order-video-calls',
    "export const up = () => import('../reminders/plan.ts');",
  ],
  'server/appointments/table.ts': [
    'rows-belong-to-their-feature',
    "import { row } from '../people/rows.ts';",
  ],
  'server/otp/grant.ts': ['rows-belong-to-their-feature', "import { lock } from '../people/lock-rows.ts';"],
  'server/table.ts': ['rows-are-not-for-the-top', "import { row } from './people/rows.ts';"],
  'server/vendor.ts': ['only-main-names-vendors', "import { vendor } from './providers/vendor.ts';"],
  'server/otp/vendor.ts': [
    'only-main-names-vendors',
    "import type { vendor } from '../providers/vendor.ts';",
  ],
  'server/otp/vendor.test.ts': [
    'tests-of-features-use-ports',
    "import { vendor } from '../providers/vendor.ts';",
  ],
  'server/otp/sdk.ts': ['vendor-sdks-stay-in-their-adapters', "import twilio from 'twilio';"],
  'web/screens/sdk.ts': [
    'vendor-sdks-stay-in-their-adapters',
    "export const sdk = () => import('twilio-video');",
  ],
  'server/otp/using.ts': [
    'vendor-sdks-stay-in-their-adapters',
    "export const held = async () => {\n  await using sdk = await import('twilio');\n};",
  ],
  'server/otp/driver.ts': ['drivers-stay-in-the-database-folder', "import pg from 'pg';"],
  'test/driver.ts': [
    'drivers-stay-in-the-database-folder',
    "import type { PGlite } from '@electric-sql/pglite';",
  ],
  'server/database/feature.ts': [
    'database-knows-no-feature',
    "import { book } from '../appointments/book.ts';",
  ],
  'web/ui/indirect.tsx': ['ui-never-calls-the-api', "import { query } from '../query.ts';"],
  'web/ui/screen.tsx': ['ui-knows-no-screen', "import { view } from '../screens/view.tsx';"],
  'web/manifest.ts': [
    'web-knows-only-contract',
    "import manifest from '../package.json' with { type: 'json' };",
  ],
  'web/ui/fetching.tsx': ['ui-never-calls-the-api', "import { api } from '../api.ts';"],
  'web/call/hook.ts': ['a-call-needs-no-react', "import type { ReactNode } from 'react';"],
  'server/otp/one.ts': [
    'no-circles',
    "import { other } from './other.ts';\nexport const one: number = other;",
  ],
  'server/lost.ts': ['resolvable', "import { nobody } from './nowhere.ts';"],
  'server/borrowed.ts': ['declared-packages-only', "import ajv from 'ajv';"],
  'server/development.ts': ['product-uses-no-dev-package', "import fastCheck from 'fast-check';"],
  'server/utils.ts': ['names-say-what-is-inside', 'export const a = 1;'],
  'server/otp/helpers/a.ts': ['names-say-what-is-inside', 'export const a = 1;'],
  'server/otp/date-utils.ts': ['names-say-what-is-inside', 'export const a = 1;'],
  'server/people/people-service.ts': ['names-say-what-is-inside', 'export const a = 1;'],
  'web/ui/common.tsx': ['names-say-what-is-inside', 'export const a = 1;'],
  'web/call/call-manager.ts': ['names-say-what-is-inside', 'export const a = 1;'],
};

interface Summary {
  violations: { from: string; rule: { name: string } }[];
  ruleSetUsed: { forbidden: { name: string }[] };
}

const root = resolve(import.meta.dirname, '../..');

/** Runs the linter of the walls, as `npm run lint` does, in a folder of this shape. */
function lint(folder: string): Summary {
  const program = join(root, 'node_modules/.bin/depcruise');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [program, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', '.'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (stdout === '') throw new Error(stderr);
  const result: { summary: Summary } = JSON.parse(stdout);
  return result.summary;
}

describe('the walls of the house', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-walls-'));
  let summary: Summary;

  beforeAll(() => {
    for (const name of ['package.json', '.dependency-cruiser.mjs'])
      copyFileSync(join(root, name), join(folder, name));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const breaches = Object.entries(BREACHES).map(([path, [, source]]) => [path, source] as const);
    for (const [path, source] of [...Object.entries(HOUSE), ...breaches]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${source}\n`);
    }
    summary = lint(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const rulesOf = (path: string) => [
    ...new Set(summary.violations.filter(({ from }) => from === path).map(({ rule }) => rule.name)),
  ];

  test.each(Object.entries(BREACHES))('%s breaks one rule', (path, [rule]) => {
    expect(rulesOf(path)).toContain(rule);
  });

  test.each(Object.keys(HOUSE))('%s breaks none', (path) => {
    expect(rulesOf(path)).toEqual([]);
  });

  test('every rule is broken here by at least one file', () => {
    const broken = new Set(Object.values(BREACHES).map(([rule]) => rule));
    expect(summary.ruleSetUsed.forbidden.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual(
      [],
    );
  });
});
