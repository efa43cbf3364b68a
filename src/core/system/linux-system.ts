/** Power and network of a Linux computer, from what the kernel tells in files. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  hardwareAddress,
  isPhoneGateway,
  type NetworkState,
  type PowerState,
  type SystemReader,
  UNKNOWN_POWER,
} from './system-state.ts';

/** @param root where `/proc` and `/sys` are; another folder in tests. */
export function linuxSystem(root = '/'): SystemReader {
  return {
    power: () => readPower(join(root, 'sys/class/power_supply')),
    network: () => readNetwork(join(root, 'proc/net')),
  };
}

async function readPower(folder: string): Promise<PowerState> {
  const supplies = await readdir(folder).catch(() => []);
  let isOnMains: boolean | null = null;
  let percent: number | null = null;
  for (const name of supplies) {
    const fact = (file: string) => readText(join(folder, name, file));
    const type = await fact('type');
    if (type === 'Mains' || type === 'USB') isOnMains = isOnMains === true || (await fact('online')) === '1';
    // The battery of a mouse is none of ours.
    if (type !== 'Battery' || (await fact('scope')) === 'Device') continue;
    const capacity = Number((await fact('capacity')) || Number.NaN);
    if (Number.isInteger(capacity)) percent = Math.min(percent ?? 100, capacity);
  }
  if (percent === null) return { ...UNKNOWN_POWER, isOnBattery: isOnMains === null ? null : false };
  return { isOnBattery: isOnMains === null ? null : !isOnMains, batteryPercent: percent };
}

async function readNetwork(folder: string): Promise<NetworkState> {
  const gateways = parseGateways(await readText(join(folder, 'route')));
  const neighbours = parseNeighbours(await readText(join(folder, 'arp')));
  const [first] = gateways;
  return {
    routers: gateways.flatMap((gateway) => neighbours.get(gateway) ?? []),
    isHotspot: first === undefined ? null : isPhoneGateway(first),
  };
}

/** Addresses of the default gateways in `/proc/net/route`, that with the lowest metric first. */
export function parseGateways(table: string): readonly string[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, destination, gateway]) => destination === '00000000' && gateway !== undefined && gateway !== '00000000')
    .sort((a, b) => Number(a[6]) - Number(b[6]))
    .map(([, , gateway = '']) =>
      (gateway.match(/../g) ?? [])
        .reverse()
        .map((byte) => Number.parseInt(byte, 16))
        .join('.'),
    );
}

function parseNeighbours(table: string): ReadonlyMap<string, string> {
  return new Map(
    table.split('\n').flatMap((line): [string, string][] => {
      const [address = '', , , hardware = ''] = line.trim().split(/\s+/);
      const known = hardwareAddress(hardware);
      return known === null ? [] : [[address, known]];
    }),
  );
}

/** Empty when it cannot be read. */
async function readText(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => '')).trim();
}
