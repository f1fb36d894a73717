import { execFileSync } from 'node:child_process';

export type Side = 'doctor' | 'patient';

// A user's PATH on Debian leaves the sbin folders out.
const environment = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };

export function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment,
  });
}
export const ip = (...args: string[]) => run('ip', ...args);

export const bridgeOf = (network: number) => `anteroom${network}`;
/** The bridge's end of a side's cable. */
export const cableOf = (bridge: string, side: Side) => `${bridge}-${side.charAt(0)}`;

/**
 * Makes a bridge for a network that nobody has, and returns the network's number: 10.77.<number>.0/24.
 * Making the bridge is the claim: the kernel gives a name once.
 */
export function claimNetwork(): number {
  const taken = ip('-o', '-4', 'address', 'show') + ip('-4', 'route', 'show');
  for (let network = 1; network < 255; network += 1) {
    if (taken.includes(`10.77.${network}.`)) continue;
    try {
      ip('link', 'add', bridgeOf(network), 'type', 'bridge');
      return network;
    } catch (error) {
      if (!String(error).includes('File exists')) throw error;
    }
  }
  throw new Error('every network from 10.77.1.0/24 to 10.77.254.0/24 is taken');
}

/** A namespace with one cable to the bridge, and this address on it. */
export function plugIn(bridge: string, namespace: string, side: Side, address: string): void {
  const cable = cableOf(bridge, side);
  ip('netns', 'add', namespace);
  ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
  ip('link', 'set', cable, 'master', bridge, 'up');
  ip('-n', namespace, 'link', 'set', 'lo', 'up');
  ip('-n', namespace, 'address', 'add', `${address}/24`, 'dev', 'eth0');
  ip('-n', namespace, 'link', 'set', 'eth0', 'up');
  addDefaultRoute(namespace, address);
}

/** WebRTC asks the default route which of its addresses to offer first. */
function addDefaultRoute(namespace: string, address: string): void {
  const gateway = address.replace(/\d+$/, '1');
  ip('-n', namespace, 'route', 'replace', 'default', 'via', gateway, 'src', address);
}

export function changeAddress(namespace: string, from: string, to: string): void {
  // The old one first: a second address of the same network would go with it.
  ip('-n', namespace, 'address', 'delete', `${from}/24`, 'dev', 'eth0');
  ip('-n', namespace, 'address', 'add', `${to}/24`, 'dev', 'eth0');
  addDefaultRoute(namespace, to);
}

/** States of a bridge's port (IEEE 802.1D): disabled swallows every frame and keeps the carrier. */
const PORT_DISABLED = '0';
const PORT_FORWARDING = '3';
const setPort = (cable: string, state: string) => run('bridge', 'link', 'set', 'dev', cable, 'state', state);

export const pullCable = (cable: string) => ip('link', 'set', cable, 'down');
export const swallowPackets = (cable: string) => setPort(cable, PORT_DISABLED);

/** Ends `pullCable` and `swallowPackets`. */
export function reconnect(cable: string): void {
  // A port whose cable comes back forwards by itself; setting it before the carrier is there is refused.
  if (/[<,]UP[,>]/.test(ip('link', 'show', 'dev', cable))) setPort(cable, PORT_FORWARDING);
  else ip('link', 'set', cable, 'up');
}
