import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { caskFor } from '../../../build/homebrew/cask.ts';
import { readReleasedApp } from '../../../build/released-app.ts';
import { writePropertyList } from '../../../src/core/agent/property-list.ts';
import { storedZip } from '../../support/mac-app/stored-zip.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const INFO = {
  CFBundleIdentifier: 'app.immich-sync',
  CFBundleShortVersionString: '1.2.3',
  LSMinimumSystemVersion: '13.0',
};
const app = (info: object, name = 'Immich Sync.app') => ({
  [`${name}/Contents/Info.plist`]: writePropertyList(info),
  [`${name}/Contents/MacOS/Immich Sync`]: 'program',
  [`${name}/Contents/Resources/immich-sync`]: '#!/bin/sh\n',
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-cask-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function release(files: Readonly<Record<string, string>>, name = 'immich-sync-1.2.3-universal.zip') {
  const file = join(folder, name);
  await writeFile(file, storedZip(files));
  return file;
}

describe('a release', () => {
  it('is told from its archive', async () => {
    const archive = await release(app(INFO));
    expect(await readReleasedApp(archive)).toEqual({
      version: '1.2.3',
      bundle: 'Immich Sync.app',
      bundleId: 'app.immich-sync',
      minimumSystem: '13.0',
      sha256: createHash('sha256')
        .update(await readFile(archive))
        .digest('hex'),
      fileName: 'immich-sync-1.2.3-universal.zip',
    });
  });

  it.each([
    ['of two apps', { ...app(INFO), ...app(INFO, 'Other.app') }, /not one app alone/],
    ['of no app', { 'immich-sync/readme': '' }, /not one app alone/],
    [
      'without its command',
      { 'Immich Sync.app/Contents/Info.plist': writePropertyList(INFO) },
      /has no Contents\/Resources/,
    ],
    ['without a version', app({ ...INFO, CFBundleShortVersionString: '' }), /CFBundleShortVersionString/],
    [
      'of another version than its name says',
      app({ ...INFO, CFBundleShortVersionString: '1.2.4' }),
      /does not name the version/,
    ],
  ])('%s is refused', async (_name, files, error) => {
    await expect(readReleasedApp(await release(files))).rejects.toThrow(error);
  });
});

describe('the cask', () => {
  const make = (archive: string, file: string) => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(PROJECT, 'scripts/make-cask.ts'), archive, file],
      { encoding: 'utf8' },
    );
    return { status, stderr };
  };

  it('is written from the archive by one command', async () => {
    const archive = await release(app(INFO));
    const file = join(folder, 'tap', 'Casks', 'immich-sync.rb');
    expect(make(archive, file)).toEqual({ status: 0, stderr: '' });
    expect(await readFile(file, 'utf8')).toBe(caskFor(await readReleasedApp(archive)));
  });

  it('is left out for a version that is not finished, and a wrong archive is told in one sentence', async () => {
    const beta = { ...INFO, CFBundleShortVersionString: '1.3.0-beta.1' };
    const archive = await release(app(beta), 'immich-sync-1.3.0-beta.1-universal.zip');
    const file = join(folder, 'none.rb');
    expect(make(archive, file)).toEqual({
      status: 0,
      stderr: '1.3.0-beta.1 is not finished: Homebrew gets no cask of it.\n',
    });
    expect(existsSync(file)).toBe(false);
    expect(make(await release({ readme: '' }), file)).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^\S+ holds readme, and not one app alone\.\n$/),
    });
  });

  it('names the release by its version and its hash, and nothing that Homebrew has given up', async () => {
    const released = await readReleasedApp(await release(app(INFO)));
    const cask = caskFor(released);
    expect(cask).toContain('version "1.2.3"');
    expect(cask).toContain(`sha256 "${released.sha256}"`);
    expect(cask).toContain('/releases/download/v#{version}/immich-sync-#{version}-universal.zip"');
    // https://docs.brew.sh/Cask-Cookbook of 2026-07: `depends_on macos: ">= …"`, `verified:` and blocks around the installation.
    expect(cask).toContain('depends_on macos: :ventura\n');
    expect(cask).not.toMatch(/>=|verified:|flight/);
    expect(cask.split('\n').filter((line) => line.length > 118 || /\s$/.test(line))).toEqual([]);
  });

  it('is not made of an unfinished version, nor for a macOS that Homebrew has no name for here', async () => {
    const released = await readReleasedApp(await release(app(INFO)));
    expect(() => caskFor({ ...released, version: '1.3.0-beta.1' })).toThrow('not a finished version');
    expect(() => caskFor({ ...released, minimumSystem: '30.0' })).toThrow('macOS 30.0');
  });
});

