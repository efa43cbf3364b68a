/**
 * osxphotos into a private Python environment, everything pinned by checksum. A plain Python
 * installation and not osxphotos' own executable, so that on macOS it shares the permissions of this program (see version.ts).
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { because } from '../model/reasons.ts';
import { type InstallSite, type InstallWay, programFor, runStep, WayFailed } from './install-site.ts';
import { unpackPinnedWheel } from './pinned-wheels.ts';
import { findPython, PYTHON_RANGE } from './python.ts';
import type { OsxphotosRelease } from './tool-set.ts';
import { managedPythonEnvironment, uvEnvironment } from './uv-environment.ts';

/**
 * The order depends on what the machine has: a Mac has no Python that is of use, and what a person installed there is theirs to change; on Linux
 * the system's own is at hand.
 */
export function osxphotosWays({ requirements }: OsxphotosRelease, platform: NodeJS.Platform): readonly InstallWay[] {
  const ownUv = privateUv(requirements);
  const [uv, pip] = [theirUv(requirements), pipWay(requirements)];
  return platform === 'darwin' ? [ownUv, uv, pip] : [uv, pip, ownUv, systemPython(requirements)];
}

const theirUv = (requirements: string): InstallWay => ({
  id: 'uv',
  title: 'uv, into a private Python environment',
  async install(site) {
    const uv = await programFor(site, 'uv');
    // On a Mac uv would look at Apple's own Python, which is a stand-in that opens a dialogue.
    if (site.platform === 'darwin') return withManagedPython(site, requirements, uv);
    await installWithUv(site, requirements, uv, PYTHON_RANGE, uvEnvironment(site));
  },
});

const privateUv = (requirements: string): InstallWay => ({
  id: 'private-uv',
  title: 'uv from PyPI, with a Python of its own',
  async install(site) {
    const folder = join(site.work, 'uv');
    const version = await unpackPinnedWheel(
      site,
      'uv',
      folder,
      (path) => path.endsWith('/scripts/uv'),
      'downloading-uv',
    );
    await withManagedPython(site, requirements, join(folder, `uv-${version}.data/scripts/uv`));
  },
});

const pipWay = (requirements: string): InstallWay => ({
  id: 'pip',
  title: 'pip, into a private Python environment',
  async install(site) {
    await pipInto(site, requirements, await findPython(site));
  },
});

const systemPython = (requirements: string): InstallWay => ({
  id: 'system-python',
  title: 'Python from the system’s packages, then pip',
  async install(site) {
    if (!site.systemPackages) throw new WayFailed(because('system-packages-stay'), 'not-here');
    if (process.getuid?.() !== 0) throw new WayFailed(because('system-packages-need-root'), 'not-here');
    const apt = await programFor(site, 'apt-get');
    const install = ['install', '--yes', '--no-install-recommends', 'python3', 'python3-venv'];
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await runStep(site, apt, ['update'], { env });
    await runStep(site, apt, install, { env });
    await pipInto(site, requirements, await findPython(site));
  },
});

async function withManagedPython(site: InstallSite, requirements: string, uv: string): Promise<void> {
  site.onStep({ activity: 'downloading-python', bytes: null });
  await installWithUv(site, requirements, uv, site.managedPython, await managedPythonEnvironment(site));
}

async function installWithUv(
  site: InstallSite,
  requirements: string,
  uv: string,
  python: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  // The folder may hold the managed Python already.
  await runStep(site, uv, ['venv', '--no-config', '--allow-existing', '--python', python, site.home], { env });
  site.onStep({ activity: 'installing-packages', bytes: null });
  const file = await requirementsFile(site, requirements);
  const into = ['--python', join(site.home, 'bin/python')];
  // Nothing is built here: compilers are stand-ins on a Mac without the developer tools, and open a dialogue.
  const only = ['--only-binary', ':all:', '--require-hashes'];
  await runStep(site, uv, ['pip', 'install', '--no-config', ...into, ...only, '-r', file], { env });
}

async function pipInto(site: InstallSite, requirements: string, python: string): Promise<void> {
  await runStep(site, python, ['-m', 'venv', site.home]);
  site.onStep({ activity: 'installing-packages', bytes: null });
  const file = await requirementsFile(site, requirements);
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off'];
  const only = ['--only-binary', ':all:', '--require-hashes'];
  await runStep(site, join(site.home, 'bin/python'), [...pip, ...only, '-r', file]);
}

async function requirementsFile(site: InstallSite, text: string): Promise<string> {
  const file = join(site.work, 'requirements.txt');
  await writeFile(file, text);
  return file;
}
