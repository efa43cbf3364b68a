import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nixReleaseFor } from '../../../build/nix/release.ts';
import { nixSettings } from '../../../build/nix/settings.ts';
import { readReleasedApp } from '../../../build/released-app.ts';
import { writePropertyList } from '../../../src/core/agent/property-list.ts';
import { storedZip } from '../../support/mac-app/stored-zip.ts';
import { evaluate, evaluateModule, isNixHere, whereThereIsNix } from '../../support/nix/evaluate.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const RELEASE = nixReleaseFor({
  version: '1.2.3',
  bundle: 'Immich Sync.app',
  bundleId: 'app.immich-sync',
  minimumSystem: '13.0',
  sha256: '00'.repeat(32),
  fileName: 'immich-sync-1.2.3-universal.zip',
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-nix-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('for Nix', () => {
  it('the settings are those of the one table', async () => {
    await expect(nixSettings()).toMatchFileSnapshot(join(PROJECT, 'build/nix/settings.json'));
  });

  it('a release has the hash in Nix’s form', () => {
    expect(RELEASE).toMatchObject({
      version: '1.2.3',
      url: 'https://github.com/immich-sync/immich-sync/releases/download/v1.2.3/immich-sync-1.2.3-universal.zip',
      hash: 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    });
  });

  it('a release is written from its archive by one command', async () => {
    const archive = join(folder, 'immich-sync-1.2.3-universal.zip');
    const info = {
      CFBundleIdentifier: 'app.immich-sync',
      CFBundleShortVersionString: '1.2.3',
      LSMinimumSystemVersion: '13.0',
    };
    await writeFile(
      archive,
      storedZip({
        'Immich Sync.app/Contents/Info.plist': writePropertyList(info),
        'Immich Sync.app/Contents/Resources/immich-sync': '#!/bin/sh\n',
      }),
    );
    const file = join(folder, 'release.json');
    const { status } = spawnSync(process.execPath, [join(PROJECT, 'scripts/make-nix-release.ts'), archive, file]);
    expect(status).toBe(0);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(nixReleaseFor(await readReleasedApp(archive)));
  });

  it('the lock is of the input that the flake names', async () => {
    const [flake, lock] = await Promise.all(
      ['flake.nix', 'flake.lock'].map((name) => readFile(join(PROJECT, name), 'utf8')),
    );
    const { original } = z
      .object({ original: z.object({ owner: z.string(), repo: z.string(), ref: z.string() }) })
      .parse(JSON.parse(lock ?? '').nodes.nixpkgs);
    expect(flake).toContain(`inputs.nixpkgs.url = "github:${original.owner}/${original.repo}/${original.ref}"`);
  });
});

describe.skipIf(!isNixHere)(`the flake${whereThereIsNix}`, () => {
  const outputs = (release: string) => {
    const nixpkgs = `{ lib = import ${PROJECT}/test/support/nix/stand-in-lib.nix; legacyPackages = throw "not looked at"; }`;
    return evaluate(
      folder,
      '-E',
      `let o = (import ${release}/flake.nix).outputs { nixpkgs = ${nixpkgs}; };
       in { names = builtins.attrNames o; packages = builtins.mapAttrs (_: builtins.attrNames) o.packages;
            modules = map (m: builtins.isFunction (import m)) [ o.darwinModules.default o.homeManagerModules.default ]; }`,
    );
  };

  it('has the modules, and packages for both kinds of Mac once there is a release', async () => {
    expect(outputs(PROJECT)).toMatchObject({
      names: ['darwinModules', 'homeManagerModules', 'packages'],
      modules: [true, true],
    });
    const released = join(folder, 'released');
    await mkdir(join(released, 'build', 'nix'), { recursive: true });
    for (const name of [
      'flake.nix',
      ...['darwin', 'home-manager', 'common', 'settings'].map((one) => `build/nix/${one}.nix`),
    ])
      await writeFile(join(released, name), await readFile(join(PROJECT, name)));
    await writeFile(join(released, 'build', 'nix', 'release.json'), JSON.stringify(RELEASE));
    const names = ['default', 'immich-sync'];
    expect(outputs(released)).toMatchObject({ packages: { 'aarch64-darwin': names, 'x86_64-darwin': names } });
  });
});

