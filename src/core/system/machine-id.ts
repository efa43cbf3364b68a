/**
 * Which computer this is, for telling whether a process of a record is one of ours. The host's name cannot tell: macOS takes it from the
 * network it is on. Something kept in the home cannot either: the home may be on a disk that several Macs share, and Migration Assistant takes it
 * along to a new one. So it is the computer's own mark: the hardware's UUID on a Mac (I/O Registry), machine-id(5) on Linux.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { type Ask, askProgram } from './ask-program.ts';

let known: Promise<string> | undefined;

/** The same for as long as this computer is itself. Hashed, as machine-id(5) wants it: the mark itself is nobody's business. */
export function machineId(): Promise<string> {
  known ??= readMachineId(process.platform);
  return known;
}

/** @param root where `/etc` and `/var` are; another folder in tests. */
export async function readMachineId(platform: NodeJS.Platform, ask: Ask = askProgram, root = '/'): Promise<string> {
  const mark = platform === 'darwin' ? await hardwareUuid(ask) : await linuxMark(root);
  // A container may have none; its name stays.
  return createHash('sha256')
    .update(`Immich Sync ${mark ?? hostname()}`)
    .digest('hex')
    .slice(0, 32);
}

/** @returns null when the answer has none. */
async function hardwareUuid(ask: Ask): Promise<string | null> {
  const answer = await ask('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice']);
  return /"IOPlatformUUID" = "([0-9A-Fa-f-]{36})"/.exec(answer ?? '')?.[1]?.toUpperCase() ?? null;
}

async function linuxMark(root: string): Promise<string | null> {
  for (const file of ['etc/machine-id', 'var/lib/dbus/machine-id']) {
    const text = await readFile(`${root}/${file}`, 'utf8').catch(() => '');
    if (/^[0-9a-f]{32}$/.test(text.trim())) return text.trim();
  }
  return null;
}
