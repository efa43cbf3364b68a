/** A Python of the machine that osxphotos can be installed with. */
import { dirname, join } from 'node:path';
import { because, type Explanation } from '../model/reasons.ts';
import { findProgram } from './find.ts';
import { type InstallSite, runStep, WayFailed } from './install-site.ts';
import { PYTHON_FOR_OSXPHOTOS } from './tested-versions.ts';

const { minimum, below } = PYTHON_FOR_OSXPHOTOS;
export const PYTHON_RANGE = `>=${minimum.join('.')},<${below.join('.')}`;
/** Newest first, but one that ready-made packages exist for; the bare names last. */
const PYTHON_NAMES = ['python3.13', 'python3.12', 'python3.14', 'python3.11', 'python3.10', 'python3', 'python'];

/**
 * A Python that osxphotos supports and that can make environments.
 * @throws {WayFailed}
 */
export async function findPython(site: InstallSite): Promise<string> {
  const refused: Explanation[] = [];
  for (const name of PYTHON_NAMES) {
    const python = await findProgram(name, site.folders);
    // Apple's /usr/bin/python3 is 3.9 or a stand-in that opens a dialogue about developer tools.
    if (python === null || (site.platform === 'darwin' && dirname(python) === '/usr/bin')) continue;
    const problem = await whyNotPython(site, python);
    if (problem === null) return python;
    refused.push(problem);
  }
  throw new WayFailed(refused.at(-1) ?? because('python-missing', { range: PYTHON_RANGE }), 'not-here');
}

async function whyNotPython(site: InstallSite, python: string): Promise<Explanation | null> {
  const script = join(site.resources, 'osxphotos/describe_python.py');
  try {
    const [version = '', venv] = await runStep({ ...site, onLine: () => {} }, python, ['-I', script]);
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const fits = major === minimum[0] && minor >= minimum[1] && minor < below[1];
    if (!fits) return because('python-of-other-version', { path: python, version, range: PYTHON_RANGE });
    return venv === 'venv' ? null : because('python-without-environments', { path: python });
  } catch (error) {
    if (!(error instanceof WayFailed)) throw error;
    return error.reason;
  }
}
