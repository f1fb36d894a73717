import {
  bridgeOf,
  cableOf,
  changeAddress,
  claimNetwork,
  ip,
  plugIn,
  pullCable,
  reconnect,
  run,
  type Side,
  swallowPackets,
} from '../harness/virtual-network.ts';
import { afterDeath } from '../set-up/watchdog.ts';

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
      if (how === 'cable') pullCable(cableOf(bridge, side));
      else swallowPackets(cableOf(bridge, side));
    },
    restore: (side) => reconnect(cableOf(bridge, side)),
    renumber(side) {
      const old = address(side);
      last[side] += 1;
      changeAddress(namespaces[side], old, address(side));
      return address(side);
    },
    isolate() {
      for (const side of SIDES)
        ip('link', 'set', cableOf(bridge, side), 'type', 'bridge_slave', 'isolated', 'on');
    },
    remove,
  };
}
