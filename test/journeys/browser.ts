import { accessSync, constants } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

export interface BrowserOptions {
  /** What the machine and the person answer when a page asks for camera and microphone. Default `granted`. */
  camera?: 'granted' | 'refused' | 'absent';
  /** A network namespace to live in (`two-hosts.ts`); default the network of this machine. */
  host?: string;
  /** Origins that count as secure without HTTPS, so that a page on them may ask for the camera. */
  secureOrigins?: string[];
  /** More of Chromium's own flags. */
  flags?: string[];
}

const ON_HOST = fileURLToPath(new URL('../harness/chromium-on-host', import.meta.url));

const ALWAYS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // With one machine for both sides the loopback is the only way between them.
  '--allow-loopback-in-peer-connection',
  // A call's own sound must start without a click in the page; people have clicked "Join" by then.
  '--autoplay-policy=no-user-gesture-required',
];

const CAMERA_FLAGS = {
  granted: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  refused: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream=deny'],
  absent: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=0'],
} as const;

/**
 * A new Chromium with a new profile, its camera a moving test picture. The caller closes it:
 * `await using browser = await openBrowser()` or `browser.close()`. It also ends with this process.
 * @throws when Chromium is not installed, with what to install
 */
export async function openBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const { camera = 'granted', host, secureOrigins = [], flags = [] } = options;
  const program = findChromium();
  return await chromium.launch({
    executablePath: host === undefined ? program : ON_HOST,
    headless: true,
    // Chromium's sandbox refuses root, and needs user namespaces that containers often lack.
    chromiumSandbox: false,
    env: { ...definedOnly(process.env), CHROMIUM: program, ON_HOST: host ?? '' },
    args: [
      ...ALWAYS,
      ...CAMERA_FLAGS[camera],
      ...(secureOrigins.length > 0
        ? [`--unsafely-treat-insecure-origin-as-secure=${secureOrigins.join(',')}`]
        : []),
      ...flags,
    ],
  });
}

/** `CHROMIUM` names another program than Debian's. */
export function findChromium(): string {
  const places = [
    process.env['CHROMIUM'] ?? '',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const found = places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error('Chromium is not installed. On Debian: apt-get install chromium');
  return found;
}

function definedOnly(variables: NodeJS.ProcessEnv): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) if (value !== undefined) defined[name] = value;
  return defined;
}
