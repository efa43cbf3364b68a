/** Starts the app, or a test's own main file, in Electron with Playwright holding the strings. */
import { _electron, type ElectronApplication } from 'playwright-core';
import type { DesktopSession } from './desktop-session.ts';
import type { ElectronRuntime } from './provision.ts';

export interface LaunchOptions {
  readonly runtime: ElectronRuntime;
  readonly session: DesktopSession;
  /** The folder of an app (with a package.json) or a main file. */
  readonly app: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** For what Electron keeps itself; the app's own `--home` is one of `args`. */
  readonly userData: string;
}

export async function launchApp(options: LaunchOptions): Promise<ElectronApplication> {
  const { runtime } = options;
  const linux = ['--password-store=gnome-libsecret', '--disable-gpu', '--force-device-scale-factor=2', '--no-sandbox'];
  return _electron.launch({
    executablePath: runtime.executable,
    args: [
      ...(process.platform === 'linux' ? linux : []),
      runtime.kind === 'carrier' ? `--app=${options.app}` : options.app,
      `--user-data-dir=${options.userData}`,
      '--lang=en-GB',
      ...(options.args ?? []),
    ],
    env: {
      ...(process.env as Record<string, string>),
      ...options.session.env,
      ...forCoverage(),
      LANG: 'en_GB.UTF-8',
      TZ: 'Europe/Berlin',
      ...options.env,
    },
    // Playwright would pretend that the system is light.
    colorScheme: null,
    timeout: 60_000,
  });
}

/** Where V8 notes which lines the main process has run when it ends, under `npm run coverage`. */
function forCoverage(): Readonly<Record<string, string>> {
  const folder = process.env.IMMICH_SYNC_COVERAGE;
  return folder ? { NODE_V8_COVERAGE: folder } : {};
}