describe.skipIf(!isNixHere)(`the package${whereThereIsNix}`, () => {
  const packageSchema = z.looseObject({ src: z.unknown(), version: z.string(), installPhase: z.string() });
  const build = () => {
    const lib = `import ${PROJECT}/test/support/nix/stand-in-lib.nix`;
    return packageSchema.parse(
      evaluate(
        folder,
        '-E',
        `import ${PROJECT}/build/nix/package.nix { lib = ${lib}; stdenvNoCC.mkDerivation = x: x; fetchurl = x: x; unzip = "unzip";
           release = builtins.fromJSON ''${JSON.stringify(RELEASE)}''; }`,
      ),
    );
  };

  it('is the archive of the release, in which nothing is changed', () => {
    expect(build()).toMatchObject({
      version: '1.2.3',
      src: { url: RELEASE.url, hash: RELEASE.hash },
      dontPatch: true,
      dontFixup: true,
      meta: { mainProgram: 'immich-sync', platforms: ['aarch64-darwin', 'x86_64-darwin'] },
    });
  });

  it('installs the app and a command that starts', async () => {
    const unpacked = join(folder, 'unpacked');
    const command = join(unpacked, 'Immich Sync.app/Contents/Resources/immich-sync');
    const program = join(unpacked, 'Immich Sync.app/Contents/MacOS/Immich Sync');
    for (const file of [command, program]) await mkdir(resolve(file, '..'), { recursive: true });
    await writeFile(command, await readFile(join(PROJECT, 'build/immich-sync')));
    await writeFile(program, '#!/bin/sh\necho "$@"\n');
    for (const file of [command, program]) await chmod(file, 0o755);
    const out = join(folder, 'out');
    const installed = spawnSync('bash', ['--norc', '-euc', `runHook() { :; }\n${build().installPhase}`], {
      cwd: unpacked,
      env: { PATH: process.env.PATH, out },
      encoding: 'utf8',
    });
    expect(installed.stderr).toBe('');
    const { stdout } = spawnSync(join(out, 'bin/immich-sync'), ['status', '--json'], { encoding: 'utf8' });
    expect(stdout).toBe('--cli status --json\n');
  });
});

const darwinSchema = z.looseObject({
  values: z.looseObject({ app: z.string() }),
  config: z.looseObject({
    assertions: z.array(z.object({ assertion: z.boolean(), message: z.string() })),
    environment: z.object({ systemPackages: z.array(z.unknown()) }),
    launchd: z.object({ user: z.object({ agents: z.record(z.string(), z.unknown()) }) }),
    system: z.looseObject({ activationScripts: z.object({ postActivation: z.object({ text: z.string() }) }) }),
  }),
});

