import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { createDatabase, dropDatabase } from '../set-up/postgres.ts';
import { freePort } from '../set-up/postgres-place.ts';
import { type ConfiguredClinic, startConfiguredClinic } from '../vendors/configured-clinic.ts';
import { contractsOrSkip } from '../vendors/contracts.ts';
import { everythingApproved } from '../vendors/graph-fake.ts';
import { everythingRight } from '../vendors/twilio-belongings.ts';
import { APPROVED_NAMES } from '../vendors/whatsapp-approved.ts';
import { madeFolder } from './made-folder.ts';
import { type ServerProcess, startServer, temporaryFolder } from './running-server.ts';

const COMMAND = join(import.meta.dirname, '../../server/doctor-command.ts');
const WRONG_CLOCK = join(import.meta.dirname, 'wrong-clock.ts');
const COLUMNS = 80;
/** Nothing of a terminal's own in what is no terminal. */
const TERMINAL_CODE = '\u001b';

type Env = Record<string, string>;

const doctor = async (env: Env, args: string[] = [], node: string[] = []) => {
  const child = spawn(process.execPath, [...node, COMMAND, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const [code] = await once(child, 'close');
  // Sentences go over several lines.
  return { code, output, said: output.replace(/\s+/g, ' ') };
};

contractsOrSkip('npm run doctor', (vendorsFiles) => {
  const folder = temporaryFolder();
  let clinic: ConfiguredClinic;
  let server: ServerProcess;
  let right: Env;

  beforeAll(async () => {
    clinic = await startConfiguredClinic(vendorsFiles, folder.path);
    const url = await createDatabase(inject('postgresUrl'));
    const database = { DATABASE_URL: url, DATA_DIR: join(folder.path, 'data') };
    server = await startServer({ env: database });
    right = { ...clinic.env, ...database, PUBLIC_URL: server.url };
  });
  afterEach(() => {
    Object.assign(clinic.twilio.has, everythingRight());
    Object.assign(clinic.graph.has, everythingApproved());
    clinic.smtp.behave({ does: 'accept' });
    clinic.site.behave({ admits: 'who has a token', hasApi: true, by: 'websocket' });
  });
  afterAll(async () => {
    await server.kill('SIGTERM');
    await clinic.stop();
    await dropDatabase(inject('postgresUrl'), right['DATABASE_URL'] ?? '');
    folder.remove();
  });

  const assertQuiet = (output: string): void => {
    for (const secret of [...clinic.secrets, 'secret of somebody else', 'password of somebody else'])
      expect(output).not.toContain(secret);
    expect(output).not.toContain(TERMINAL_CODE);
    for (const line of output.split('\n')) expect(line.length, line).toBeLessThanOrEqual(COLUMNS);
  };

  it('says of everything that is right that it is, beside a running server, and asks only', async () => {
    const { code, output, said } = await doctor(right);
    expect(code, output).toBe(0);
    expect(output).not.toContain('FAULT');
    expect(said).toContain('No faults');
    expect(said).toContain('all migrations are applied');
    expect(said).toContain('answers, and it is Anteroom');
    for (const name of [
      'Clock',
      'SMS and calls over Twilio',
      'WhatsApp',
      'E-mail over SMTP',
      'Video over Jitsi',
    ])
      expect(output).toContain(`\n${name}\n`);
    for (const name of ['Video over Twilio', 'Relay (TURN)', 'Firebase sign-in'])
      expect(output).toContain(`\n${name}\n`);
    assertQuiet(output);
    expect(clinic.smtp.taken).toEqual([]);
    for (const { violations } of [clinic.twilio, clinic.graph, clinic.eject]) expect(violations).toEqual([]);
  });

  type Wrong = [name: string, sentence: string, env: () => Env | Promise<Env>];
  const WRONG: Wrong[] = [
    [
      'Twilio’s token',
      'Twilio refuses TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN.',
      () => ({ TWILIO_AUTH_TOKEN: 'secret of somebody else' }),
    ],
    [
      'a sender of somebody else',
      'The number in TWILIO_FROM_NUMBER does not belong to the Twilio account.',
      () => ({ TWILIO_FROM_NUMBER: '+14155550123' }),
    ],
    [
      'a suspended account',
      'The Twilio account is suspended',
      () => {
        clinic.twilio.has.status = 'suspended';
        return {};
      },
    ],
    [
      'the secret of Twilio Video',
      'Twilio refuses TWILIO_API_KEY_SID with TWILIO_API_KEY_SECRET',
      () => ({ TWILIO_API_KEY_SECRET: 'secret of somebody else' }),
    ],
    [
      'WhatsApp’s token',
      'WhatsApp refuses the token in WHATSAPP_ACCESS_TOKEN.',
      () => ({ WHATSAPP_ACCESS_TOKEN: 'secret of somebody else' }),
    ],
    [
      'a number not registered at WhatsApp',
      'is not registered for the Cloud API.',
      () => {
        clinic.graph.has.phone['platform_type'] = 'NOT_APPLICABLE';
        return {};
      },
    ],
    [
      'a template that Meta rejected',
      'The template visit_moved in Hindi was rejected by Meta.',
      () => {
        const moved = clinic.graph.has.templates.find(
          ({ name, language }) => name === APPROVED_NAMES.visit.visit_moved && language === 'hi',
        );
        if (moved) moved.status = 'REJECTED';
        return {};
      },
    ],
    [
      'a provider of visits that is half there',
      'No visit can be joined: VIDEO_PROVIDER is jitsi, and there is no JITSI_APP_SECRET.',
      () => ({ VIDEO_PROVIDER: 'jitsi', JITSI_APP_SECRET: '' }),
    ],
    [
      'the mail server’s password',
      'The mail server refuses the user or the password in SMTP_URL.',
      () => ({
        SMTP_URL: clinic.smtp.url.href.replace(clinic.smtp.url.password, 'password%20of%20somebody%20else'),
      }),
    ],
    [
      'the sender of e-mail',
      'The mail server does not accept the sender in MAIL_FROM (status 553).',
      () => {
        clinic.smtp.behave({ does: 'refuse', at: 'from', code: 553, says: '5.7.1 No' });
        return {};
      },
    ],
    [
      'the mail server’s port',
      'Nobody listens at 127.0.0.1:',
      async () => ({ SMTP_URL: `smtp://127.0.0.1:${await freePort()}` }),
    ],
    ['Jitsi’s secret', 'Jitsi refuses our token.', () => ({ JITSI_APP_SECRET: 'secret of somebody else' })],
    [
      'Jitsi’s domain',
      'is no Jitsi Meet: it has no external_api.js',
      () => {
        clinic.site.behave({ hasApi: false });
        return {};
      },
    ],
    [
      'a Jitsi that anyone can enter',
      'Anyone can enter Jitsi without a token.',
      () => {
        clinic.site.behave({ admits: 'anyone' });
        return {};
      },
    ],
    [
      'the secret for putting people out',
      'Jitsi refuses JITSI_EJECT_SECRET',
      () => ({ JITSI_EJECT_SECRET: 'secret of somebody else' }),
    ],
    [
      'the relay’s secret',
      'answers and refuses TURN_SECRET.',
      () => ({ TURN_SECRET: 'secret of somebody else' }),
    ],
    [
      'the relay’s port',
      'Nobody listens at turn:127.0.0.1:',
      async () => ({ TURN_URLS: `turn:127.0.0.1:${await freePort()}?transport=tcp` }),
    ],
    [
      'the address of Firebase’s keys',
      'There are no public keys at',
      () => ({ FIREBASE_JWKS_URL: `${clinic.env['FIREBASE_JWKS_URL']}/none` }),
    ],
    ['PUBLIC_URL', 'Something else than Anteroom answers at', () => ({ PUBLIC_URL: clinic.twilio.url.href })],
    [
      'the database’s password',
      'PostgreSQL refuses the user or the password of DATABASE_URL.',
      () => {
        const url = new URL(right['DATABASE_URL'] ?? '');
        url.password = 'password of somebody else';
        return { DATABASE_URL: url.href };
      },
    ],
  ];
  it.each(WRONG)('names %s where that is wrong, and repeats no secret', async (_, sentence, wrong) => {
    const { code, output, said } = await doctor({ ...right, ...(await wrong()) });
    expect(said, output).toContain(sentence);
    expect(output).toContain('FAULT');
    expect(output).toContain('→ ');
    expect(code).toBe(1);
    assertQuiet(output);
  });

  it('says that the clock is off, and by how much', async () => {
    const env = { ...right, CLOCK_AHEAD_MS: String(-3_600_000) };
    const { code, said } = await doctor(env, [], ['--import', WRONG_CLOCK]);
    expect(code).toBe(1);
    expect(said).toContain('This machine’s clock is 60 minutes behind the time of 4 providers.');
    expect(said).toContain('The database’s clock is 60 minutes ahead of this machine’s.');
  });

  it('gives the same to machines as one object', async () => {
    const { code, output } = await doctor({ ...right, TWILIO_AUTH_TOKEN: 'secret of somebody else' }, [
      '--json',
    ]);
    const told: { ok: boolean; checks: { name: string; findings: { level: string }[] }[] } =
      JSON.parse(output);
    expect([code, told.ok]).toEqual([1, false]);
    const faulty = told.checks.filter(({ findings }) => findings.some(({ level }) => level === 'fault'));
    expect(faulty.map(({ name }) => name)).toEqual(['SMS and calls over Twilio', 'Video over Twilio']);
    expect(output).not.toContain('secret of somebody else');
  });

  it('says faults of the configuration as a start does, and what it was not told', async () => {
    const faulty = await doctor({ TURN_URLS: 'turn:localhost:3478', SMTP_URL: 'mail.example.org' });
    expect(faulty.code).toBe(1);
    expect(faulty.output).toContain('The configuration has 2 faults:');
    expect(faulty.output).toContain('- TURN_SECRET is missing');
    const misread = await doctor({}, ['--colour']);
    expect([misread.code, misread.output.includes('npm run doctor')]).toEqual([1, true]);
  });

  it('with nothing configured says so, and leaves an embedded database that is open alone', async () => {
    const data = madeFolder();
    const embedded = await startServer({ env: { DATA_DIR: data.path } });
    const { code, said } = await doctor({ DATA_DIR: data.path, PUBLIC_URL: embedded.url });
    await embedded.kill('SIGTERM');
    data.remove();
    expect(code).toBe(0);
    expect(said).toContain('open, and that is fine.');
    expect(said).toContain(
      'Not configured, so not asked: Twilio, WhatsApp, e-mail, Jitsi, Twilio Video, a relay, Firebase.',
    );
    expect(said).toContain('No faults.');
  }, 120_000);
});
