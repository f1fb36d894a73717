import { execFileSync } from 'node:child_process';
import { afterDeath } from '../set-up/watchdog.ts';

export type Side = 'doctor' | 'patient';

/** `cable`: the interface loses its carrier, and the system knows. `silence`: packets vanish, nobody is told. */
export type Cut = 'cable' | 'silence';

export interface Host {
  /** Network namespace; `openBrowser({ host: namespace })` lives in it. */
  readonly namespace: string;
  /** Its IPv4 address now. */
  readonly address: string;
}

/** Two machines on one network, and this one as the server between them. */
export interface TwoHosts {
  /** Where a server of this process must listen for both to reach it. */
  readonly serverAddress: string;
  readonly doctor: Host;
  readonly patient: Host;
  cut(side: Side, how?: Cut): void;
  /** Ends every `cut` of that side. */
  restore(side: Side): void;
  /** Gives that side another address, as a phone gets that leaves the house; returns it. */
  renumber(side: Side): string;
  /** Both sides still reach the server, and not each other: only a relay carries a call. */
  isolate(): void;
  /** Takes everything down, with what still runs inside. May be called twice. */
  remove(): void;
}

const SIDES = ['doctor', 'patient'] as const;

/**
 * $1 is the bridge, $2 and $3 the namespaces. The cables would go with the namespaces, but some time after,
 * and until then their names are taken.
 */
const REMOVE = `
  PATH="$PATH:/usr/sbin:/sbin"
  for namespace in "$2" "$3"; do
    for pid in $(ip netns pids "$namespace" 2>/dev/null); do kill -9 "$pid" 2>/dev/null; done
    ip netns delete "$namespace" 2>/dev/null
  done
  for link in "$1-d" "$1-p" "$1"; do ip link delete "$link" 2>/dev/null; done
  true`;

const environment = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment,
  });
}
const ip = (...args: string[]) => run('ip', ...args);

/** Why this machine cannot play two hosts, or null when it can. */
export function whyNoTwoHosts(): string | null {
  if (process.getuid?.() !== 0) return 'two hosts need root, for network namespaces';
  const trial = `anteroom-try-${process.pid}`;
  try {
    ip('netns', 'add', trial);
    ip('netns', 'delete', trial);
    return null;
  } catch (error) {
    return `two hosts need network namespaces, refused here: ${error instanceof Error ? error.message : error}`;
  }
}

/** @throws when namespaces are not permitted (`whyNoTwoHosts`), or all 254 networks are taken */
export function makeTwoHosts(): TwoHosts {
  const network = claimNetwork();
  const bridge = bridgeOf(network);
  const namespaces = { doctor: `${bridge}-doctor`, patient: `${bridge}-patient` };
  const everything = [bridge, namespaces.doctor, namespaces.patient];
  const watchdog = afterDeath(REMOVE, everything);
  let present = true;
  const remove = () => {
    if (!present) return;
    present = false;
    run('/bin/sh', '-c', REMOVE, 'remove', ...everything);
    watchdog.release();
    process.off('exit', remove);
  };
  process.on('exit', remove);
  try {
    ip('address', 'add', `10.77.${network}.1/24`, 'dev', bridge);
    ip('link', 'set', bridge, 'up');
    const last: Record<Side, number> = { doctor: 10, patient: 20 };
    for (const side of SIDES) plugIn(bridge, namespaces[side], side, `10.77.${network}.${last[side]}`);
    return hostsOn(network, namespaces, last, remove);
  } catch (error) {
    remove();
    throw error;
  }
}

const bridgeOf = (network: number) => `anteroom${network}`;
const cableOf = (bridge: string, side: Side) => `${bridge}-${side.charAt(0)}`;

/** Making the bridge is the claim: the kernel gives a name once. */
function claimNetwork(): number {
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

function plugIn(bridge: string, namespace: string, side: Side, address: string): void {
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

function hostsOn(
  network: number,
  namespaces: Record<Side, string>,
  last: Record<Side, number>,
  remove: () => void,
): TwoHosts {
  const bridge = bridgeOf(network);
  const address = (side: Side) => `10.77.${network}.${last[side]}`;
  const host = (side: Side): Host => ({
    namespace: namespaces[side],
    get address() {
      return address(side);
    },
  });
  return {
    serverAddress: `10.77.${network}.1`,
    doctor: host('doctor'),
    patient: host('patient'),
    cut(side, how = 'cable') {
      if (how === 'cable') ip('link', 'set', cableOf(bridge, side), 'down');
      else setPort(cableOf(bridge, side), PORT_DISABLED);
    },
    restore(side) {
      const cable = cableOf(bridge, side);
      // A port whose cable comes back forwards by itself; setting it before the carrier is there is refused.
      if (isUp(cable)) setPort(cable, PORT_FORWARDING);
      else ip('link', 'set', cable, 'up');
    },
    renumber(side) {
      const old = address(side);
      last[side] += 1;
      // The old one first: a second address of the same network would go with it.
      ip('-n', namespaces[side], 'address', 'delete', `${old}/24`, 'dev', 'eth0');
      ip('-n', namespaces[side], 'address', 'add', `${address(side)}/24`, 'dev', 'eth0');
      addDefaultRoute(namespaces[side], address(side));
      return address(side);
    },
    isolate() {
      for (const side of SIDES)
        ip('link', 'set', cableOf(bridge, side), 'type', 'bridge_slave', 'isolated', 'on');
    },
    remove,
  };
}

/** States of a bridge's port (IEEE 802.1D): disabled swallows every frame and keeps the carrier. */
const PORT_DISABLED = '0';
const PORT_FORWARDING = '3';

function setPort(cable: string, state: string): void {
  run('bridge', 'link', 'set', 'dev', cable, 'state', state);
}

const isUp = (cable: string) => /[<,]UP[,>]/.test(ip('link', 'show', 'dev', cable));
