import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { postgresIsInstalled } from './postgres-place.ts';

/** A Debian package the tests need, and how to see that it is there. */
interface Need {
  debianPackage: string;
  isThere: () => boolean;
  /** Run once it was installed, whatever comes of it. */
  afterwards?: [program: string, args: string[]][];
}

const NEEDS: Need[] = [
  { debianPackage: 'chromium', isThere: () => hasProgram('chromium') },
  { debianPackage: 'postgresql', isThere: postgresIsInstalled },
  { debianPackage: 'coturn', isThere: () => hasProgram('turnserver') },
  { debianPackage: 'iproute2', isThere: () => hasProgram('ip') },
  { debianPackage: 'iptables', isThere: () => hasProgram('iptables') },
  {
    debianPackage: 'prosody',
    isThere: () => hasProgram('prosody'),
    // Debian starts it at once and with the machine, and nobody here asked for that. Its init script can't
    // stop it: it looks for an older Lua's name.
    afterwards: [
      ['update-rc.d', ['prosody', 'disable']],
      ['prosodyctl', ['stop']],
    ],
  },
];

/** A user's PATH on Debian leaves the sbin folders out. */
const PROGRAM_FOLDERS = [
  ...(process.env['PATH'] ?? '').split(':'),
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/usr/bin',
  '/bin',
];

function hasProgram(name: string): boolean {
  return PROGRAM_FOLDERS.some((folder) => {
    try {
      accessSync(`${folder}/${name}`, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const missing = () => NEEDS.filter((need) => !need.isThere());
const packagesOf = (needs: readonly Need[]) => needs.map((need) => need.debianPackage);

/** Makes sure that everything the tests drive from outside is installed. @throws with the line that installs it */
export function prepare(): void {
  const needed = missing();
  const wanted = packagesOf(needed);
  if (wanted.length === 0) return;
  const byHand = `The tests need ${wanted.join(', ')}. On Debian: sudo apt-get install ${wanted.join(' ')}`;
  if (process.getuid?.() !== 0 || !hasProgram('apt-get')) throw new Error(byHand);

  console.log(`Installing ${wanted.join(', ')} from Debian`);
  // The package lists of a fresh machine are empty or old: fetch them only when the first try fails for it.
  if (!install(wanted) && !(apt(['update']) && install(wanted))) throw new Error(byHand);
  for (const [program, args] of needed.flatMap(({ afterwards = [] }) => afterwards))
    spawnSync(program, args, { stdio: 'ignore' });
  const left = packagesOf(missing());
  if (left.length > 0) throw new Error(`Installed, and still not found: ${left.join(', ')}. ${byHand}`);
}

const install = (packages: string[]) =>
  apt([
    'install',
    '--yes',
    '--no-install-recommends',
    '--option=Dpkg::Options::=--force-confold',
    ...packages,
  ]);

function apt(args: string[]): boolean {
  const { status } = spawnSync('apt-get', ['--quiet=2', '--option=DPkg::Lock::Timeout=120', ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return status === 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    prepare();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
