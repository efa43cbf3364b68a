/**
 * What becomes the Mac's app, packed here from a stand-in Electron: everything up to the signing. What only the real one shows is in the
 * macOS job (test/mac).
 */
import { createHash } from 'node:crypto';
import { access, constants, cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../app/package.json' with { type: 'json' };
import { type BundledPackage, readBundledPackages } from '../../build/bundled-packages.ts';
import { FUSES, fuseProblems } from '../../build/fuses.ts';
import { readIdentifiers } from '../../build/mach-o.ts';
import { archiveProblems, descriptionProblems, fileProblems, licenceProblems } from '../../scripts/release/contents.ts';
import { readPropertyList } from '../../src/core/agent/property-list.ts';
import { REPOSITORY } from '../../src/core/model/project.ts';
import { packMacStructure } from '../support/mac-app/pack-structure.ts';
import { makeStandInElectron } from '../support/mac-app/stand-in-electron.ts';

const PROJECT = resolve(import.meta.dirname, '../..');

/** The identifiers of each program of an app, by architecture. */
async function identifiersOf(app: string): Promise<readonly string[]> {
  const programs = (await readdir(app, { recursive: true })).filter((path) =>
    /(^|\/)Contents\/MacOS\/[^/]+$/.test(path),
  );
  const found = await Promise.all(programs.map(async (path) => readIdentifiers(await readFile(join(app, path)))));
  return found.flatMap((identifiers) => identifiers.map(({ architecture, uuid }) => `${architecture} ${uuid}`));
}

/** Every file of a folder: its path, its mode, and a hash of what it holds. */
async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name));
  const described = files.map(async (file) => {
    const hash = createHash('sha256').update(await readFile(file));
    return `${relative(folder, file)} ${((await stat(file)).mode & 0o777).toString(8)} ${hash.digest('hex')}`;
  });
  return (await Promise.all(described)).sort();
}

