import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { linuxSystem } from '../../../src/core/system/linux-system.ts';
import { macSystem } from '../../../src/core/system/mac-system.ts';
import { hardwareAddress, isPhoneGateway } from '../../../src/core/system/system-state.ts';
import { systemTimezone } from '../../../src/core/system/timezone.ts';

/** A Mac that answers so; what it is not told about fails. */
const mac = (answers: Readonly<Record<string, string>>) =>
  macSystem(async (program, args) => answers[[program.split('/').at(-1), ...args].join(' ')] ?? null);

const BATTERY = `Now drawing from 'Battery Power'
 -InternalBattery-0 (id=22806627)\t85%; discharging; 4:32 remaining present: true
`;
const ROUTES = `Routing tables

Internet:
Destination        Gateway            Flags               Netif Expire
default            link#22            UCSg                utun4
default            192.168.1.1        UGScIg                en0
127                127.0.0.1          UCS                   lo0
169.254            link#11            UCS                   en0      !
`;

describe('a Mac', () => {
  it.each([
    [BATTERY, { isOnBattery: true, batteryPercent: 85 }],
    [
      `Now drawing from 'AC Power'\n -InternalBattery-0 (id=1)\t100%; charged; 0:00 remaining present: true\n`,
      { isOnBattery: false, batteryPercent: 100 },
    ],
    [`Now drawing from 'AC Power'\n`, { isOnBattery: false, batteryPercent: null }],
    ['', { isOnBattery: null, batteryPercent: null }],
  ])('tells its power', async (output, power) => {
    expect(await mac({ 'pmset -g batt': output }).power()).toEqual(power);
  });

  it('knows its network by the router, past a VPN', async () => {
    const system = mac({
      'netstat -rn -f inet': ROUTES,
      'arp -n 192.168.1.1': '? (192.168.1.1) at a4:b1:c1:0:3:1 on en0 ifscope [ethernet]',
      'ifconfig -v en0': 'en0: flags=8863<UP> mtu 1500\n\teflags=412000080<TXSTART,NOACKPRI>\n\tdesc: EXPENSIVE\n',
      'ipconfig getpacket en0': 'op = BOOTREPLY\noptions:\n lease_time (uint32): 0x15180',
    });
    expect(await system.network()).toEqual({ routers: ['a4:b1:c1:00:03:01'], isHotspot: false });
  });

  it('knows hotspots of iPhones and of Android phones', async () => {
    const iphone = mac({ 'netstat -rn -f inet': ROUTES.replace('192.168.1.1', '172.20.10.1') });
    expect((await iphone.network()).isHotspot).toBe(true);
    const android = mac({
      'netstat -rn -f inet': ROUTES,
      'ipconfig getpacket en0': 'vendor_specific (opaque): \n0000  41 4e 44 …  ANDROID_METERED',
    });
    expect((await android.network()).isHotspot).toBe(true);
    const cable = mac({
      'netstat -rn -f inet': ROUTES,
      'ifconfig -v en0':
        'en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500 index 11\n\teflags=412004080<TXSTART,EXPENSIVE,NOACKPRI,ECN_ENABLE>\n',
    });
    expect((await cable.network()).isHotspot).toBe(true);
  });

  it('tells nothing when it is offline or does not answer', async () => {
    const offline = mac({ 'netstat -rn -f inet': 'Routing tables\n\nInternet:\n' });
    expect(await offline.network()).toEqual({ routers: [], isHotspot: null });
    expect(await mac({}).network()).toEqual({ routers: [], isHotspot: null });
  });
});

describe('a Linux computer', () => {
  it('tells power and network', async () => {
    const root = await folderWith({
      'sys/class/power_supply/AC/type': 'Mains\n',
      'sys/class/power_supply/AC/online': '0\n',
      'sys/class/power_supply/BAT0/type': 'Battery\n',
      'sys/class/power_supply/BAT0/capacity': '42\n',
      'sys/class/power_supply/mouse/type': 'Battery\n',
      'sys/class/power_supply/mouse/scope': 'Device\n',
      'sys/class/power_supply/mouse/capacity': '3\n',
      'proc/net/route':
        'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\nwlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\n',
      'proc/net/arp':
        'IP address HW type Flags HW address Mask Device\n192.168.1.1 0x1 0x2 a4:b1:c1:00:00:01 * wlan0\n',
    });
    const system = linuxSystem(root);
    expect(await system.power()).toEqual({ isOnBattery: true, batteryPercent: 42 });
    expect(await system.network()).toEqual({ routers: ['a4:b1:c1:00:00:01'], isHotspot: false });
  });

  it('tells nothing where there is nothing to tell', async () => {
    const system = linuxSystem(await folderWith({}));
    expect(await system.power()).toEqual({ isOnBattery: null, batteryPercent: null });
    expect(await system.network()).toEqual({ routers: [], isHotspot: null });
  });
});

describe('addresses', () => {
  it('are written in one way', () => {
    expect(['0:1A:2:b:c:d', '(incomplete)', 'ff:ff:ff:ff:ff:ff', '0:0:0:0:0:0'].map(hardwareAddress)).toEqual([
      '00:1a:02:0b:0c:0d',
      null,
      null,
      null,
    ]);
    expect(['172.20.10.1', '172.20.10.15', '172.20.10.16', '172.20.1.1'].map(isPhoneGateway)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('the time zone', () => {
  it('is the one that the system is set to now', async () => {
    const folder = await folderWith({});
    const link = join(folder, 'localtime');
    await symlink('/var/db/timezone/zoneinfo/Australia/Lord_Howe', link);
    expect(systemTimezone(link, {})).toBe('Australia/Lord_Howe');
    expect(systemTimezone(link, { TZ: 'Europe/Berlin' })).toBe('Europe/Berlin');
    expect(systemTimezone(join(folder, 'missing'), {})).toBeNull();
  });
});

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-system-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}
