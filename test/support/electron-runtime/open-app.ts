/** Opens the built app on a display that is there, for `npm run demo`. */
import { resolve } from 'node:path';
import { type ChildOutcome, runChild } from '../../../src/core/tools/child.ts';
import { provisionElectron } from './provision.ts';

const APP_FOLDER = resolve(import.meta.dirname, '../../../app');

/** Whether a person could see a window here. */
export function hasDisplay(environment: NodeJS.ProcessEnv = process.env): boolean {
  return process.platform === 'darwin' || (environment.DISPLAY ?? environment.WAYLAND_DISPLAY ?? '') !== '';
}

export interface OpenAppOptions {
  /** The folder with settings, ledger and logs, as `--home`. */
  readonly home: string;
  /** What it is to show at once, as a link of the app's own scheme. */
  readonly link?: string;
  /** Switches of Chromium. */
  readonly args?: readonly string[];
  /** Added to this process's own, for example the demo's key as IMMICH_SYNC_API_KEY. */
  readonly env?: Readonly<Record<string, string>>;
  /** Aborting it ends the app. */
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
}

/**
 * Runs the app until it is quit. Build it before (`npm run build`).
 * @throws {NoElectronRuntime}
 */
export async function openApp({
  home,
  link,
  args = [],
  env = {},
  signal,
  onLine = () => {},
}: OpenAppOptions): Promise<ChildOutcome> {
  const { executable, kind } = await provisionElectron(onLine);
  const isRoot = process.getuid?.() === 0;
  return runChild({
    program: executable,
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      kind === 'carrier' ? `--app=${APP_FOLDER}` : APP_FOLDER,
      `--home=${home}`,
      ...args,
      ...(link === undefined ? [] : [link]),
    ],
    env: { ...(process.env as Record<string, string>), ...env },
    cwd: home,
    signal,
    onStderr: onLine,
  });
}
