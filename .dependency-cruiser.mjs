import { Visitor } from '@swc/core/Visitor.js';

/**
 * The walls of the house. Each rule says why it stands; `docs/decisions/0002-walls-in-the-linter.md`
 * says how they are checked. Type imports count: a type names the same knowledge as a value.
 */

const TEST_FILES = String.raw`\.test\.tsx?$`;
const NEVER_NAMES = [
  '^(contract|server|web|test|bench).*[/-](utils?|helpers?|common|misc)([./-]|$)',
  '^(contract|server|web|test|bench).*[/-](services?|manager|helper|impl)([./]|$)',
];
const PACKAGES = '(^|/)node_modules/';

/** Lowest first. A feature may import those before it, never those after. */
const FEATURES = [
  'audit',
  'people',
  'messages',
  'otp',
  'sessions',
  'accounts',
  'service-keys',
  'external',
  'appointments',
  'video-calls',
  'reminders',
];

/** `rows.ts`, or `grant-rows.ts` where a feature has more than one kind. */
const ROWS = [String.raw`^server/[^/]+/rows\.ts$`, String.raw`^server/[^/]+/.*-rows\.ts$`];

/** What the outside sells: each is spoken to from one adapter. */
const VENDOR_SDKS = [
  'twilio',
  'twilio-video',
  '@twilio/[^/]+',
  'nodemailer',
  '@jitsi/[^/]+',
  'firebase',
  'firebase-admin',
  '@firebase/[^/]+',
  '@aws-sdk/[^/]+',
  '@sendgrid/[^/]+',
  'stripe',
  'livekit-client',
  'livekit-server-sdk',
];

const DATABASE_DRIVERS = ['postgres', '@electric-sql/[^/]+', 'pg', 'pg-[^/]+'];

// swc's visitor of sources stops at `using`, which it parses and does not know by name.
const { visitStatement } = Visitor.prototype;
Visitor.prototype.visitStatement = function visitStatementOrUsing(statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement);
  this.visitVariableDeclarators(statement.decls);
  return statement;
};

