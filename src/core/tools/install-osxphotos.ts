/**
 * osxphotos into a private Python environment, everything pinned by checksum (`app/tools/osxphotos/requirements.txt`). A plain Python
 * installation and not osxphotos' own executable, so that on macOS it shares the permissions of this program (see version.ts).
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findProgram } from './find.ts';
import { type InstallSite, type InstallWay, programFor, runStep, WayFailed } from './install-site.ts';
import { PYTHON_FOR_OSXPHOTOS } from './tested-versions.ts';

const { minimum, below } = PYTHON_FOR_OSXPHOTOS;
const PYTHON_RANGE = `>=${minimum.join('.')},<${below.join('.')}`;
/** Newest first, but one that ready-made packages exist for; the bare names last. */
const PYTHON_NAMES = ['python3.13', 'python3.12', 'python3.14', 'python3.11', 'python3.10', 'python3', 'python'];

export const OSXPHOTOS_WAYS: readonly InstallWay[] = [
  {
    id: 'uv',
    title: 'uv, into a private Python environment',
    async install(site) {
      const uv = await programFor(site, 'uv');
      // uv brings a Python of its own when the machine has none that fits.
      await runStep(site, uv, ['venv', '--no-config', '--python', PYTHON_RANGE, site.home]);
      const python = join(site.home, 'bin/python');
      const file = await requirements(site);
      await runStep(site, uv, ['pip', 'install', '--no-config', '--python', python, '--require-hashes', '-r', file]);
    },
  },
  {
    id: 'pip',
    title: 'pip, into a private Python environment',
    async install(site) {
      await pipInto(site, await findPython(site));
    },
  },
  {
    id: 'system-python',
    title: 'Python from the system’s packages, then pip',
    async install(site) {
      if (!site.systemPackages) throw new WayFailed('system packages are left alone');
      if (process.getuid?.() !== 0) throw new WayFailed('system packages need root');
      const apt = await programFor(site, 'apt-get');
      const install = ['install', '--yes', '--no-install-recommends', 'python3', 'python3-venv'];
      const env = { DEBIAN_FRONTEND: 'noninteractive' };
      await runStep(site, apt, ['update'], { env });
      await runStep(site, apt, install, { env });
      await pipInto(site, await findPython(site));
    },
  },
];

async function pipInto(site: InstallSite, python: string): Promise<void> {
  await runStep(site, python, ['-m', 'venv', site.home]);
  const file = await requirements(site);
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off'];
  await runStep(site, join(site.home, 'bin/python'), [...pip, '--require-hashes', '-r', file]);
}

/** A copy, because in the packaged app the original is inside an archive that only this program can read. */
async function requirements(site: InstallSite): Promise<string> {
  const file = join(site.work, 'requirements.txt');
  await writeFile(file, await readFile(join(site.resources, 'osxphotos/requirements.txt')));
  return file;
}

/** A Python that osxphotos supports and that can make environments. */
async function findPython(site: InstallSite): Promise<string> {
  const refused: string[] = [];
  for (const name of PYTHON_NAMES) {
    const python = await findProgram(name, site.folders);
    // Apple's /usr/bin/python3 is 3.9 or a stand-in that opens a dialogue about developer tools.
    if (python === null || (site.platform === 'darwin' && dirname(python) === '/usr/bin')) continue;
    const problem = await whyNotPython(site, python);
    if (problem === null) return python;
    refused.push(problem);
  }
  throw new WayFailed(refused.at(-1) ?? `Python ${PYTHON_RANGE} is not installed`);
}

async function whyNotPython(site: InstallSite, python: string): Promise<string | null> {
  const script =
    'import sys\nprint("%d.%d" % sys.version_info[:2])\ntry:\n  import venv, ensurepip\n  print("venv")\nexcept ImportError: pass';
  try {
    const [version = '', venv] = await runStep({ ...site, onLine: () => {} }, python, ['-I', '-c', script]);
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const fits = major === minimum[0] && minor >= minimum[1] && minor < below[1];
    if (!fits) return `${python} is Python ${version}, osxphotos needs ${PYTHON_RANGE}`;
    return venv === 'venv'
      ? null
      : `${python} cannot make environments (on Debian the package python3-venv is missing)`;
  } catch (error) {
    return error instanceof WayFailed ? error.message : String(error);
  }
}
