/** The installed command, reached as people reach it: through links of every kind. */
import { execFileSync } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const WRAPPER = resolve(import.meta.dirname, '../../../build/immich-sync');

describe('the installed command', () => {
  let folder: string;
  let wrapper: string;

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'immich-sync wrapper-')));
    const contents = join(folder, 'Applications', 'Immich Sync.app', 'Contents');
    await Promise.all(['MacOS', 'Resources'].map((name) => mkdir(join(contents, name), { recursive: true })));
    await mkdir(join(folder, 'bin'));
    wrapper = join(contents, 'Resources', 'immich-sync');
    await copyFile(WRAPPER, wrapper);
    await writeFile(
      join(contents, 'MacOS', 'Immich Sync'),
      '#!/bin/sh\necho "$0"\nfor word; do echo "<$word>"; done\n',
    );
    await Promise.all([wrapper, join(contents, 'MacOS', 'Immich Sync')].map((file) => chmod(file, 0o755)));
  });
  afterEach(() => rm(folder, { recursive: true }));

  function run(file: string, cwd = '/'): readonly string[] {
    const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, CDPATH: folder };
    return execFileSync(file, ['status', 'two words', ''], { cwd, env, encoding: 'utf8' }).trimEnd().split('\n');
  }
  const started = () => [
    join(folder, 'Applications', 'Immich Sync.app', 'Contents', 'MacOS', 'Immich Sync'),
    '<--cli>',
    '<status>',
    '<two words>',
    '<>',
  ];

  it('starts the app’s executable with its words as they are', () => {
    expect(run(wrapper)).toEqual(started());
    expect(run('./immich-sync', join(wrapper, '..'))).toEqual(started());
  });

  it.each([
    ['an absolute link', () => [wrapper]],
    ['a relative one', () => ['../Applications/Immich Sync.app/Contents/Resources/immich-sync']],
    ['a relative one that leads to an absolute one', () => ['../second', wrapper]],
    ['a chain in several folders', () => ['../Applications/link', 'Immich Sync.app/Contents/Resources/immich-sync']],
  ])('is found through %s, on the PATH and from any folder', async (_name, targets) => {
    const [first, second] = targets();
    await symlink(first ?? '', join(folder, 'bin', 'immich-sync'));
    if (second !== undefined) await symlink(second, resolve(folder, 'bin', first ?? ''));
    expect(run('immich-sync')).toEqual(started());
    expect(run('bin/immich-sync', folder)).toEqual(started());
    expect(run('./immich-sync', join(folder, 'bin'))).toEqual(started());
  });

  it('is found through a link to the folder that it is in', async () => {
    await symlink(join(folder, 'Applications'), join(folder, 'Apps'));
    expect(run(join(folder, 'Apps', 'Immich Sync.app', 'Contents', 'Resources', 'immich-sync'))).toEqual(started());
  });
});
