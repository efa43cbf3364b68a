/**
 * A real keychain for tests on Linux: a message bus and an unlocked gnome-keyring, private to the caller and gone after it.
 * (The tests that need a display as well use `electron-runtime/desktop-session.ts`.)
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

const PROGRAMS = ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon', 'secret-tool'] as const;
const DEBIAN_PACKAGES = ['dbus', 'dbus-bin', 'gnome-keyring', 'libsecret-tools'] as const;

export type KeyringReadiness = { readonly ready: true } | { readonly ready: false; readonly reason: string };

/** Looks for the programs and, as superuser of a Debian, installs what is missing. In CI a missing one is an error. */
export function provisionKeyring(): KeyringReadiness {
  if (process.platform !== 'linux') return { ready: false, reason: 'the Secret Service is Linux’s keychain' };
  if (missingPrograms().length > 0 && process.getuid?.() === 0 && findProgram('apt-get') !== null) {
    const aptGet = (...args: string[]) => execFileSync('apt-get', args, { stdio: 'ignore', timeout: 240_000 });
    try {
      aptGet('update', '-qq');
      aptGet('install', '-y', '-qq', '--no-install-recommends', ...DEBIAN_PACKAGES);
    } catch {
      // What is missing is said below.
    }
  }
  const missing = missingPrograms();
  if (missing.length === 0) return { ready: true };
  const reason = `${missing.join(', ')} not installed (apt-get install ${DEBIAN_PACKAGES.join(' ')})`;
  if (process.env.CI) throw new Error(`No keychain in CI: ${reason}`);
  return { ready: false, reason };
}

const missingPrograms = () => PROGRAMS.filter((name) => findProgram(name) === null);

export function findProgram(name: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

export interface Keyring {
  /** To be added to the environment of whatever shall use this keychain. */
  readonly environment: Readonly<Record<string, string>>;
  /** For good: nobody here could answer the question for its password. */
  lock(): void;
  stop(): Promise<void>;
}

/** Starts the bus and the keychain and waits until the keychain answers. */
export async function startKeyring(): Promise<Keyring> {
  const home = await mkdtemp(join(tmpdir(), 'immich-sync-keyring-'));
  const children: ChildProcess[] = [];
  const stop = async () => {
    // The last one first: the keychain leaves the bus before the bus ends.
    for (const child of children.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    }
    await rm(home, { recursive: true, force: true });
  };
  try {
    const runtime = join(home, 'run');
    await mkdir(runtime, { mode: 0o700 });
    // Without service files nothing but us can put a keychain on the bus: otherwise the first question would start a second, locked one.
    const config = join(home, 'bus.conf');
    await writeFile(config, busConfiguration(runtime));
    const environment: Record<string, string> = {
      XDG_RUNTIME_DIR: runtime,
      XDG_DATA_HOME: join(home, 'data'),
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_CACHE_HOME: join(home, 'cache'),
    };
    const start = (name: string, args: readonly string[]) => {
      const child = spawn(findProgram(name) ?? name, args, {
        env: { PATH: process.env.PATH, HOME: home, ...environment },
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      children.push(child);
      return child;
    };
    const bus = start('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address=1']);
    const [address] = await once(createInterface({ input: bus.stdout }), 'line');
    environment.DBUS_SESSION_BUS_ADDRESS = String(address);
    const keyring = start('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets']);
    keyring.stdout.resume();
    keyring.stdin.end('the password of a keychain that is thrown away\n');
    await untilOnTheBus(environment, keyring);
    return { environment, lock: () => lockCollections(environment), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilOnTheBus(environment: Readonly<Record<string, string>>, keyring: ChildProcess): Promise<void> {
  const ask = ['--print-reply', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner'];
  for (let tries = 0; tries < 200 && keyring.exitCode === null; tries += 1) {
    const options = { env: { PATH: process.env.PATH, ...environment }, encoding: 'utf8' } as const;
    if (execFileSync('dbus-send', [...ask, 'string:org.freedesktop.secrets'], options).includes('boolean true')) return;
    await wait(50);
  }
  throw new Error('gnome-keyring-daemon did not come up');
}

function lockCollections(environment: Readonly<Record<string, string>>): void {
  const service = ['--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets'];
  const lock = 'org.freedesktop.Secret.Service.Lock';
  execFileSync('dbus-send', [...service, lock, 'array:objpath:/org/freedesktop/secrets/collection/login'], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: 'ignore',
  });
}

const busConfiguration = (
  folder: string,
) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${join(folder, 'bus')}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