describe('the Mac’s app', () => {
  let folder: string;
  let electron: string;
  let app: string;
  let resources: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'immich-sync-mac-package-'));
    electron = join(folder, 'electron');
    await makeStandInElectron(electron);
    app = await packMacStructure({ electronDist: electron, output: join(folder, 'ours'), target: 'zip' });
    resources = join(app, 'Contents', 'Resources');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('says what it is and what it asks for, and nothing that Electron’s template asks for', async () => {
    const info = (await readPropertyList(join(app, 'Contents', 'Info.plist'))) as Readonly<Record<string, unknown>>;
    expect(await descriptionProblems(app, manifest.version)).toEqual([]);
    expect(info).toMatchObject({
      CFBundleExecutable: 'Immich Sync',
      LSApplicationCategoryType: 'public.app-category.photography',
      CFBundleURLTypes: [{ CFBundleURLSchemes: ['immich-sync'] }],
    });
    expect(
      Object.keys(info)
        .filter((key) => key.endsWith('UsageDescription'))
        .sort(),
    ).toEqual([
      'NSAppleEventsUsageDescription',
      'NSDocumentsFolderUsageDescription',
      'NSLocalNetworkUsageDescription',
      'NSNetworkVolumesUsageDescription',
      'NSPhotoLibraryUsageDescription',
      'NSRemovableVolumesUsageDescription',
    ]);
  });

  it('speaks the languages of the app, also where macOS asks whether it may', async () => {
    const english = (await readPropertyList(join(app, 'Contents', 'Info.plist'))) as Readonly<Record<string, unknown>>;
    const asked = Object.keys(english).filter((key) => key.endsWith('UsageDescription'));
    const folders = (await readdir(resources)).filter((name) => name.endsWith('.lproj'));
    expect(folders.sort()).toEqual(
      ['de', 'en', 'en_GB', 'es', 'es_419', 'fr', 'it', 'ja', 'nl', 'pt_BR', 'zh_CN'].map((name) => `${name}.lproj`),
    );
    for (const folder of folders.filter((name) => !name.startsWith('en'))) {
      const told = (await readPropertyList(join(resources, folder, 'InfoPlist.strings'))) as Record<string, string>;
      expect(Object.keys(told).sort(), folder).toEqual(asked.sort());
      for (const key of asked) expect(told[key], folder).not.toBe(english[key]);
    }
    // Chromium's own texts, of date and time fields for example.
    const framework = join(app, 'Contents', 'Frameworks', 'Electron Framework.framework', 'Versions', 'A', 'Resources');
    expect((await readdir(framework)).filter((name) => name.endsWith('.lproj')).sort()).toEqual(folders);
  });

  it('has everything that belongs there, each file as its archive says, and nothing else', async () => {
    expect(await archiveProblems(app)).toEqual([]);
    expect(await fileProblems(app)).toEqual([]);
    expect((await readdir(app)).sort()).toEqual(['Contents']);
    expect((await readdir(join(app, 'Contents'))).sort()).toEqual(['Frameworks', 'Info.plist', 'MacOS', 'Resources']);
    expect((await readdir(resources)).filter((name) => !name.endsWith('.lproj')).sort()).toEqual([
      'LICENSE.electron.txt',
      'LICENSES.chromium.html',
      'app-update.yml',
      'app.asar',
      'icon.icns',
      'immich-sync',
      'licences.txt',
      'python',
      'shell',
      'tools',
    ]);
    expect(await filesOf(join(resources, 'shell'))).toEqual(await filesOf(join(PROJECT, 'build', 'shell')));
    for (const name of ['python', 'tools'])
      expect(await filesOf(join(resources, name))).toEqual(
        (await filesOf(join(PROJECT, 'app', name))).filter((file) => !file.includes('__pycache__')),
      );
  });

  it('names every package that is bundled, with its licence', async () => {
    const packages = await readBundledPackages(join(PROJECT, 'app', 'out'));
    expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(['menubar', 'preact', 'zod']));
    expect(packages.map(({ name }) => name)).not.toContain('@immich/sdk');
    expect(await licenceProblems(app, packages)).toEqual([]);
    const one: BundledPackage = { name: 'left-pad', version: '1.3.0', folder: '' };
    expect(await licenceProblems(app, [...packages, one])).toEqual(['licences.txt lacks left-pad 1.3.0']);
    const text = await readFile(join(resources, 'licences.txt'), 'utf8');
    for (const program of ['osxphotos (MIT)', 'immich-go (AGPL-3.0)', 'uv (', 'Python ('])
      expect(text).toContain(program);
  });

  it('is the same in each build, byte by byte', async () => {
    const again = await packMacStructure({ electronDist: electron, output: join(folder, 'again') });
    // The place of its updates is written for what is updated: the zip and the disk image.
    const withoutFeed = (await filesOf(app)).filter((file) => !file.includes('app-update.yml'));
    expect(await filesOf(again)).toEqual(withoutFeed);
  });

  it('comes with what the updater reads', async () => {
    expect(parse(await readFile(join(resources, 'app-update.yml'), 'utf8'))).toMatchObject({
      provider: 'github',
      owner: REPOSITORY.owner,
      repo: REPOSITORY.name,
    });
    const zip = `immich-sync-${manifest.version}-arm64.zip`;
    expect(await readdir(join(folder, 'ours'))).toEqual(expect.arrayContaining([zip, `${zip}.blockmap`]));
    const feed = parse(await readFile(join(folder, 'ours', 'latest-mac.yml'), 'utf8')) as Record<string, unknown>;
    const sha512 = createHash('sha512').update(await readFile(join(folder, 'ours', zip)));
    // macOS 13.
    expect(feed.minimumSystemVersion).toBe('22.0.0');
    expect(feed.files).toEqual([{ url: zip, sha512: sha512.digest('base64'), size: expect.any(Number) }]);
  });

  it('has identifiers of its own, each another one: of every program, for each processor', async () => {
    const ours = await identifiersOf(app);
    expect(new Set(ours).size).toBe(5 * 2);
    const other = await packMacStructure({
      electronDist: electron,
      output: join(folder, 'other'),
      changes: { appId: 'com.example.other' },
      target: 'zip',
      version: '1.2.0-beta.3',
    });
    const others = [...(await identifiersOf(join(electron, 'Electron.app'))), ...(await identifiersOf(other))];
    expect(others).toHaveLength(2 * 5 * 2);
    expect(ours.filter((identifier) => others.includes(identifier))).toEqual([]);
    await access(join(app, 'Contents', 'MacOS', 'Immich Sync'), constants.X_OK);
    // A beta is found by those alone that look for betas, and macOS knows it for older than what it becomes.
    expect(await readdir(join(folder, 'other'))).toContain('beta-mac.yml');
    expect(await readdir(join(folder, 'other'))).not.toContain('latest-mac.yml');
    expect(await descriptionProblems(other, '1.2.0-beta.3')).toEqual([
      'CFBundleIdentifier is "com.example.other" instead of "app.immich-sync"',
    ]);
  });

  it('has every fuse set', async () => {
    expect(await fuseProblems(app)).toEqual([]);
    expect(FUSES).toMatchObject({ RunAsNode: false, OnlyLoadAppFromAsar: true });
  });

  it('shows what was changed in it', async () => {
    const damaged = join(folder, 'damaged', 'Immich Sync.app');
    await cp(app, damaged, { recursive: true });
    const inDamaged = (name: string) => join(damaged, 'Contents', 'Resources', name);
    await flipFuses(damaged, { version: FuseVersion.V1, [FuseV1Options.RunAsNode]: true });
    expect(await fuseProblems(damaged)).toEqual(['RunAsNode is on']);
    const archive = await readFile(inDamaged('app.asar'));
    archive.write('x', archive.length - 1);
    await writeFile(inDamaged('app.asar'), archive);
    expect(await archiveProblems(damaged)).toEqual([expect.stringContaining('is not what the archive’s header says')]);
    archive.write('x', archive.indexOf('"hash":"') + '"hash":"'.length);
    await writeFile(inDamaged('app.asar'), archive);
    expect(await archiveProblems(damaged)).toContain('Info.plist has another hash than the archive');
    await Promise.all([
      rm(inDamaged('immich-sync')),
      rm(inDamaged('licences.txt')),
      writeFile(inDamaged('.DS_Store'), ''),
    ]);
    expect(await fileProblems(damaged)).toEqual([
      'licences.txt is missing',
      'the command cannot be started',
      'Contents/Resources/.DS_Store does not belong there',
    ]);
    expect(await descriptionProblems(app, '9.0.0')).toEqual([
      `CFBundleShortVersionString is "${manifest.version}" instead of "9.0.0"`,
      expect.stringContaining('CFBundleVersion is'),
    ]);
  });
});