const packaged = (names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;
const bare = (names) => `^(${names.join('|')})(/|$)`;
/** Matches a package however it resolved, installed or not. */
const anyOf = (names) => [packaged(names), bare(names)];

/** One rule for each feature: what stands above it is out of its reach. */
const featureOrder = FEATURES.slice(0, -1).map((feature, index) => ({
  name: `feature-order-${feature}`,
  comment:
    `Features stand in an order: ${FEATURES.join(' < ')}. ${feature} may only import what stands below it; ` +
    'a feature that reaches up makes a circle, and then neither can be read, tested or changed alone. ' +
    'Let the upper feature call the lower one, or pass a function in.',
  severity: 'error',
  from: { path: `^server/${feature}/`, pathNot: TEST_FILES },
  to: { path: `^server/(${FEATURES.slice(index + 1).join('|')})/` },
}));

export default {
  forbidden: [
    {
      name: 'contract-knows-nobody',
      comment:
        'contract is what crosses the wire, read by both sides and by the OpenAPI document: it imports typebox and itself, ' +
        'so that neither side can leak into it.',
      severity: 'error',
      from: { path: '^contract/', pathNot: TEST_FILES },
      to: { pathNot: ['^contract/', ...anyOf(['typebox'])] },
    },
    {
      name: 'contract-tests-stay-small',
      comment:
        "A test of the contract may add vitest and node's own modules to it, and nothing of the other rooms.",
      severity: 'error',
      from: { path: `^contract/.*${TEST_FILES}` },
      to: { path: '^(server|web|test|bench)/' },
    },
    {
      name: 'web-knows-only-contract',
      comment:
        'web talks to the server over the wire alone; an import would put server code, and with it secrets, into the bundle.',
      severity: 'error',
      from: { path: '^web/' },
      to: { pathNot: ['^(contract|web)/', PACKAGES], dependencyTypesNot: ['core'], couldNotResolve: false },
    },
    {
      name: 'web-runs-in-a-browser',
      comment: "node's own modules do not exist in a browser; only tests run under node.",
      severity: 'error',
      from: { path: '^web/', pathNot: TEST_FILES },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'server-never-imports-web',
      comment: 'The server serves the built page as files; it does not know how a screen is made.',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^web/' },
    },
    {
      name: 'product-never-imports-tests',
      comment: 'What ships must not need what does not: no switch, fake or figure of a test in product code.',
      severity: 'error',
      from: { path: '^(contract|server|web)/', pathNot: TEST_FILES },
      to: { path: ['^(test|bench)/', TEST_FILES] },
    },
    ...featureOrder,
    {
      name: 'rows-belong-to-their-feature',
      comment:
        "rows.ts (and …-rows.ts) alone names a feature's tables, so that a table can change behind its verbs. " +
        "Call the other feature's verbs and rules instead.",
      severity: 'error',
      from: { path: '^server/([^/]+)/', pathNot: TEST_FILES },
      to: { path: ROWS, pathNot: '^server/$1/' },
    },
    {
      name: 'rows-are-not-for-the-top',
      comment: 'main.ts, app.ts and their neighbours wire features together through their verbs and routes.',
      severity: 'error',
      from: { path: '^server/[^/]+\\.ts$', pathNot: TEST_FILES },
      to: { path: ROWS },
    },
    {
      name: 'only-main-names-vendors',
      comment:
        'Providers point inward, to ports. server/main.ts alone chooses them, so that a vendor can be changed in one line ' +
        'and everything else runs with recording ports. server/doctor-command.ts asks each that is configured how it is.',
      severity: 'error',
      from: {
        path: '^(contract|server|web)/',
        pathNot: ['^server/(main|doctor-command)\\.ts$', '^server/providers/', `^server/.*${TEST_FILES}`],
      },
      to: { path: '^server/providers/' },
    },
    {
      name: 'tests-of-features-use-ports',
      comment:
        'A test of a feature runs with recording ports: only the tests beside the providers, and those at the top ' +
        'of server/, may name a vendor.',
      severity: 'error',
      from: { path: `^server/[^/]+/.*${TEST_FILES}`, pathNot: '^server/providers/' },
      to: { path: '^server/providers/' },
    },
    {
      name: 'vendor-sdks-stay-in-their-adapters',
      comment:
        "A vendor's SDK is imported in server/providers/ and web/call/ only: its types and errors must not spread, " +
        'or the vendor cannot be left.',
      severity: 'error',
      from: { path: '^(contract|server|web|bench|test)/', pathNot: ['^server/providers/', '^web/call/'] },
      to: { path: anyOf(VENDOR_SDKS) },
    },
    {
      name: 'drivers-stay-in-the-database-folder',
      comment:
        'pg and PGlite differ in types, prepared statements and transactions; server/database levels them ' +
        'once, behind one port. The bench may measure a driver bare.',
      severity: 'error',
      from: { path: '^(contract|server|web|test)/', pathNot: '^server/database/' },
      to: { path: anyOf(DATABASE_DRIVERS) },
    },
    {
      name: 'database-knows-no-feature',
      comment:
        'The port knows how to run a statement, never which: the statements are in the rows.ts of the features.',
      severity: 'error',
      from: { path: '^server/database/', pathNot: TEST_FILES },
      to: { path: `^server/(${FEATURES.join('|')}|providers)/` },
    },
    {
      name: 'ui-never-calls-the-api',
      comment:
        'A control in web/ui shows what it is given and reports what was done; a control that fetches, itself or through ' +
        'what it imports, cannot be used twice or tested alone.',
      severity: 'error',
      from: { path: '^web/ui/' },
      to: { path: String.raw`^web/api\.ts$`, reachable: true },
    },
    {
      name: 'ui-knows-no-screen',
      comment: 'Screens are made of controls, not the other way round.',
      severity: 'error',
      from: { path: '^web/ui/' },
      to: { path: '^web/screens/' },
    },
    {
      name: 'a-call-needs-no-react',
      comment:
        'A call outlives renders: its connections and tracks are owned by plain objects that end together. ' +
        'The screen subscribes to them.',
      severity: 'error',
      from: { path: '^web/call/' },
      to: {
        path: [
          ...anyOf(['react', 'react-dom', '@mantine/[^/]+', '@tanstack/[^/]+', 'wouter']),
          '^web/(screens|ui)/',
        ],
      },
    },
    {
      name: 'no-circles',
      comment:
        'Files that import each other in a circle are one file in several pieces, and load in an order by luck. ' +
        'A circle of types alone loads nothing and may stand inside one folder; the order of features keeps it there.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere escapes every other rule of this file.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared-packages-only',
      comment: 'A package that is not in package.json is here by the grace of another one, and goes with it.',
      severity: 'error',
      from: { path: '^(contract|server|web|test|bench)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'product-uses-no-dev-package',
      comment:
        'A development package is not there where the product runs. Types alone vanish before it runs.',
      severity: 'error',
      from: { path: '^(contract|server|web)/', pathNot: TEST_FILES },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'names-say-what-is-inside',
      comment:
        'utils, helpers, common, misc, and the endings service, manager, helper, impl fit everything, so nobody can ' +
        'tell what is inside or what to leave out. Name the file after what it does.',
      severity: 'error',
      // Every module has fewer than a hundred dependents here: the bound only makes the rule look at names.
      module: { path: NEVER_NAMES, numberOfDependentsLessThan: 100 },
      from: {},
    },
  ],
  options: {
    // swc reads the sources before anything is erased, so type imports are seen without further options.
    parser: 'swc',
    doNotFollow: { path: PACKAGES },
    exclude: { path: '^(dist|data|coverage|test-results)/' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