const ruby = spawnSync('ruby', ['--version']);
const isRubyHere = ruby.status === 0;
const names = isRubyHere ? '' : ' (skipped: there is no ruby)';
const evaluatedSchema = z.object({
  token: z.string(),
  stanzas: z.array(z.tuple([z.string(), z.array(z.unknown()), z.record(z.string(), z.unknown())])),
});

describe.skipIf(!isRubyHere)(`the cask as Homebrew’s language says it${names}`, () => {
  let token: string;
  let stanzas: z.infer<typeof evaluatedSchema>['stanzas'];
  const stanza = (name: string) => stanzas.find(([its]) => its === name) ?? [name, [], {}];

  beforeAll(async () => {
    const file = join(folder, 'immich-sync.rb');
    await writeFile(file, caskFor(await readReleasedApp(await release(app(INFO)))));
    const { stdout, stderr } = spawnSync('ruby', [join(PROJECT, 'test/support/homebrew/evaluate-cask.rb'), file], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    ({ token, stanzas } = evaluatedSchema.parse(JSON.parse(stdout)));
  });

  it('installs the app, links its command, and leaves updates to the app', () => {
    expect(token).toBe('immich-sync');
    expect(stanza('url')[1]).toEqual([
      'https://github.com/immich-sync/immich-sync/releases/download/v1.2.3/immich-sync-1.2.3-universal.zip',
    ]);
    expect(stanza('livecheck')[2]).toEqual({ url: 'url', strategy: 'github_latest' });
    expect(stanza('auto_updates')[1]).toEqual([true]);
    expect(stanza('depends_on')[2]).toEqual({ macos: 'ventura' });
    expect(stanza('app')[1]).toEqual(['Immich Sync.app']);
    expect(stanza('zsh_completion')[1]).toEqual([
      '/Applications/Immich Sync.app/Contents/Resources/shell/_immich-sync',
    ]);
    expect(stanza('binary')[1]).toEqual(['/Applications/Immich Sync.app/Contents/Resources/immich-sync']);
  });

  it('keeps to the order and the form of `brew style`', () => {
    const order =
      'version sha256 url name desc homepage livecheck auto_updates depends_on app binary manpage bash_completion fish_completion zsh_completion uninstall zap caveats';
    expect(stanzas.map(([name]) => name)).toEqual(order.split(' '));
    const [desc] = z.tuple([z.string()]).parse(stanza('desc')[1]);
    expect(desc).toMatch(/^[B-Z][^.]{1,79}$/);
    expect(desc).not.toMatch(/mac|immich.?sync/i);
    const trash = z.array(z.string()).parse(stanza('zap')[2].trash);
    expect(trash).toEqual([...trash].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    expect(Object.keys(stanza('zap')[2])).toEqual(['launchctl', 'login_item', 'trash', 'rmdir']);
  });

  it('takes nothing away before an upgrade that would not come back after it', () => {
    expect(stanza('uninstall')[2]).toEqual({ quit: 'app.immich-sync', signal: ['TERM', 'app.immich-sync'] });
  });

  it('leaves the ledger, its backups and staged photos when everything else goes, and says so', () => {
    const { trash, launchctl } = z
      .object({ trash: z.array(z.string()), launchctl: z.string() })
      .parse(stanza('zap')[2]);
    expect(launchctl).toBe('app.immich-sync.agent');
    const support = '~/Library/Application Support/Immich Sync';
    const goes = (path: string) => trash.some((pattern) => covers(pattern, path));
    for (const name of [
      'settings.json',
      'settings.2026-11-22T02-00-00-000Z.broken.json',
      'key.json',
      'export.db-wal',
      'electron',
      'run',
      'tools',
    ])
      expect.soft(goes(`${support}/${name}`), name).toBe(true);
    for (const name of [
      '',
      '/ledger.sqlite',
      '/ledger.sqlite-wal',
      '/ledger.sqlite.backup-2026-11-22T02-00-00-000Z-0a1b',
    ])
      expect.soft(goes(`${support}${name}`), name).toBe(false);
    expect(goes('~/Library/Caches/app.immich-sync.ShipIt')).toBe(true);
    expect(goes('~/Library/Logs/immich-sync')).toBe(true);
    expect(goes('~/Pictures/immich-sync')).toBe(false);
    const [caveats] = z.tuple([z.string()]).parse(stanza('caveats')[1]);
    expect(caveats).toContain(`the ledger: by it a later installation knows`);
    expect(caveats).toContain(support);
    expect(caveats).toContain('~/Pictures/immich-sync');
  });
});

/** Whether a path is what a pattern of Homebrew's names, or is inside of it. */
function covers(pattern: string, path: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}(?:/.*)?$`).test(path);
}