describe.skipIf(!isNixHere)(`the module for nix-darwin${whereThereIsNix}`, () => {
  const darwin = (user: object) => darwinSchema.parse(evaluateModule(folder, 'darwin', { enable: true, ...user }));
  const problems = (user: object) =>
    darwin(user).config.assertions.flatMap(({ assertion, message }) => (assertion ? [] : [message]));

  it('does nothing before it is enabled', () => {
    expect(evaluateModule(folder, 'darwin', {})).toMatchObject({ values: { enable: false } });
    expect(evaluateModule(folder, 'darwin', {})).toHaveProperty('config', {});
  });

  it('sets the app up as the person, in their session, and opens it at log-in', () => {
    const { config, values } = darwin({ server: 'https://photos.example.org' });
    expect(values.app).toBe('/Applications/Immich Sync.app');
    expect(config.environment.systemPackages).toEqual([]);
    expect(config.system).toMatchObject({ requiresPrimaryUser: ['services.immich-sync.enable'] });
    expect(config.system.activationScripts.postActivation.text).toMatch(
      /^echo .*\nlaunchctl asuser "\$\(id -u -- 'anna'\)" sudo --user='anna' --set-home -- \/bin\/sh \S+-immich-sync-activation\.sh \\\n\s+\|\| echo ".* as" 'anna'"\. .*" >&2\n$/,
    );
    expect(config.launchd.user.agents).toEqual({
      'immich-sync-app': {
        serviceConfig: { ProgramArguments: ['/usr/bin/open', '-g', '-j', values.app], RunAtLoad: true },
      },
    });
  });

  it('opens no app where launchd starts the syncs', () => {
    expect(darwin({ start: 'agent' }).config.launchd.user.agents).toEqual({});
  });

  it('takes a packaged app where nix-darwin copies it to, which is the same place in each version', () => {
    const app = { outPath: '/nix/store/immich-sync' };
    const { config, values } = darwin({ package: app });
    expect(values.app).toBe('/Applications/Nix Apps/Immich Sync.app');
    expect(config.environment.systemPackages).toHaveLength(1);
  });

  it('takes every setting that the settings file takes, and null where one may be unset', () => {
    expect(
      problems({
        times: ['02:00', '14:30'],
        library: '~/Pictures/Photos Library.photoslibrary',
        settings: {
          upload: { bytesPerSecond: null, concurrency: 4 },
          schedule: { days: ['mon', 'sun'] },
          library: { since: '2020-12-31', includeHidden: false, media: null },
          albums: { which: 'only', chosen: ['A-1'] },
          conditions: { networks: ['a4:b1:c1:00:00:01 Home'] },
          tools: { osxphotos: '/opt/homebrew/bin/osxphotos' },
        },
      }),
    ).toEqual([]);
  });

  it.each([
    [{ settings: { upload: { speed: 1 } } }, /there is no setting upload\.speed/],
    [{ settings: { upload: { concurrency: 30 } } }, /upload\.concurrency must be a whole number from 1 to 20\.$/],
    [{ settings: { albums: { which: 'some' } } }, /albums\.which must be one of "all", "only", "except"/],
    [{ settings: { log: { level: null } } }, /log\.level must be one of/],
    [{ settings: { albums: 'all' } }, /albums must be a group of settings/],
    [{ times: ['2:00'] }, /schedule\.times must be a list of times of day/],
    [{ library: 'Pictures' }, /library\.path must be a path, in quotes/],
    [{ settings: { server: { headers: { Token: 'hush' } } } }, /server\.headers often holds a secret/],
    [{ settings: { server: { apiKey: 'hush' } } }, /there is no setting server\.apiKey/],
    [{ apiKeyFile: '/run/key', apiKeyCommand: ['cat'] }, /both bring a key/],
  ])('refuses %j before anything is activated', (user, message) => {
    const said = problems(user);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(message);
  });

  it('refuses a key in the store', () => {
    expect(problems({ apiKeyFile: join(folder, 'store', 'abc-key') })).toEqual([
      expect.stringContaining('everybody on this Mac can read'),
    ]);
  });

  it.each([{ start: 'sometimes' }, { server: 3 }, { key: 'hush' }])('refuses %j by its options', (user) => {
    expect(() => darwin(user)).toThrow(/services\.immich-sync/);
  });
});

describe.skipIf(!isNixHere)(`the module for home-manager${whereThereIsNix}`, () => {
  it('sets the app up after apps and agents are in place', () => {
    expect(
      evaluateModule(folder, 'home-manager', { enable: true, package: { outPath: '/nix/store/x' } }),
    ).toMatchObject({
      values: { app: '/Users/anna/Applications/Home Manager Apps/Immich Sync.app' },
      config: {
        home: {
          activation: {
            'immich-sync': {
              after: ['writeBoundary', 'copyApps', 'setupLaunchAgents'],
              data: expect.stringMatching(/^run \/bin\/sh \S+-immich-sync-activation\.sh$/),
            },
          },
        },
        launchd: { agents: { 'immich-sync-app': { enable: true, config: { RunAtLoad: true } } } },
      },
    });
  });
});
