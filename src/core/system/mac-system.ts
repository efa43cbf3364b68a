/** Power and network of a Mac, from the programs that come with macOS. None of them needs a permission. */
import { type Ask, askProgram } from './ask-program.ts';
import {
  hardwareAddress,
  isPhoneGateway,
  type NetworkState,
  type PowerState,
  type SystemReader,
  UNKNOWN_NETWORK,
  UNKNOWN_POWER,
} from './system-state.ts';

export function macSystem(ask: Ask = askProgram): SystemReader {
  return {
    power: async () => parsePower((await ask('/usr/bin/pmset', ['-g', 'batt'])) ?? ''),
    network: () => readNetwork(ask),
  };
}

/** What `pmset -g batt` says. */
export function parsePower(output: string): PowerState {
  const source = /Now drawing from '([^']+)'/.exec(output)?.[1];
  if (source === undefined) return UNKNOWN_POWER;
  // A UPS counts as a battery, but has no line of an internal one.
  const percent = /InternalBattery[^\n]*?\t(\d{1,3})%/.exec(output)?.[1];
  return {
    isOnBattery: source === 'Battery Power' || source === 'UPS Power',
    batteryPercent: percent === undefined ? null : Number(percent),
  };
}

export interface DefaultRoute {
  readonly gateway: string;
  readonly device: string;
}

/** The ways out in `netstat -rn -f inet`, the one that is used first. A VPN has no router of its own and is left out. */
export function parseRoutes(output: string): readonly DefaultRoute[] {
  return output.split('\n').flatMap((line) => {
    const [destination, gateway = '', , device = ''] = line.trim().split(/\s+/);
    return destination === 'default' && /^\d+\.\d+\.\d+\.\d+$/.test(gateway) ? [{ gateway, device }] : [];
  });
}

/** The hardware address in the answer of `arp -n ADDRESS`. */
export function parseArp(output: string): string | null {
  return hardwareAddress(/ at ([0-9a-f:]+) /i.exec(output)?.[1] ?? '');
}

/** What `ifconfig -v DEVICE` says. */
export const isExpensive = (output: string): boolean => /^\s+eflags=[0-9a-f]+<[^>]*\bEXPENSIVE\b/m.test(output);

async function readNetwork(ask: Ask): Promise<NetworkState> {
  const table = await ask('/usr/sbin/netstat', ['-rn', '-f', 'inet']);
  if (table === null) return UNKNOWN_NETWORK;
  const routes = parseRoutes(table);
  const routers: string[] = [];
  for (const { gateway } of routes) {
    const address = parseArp((await ask('/usr/sbin/arp', ['-n', gateway])) ?? '');
    if (address !== null) routers.push(address);
  }
  const [first] = routes;
  return { routers, isHotspot: first === undefined ? null : await isHotspot(first, ask) };
}

/**
 * macOS marks the interface as expensive where it knows of a hotspot, as by Instant Hotspot or a phone on a cable (`IFEF_EXPENSIVE`, what
 * `NWPath.isExpensive` says; printed by `-v` since OS X 10.10, network_cmds/ifconfig.c). Android phones say so in the lease: `ANDROID_METERED` in
 * the vendor's option.
 */
async function isHotspot({ gateway, device }: DefaultRoute, ask: Ask): Promise<boolean> {
  if (isPhoneGateway(gateway)) return true;
  if (isExpensive((await ask('/sbin/ifconfig', ['-v', device])) ?? '')) return true;
  return ((await ask('/usr/sbin/ipconfig', ['getpacket', device])) ?? '').includes('ANDROID_METERED');
}
