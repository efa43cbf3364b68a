/**
 * A desktop for tests on Linux: a display (Xvfb), a message bus and an unlocked keychain (gnome-keyring), all private to the caller and
 * gone after it. On a Mac there is a desktop already and the session is empty.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseEnvironment, runChild } from '../../../src/core/tools/child.ts';
import { searchPath } from './provision.ts';

export interface DesktopSession {
  /** To be added to the environment of whatever shall run on this desktop. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

export async function startDesktopSession(): Promise<DesktopSession> {
  if (process.platform !== 'linux') return { env: {}, stop: async () => {} };
  const home = await mkdtemp(join(tmpdir(), 'immich-sync-desktop-'));
  const runtime = join(home, 'run');
  await mkdir(runtime, { mode: 0o700 });
  const stopping = new AbortController();
  const children: Promise<unknown>[] = [];
  const env: Record<string, string> = {
    XDG_RUNTIME_DIR: runtime,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CURRENT_DESKTOP: 'GNOME',
  };

  const succeed = async (name: string, args: readonly string[]) => {
    const program = searchPath(name);
    if (program === null) throw new Error(`${name} is not installed`);
    const outcome = await runChild({ program, args, env: { ...baseEnvironment(), ...env }, cwd: home });
    if (outcome.exitCode !== 0) throw new Error(`${name} failed: ${outcome.lastErrors.join(' ')}`);
  };

  /** Starts a program that lives as long as the session, and waits for the first line it prints that `ready` accepts. */
  const start = (name: string, args: readonly string[], ready: (line: string) => boolean, input?: string) =>
    new Promise<string>((resolve, reject) => {
      const program = searchPath(name);
      if (program === null) return reject(new Error(`${name} is not installed`));
      const onLine = (line: string) => {
        if (ready(line)) resolve(line);
      };
      const child = runChild({
        program,
        args,
        env: { ...baseEnvironment(), ...env },
        cwd: home,
        signal: stopping.signal,
        grace: 2_000,
        onStdout: onLine,
        onStderr: onLine,
        ...(input === undefined ? {} : { input }),
      });
      children.push(
        child.then((outcome) => reject(new Error(`${name} ended: ${outcome.lastErrors.join(' ')}`)), reject),
      );
    });

  // Xvfb chooses a free display itself and prints its number.
  const screen = ['-screen', '0', '1600x1200x24', '-nolisten', 'tcp', '-displayfd', '1'];
  env.DISPLAY = `:${(await start('Xvfb', screen, (line) => /^\d+$/.test(line))).trim()}`;
  env.DBUS_SESSION_BUS_ADDRESS = await start('dbus-daemon', ['--session', '--nofork', '--print-address=1'], (line) =>
    line.startsWith('unix:'),
  );
  // The password is that of a keychain which is thrown away with the session. The daemon's output is buffered, hence the waiting by bus.
  const keychain = ['--foreground', '--unlock', '--components=secrets'];
  await Promise.race([
    start('gnome-keyring-daemon', keychain, () => false, 'throwaway\n'),
    succeed('gdbus', ['wait', '--session', '--timeout', '20', 'org.freedesktop.secrets']),
  ]);

  return {
    env,
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(children);
      await rm(home, { recursive: true, force: true });
    },
  };
}
