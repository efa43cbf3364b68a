/** Which programs may be started without having been chosen. Owners are played by saying who is asking. */
import { chmod, chown, mkdir, mkdtemp, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { because } from '../../../src/core/model/reasons.ts';
import { chooseTool, requireTool } from '../../../src/core/tools/choose.ts';
import { type Person, whyNotTrusted } from '../../../src/core/tools/trust.ts';
import { writeScript } from '../../support/stand-ins/broken/programs.ts';

let folder: string;
let me: Person;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'immich-sync-trust-')));
  const { uid, gid } = await stat(folder);
  me = { uid, gid, platform: 'linux' };
});
afterEach(() => rm(folder, { recursive: true }));

async function program(path: string, mode = 0o755): Promise<string> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, '#!/bin/sh\n');
  await chmod(file, mode);
  return file;
}

describe('a program', () => {
  it('is trusted when only this user and root can change it', async () => {
    expect(await whyNotTrusted(await program('bin/osxphotos'), me)).toBeNull();
    // The superuser's own is anybody's to use.
    if (me.uid === 0) expect(await whyNotTrusted(await program('bin/osxphotos'), { ...me, uid: 501 })).toBeNull();
  });

  it('is not when anybody can write it, or a folder above it', async () => {
    const file = await program('open/bin/osxphotos', 0o777);
    expect(await whyNotTrusted(file, me)).toEqual(because('others-can-change', { path: file }));
    await chmod(file, 0o755);
    expect(await whyNotTrusted(file, me)).toBeNull();
    await chmod(join(folder, 'open'), 0o777);
    expect(await whyNotTrusted(file, me)).toEqual(because('others-can-change', { path: join(folder, 'open') }));
    // As /tmp: nobody but the owner takes away what is in it.
    await chmod(join(folder, 'open'), 0o1777);
    expect(await whyNotTrusted(file, me)).toBeNull();
  });

  it('is not when what its link leads to can be changed', async () => {
    const file = await program('cellar/osxphotos');
    await mkdir(join(folder, 'bin'));
    await mkdir(join(folder, 'between'));
    await symlink('../between/osxphotos', join(folder, 'bin/osxphotos'));
    await symlink(file, join(folder, 'between/osxphotos'));
    const link = join(folder, 'bin/osxphotos');
    expect(await whyNotTrusted(link, me)).toBeNull();
    await chmod(join(folder, 'between'), 0o777);
    expect(await whyNotTrusted(link, me)).toEqual(because('others-can-change', { path: join(folder, 'between') }));
    await chmod(join(folder, 'between'), 0o755);
    await chmod(join(folder, 'cellar'), 0o777);
    expect(await whyNotTrusted(link, me)).toEqual(because('others-can-change', { path: join(folder, 'cellar') }));
  });

  it.skipIf(process.getuid?.() !== 0)('is not when it belongs to somebody else', async () => {
    const file = await program('bin/osxphotos');
    await chown(file, 502, 20);
    expect(await whyNotTrusted(file, { ...me, uid: 501 })).toEqual(because('others-can-change', { path: file }));
    expect(await whyNotTrusted(file, { ...me, uid: 502 })).toBeNull();
  });

  it.skipIf(process.getuid?.() !== 0)('may be changed by administrators of a Mac, not by all its users', async () => {
    const file = await program('homebrew/bin/osxphotos');
    const bin = dirname(file);
    await chmod(bin, 0o775);
    const anna: Person = { uid: 501, gid: 20, platform: 'darwin' };
    await chown(bin, 501, 80);
    expect(await whyNotTrusted(file, anna)).toBeNull();
    await chown(bin, 501, 20);
    expect(await whyNotTrusted(file, anna)).toEqual(because('others-can-change', { path: bin }));
    // Debian gives each user a group of their own, and a umask to go with it.
    await chown(bin, 1000, 1000);
    expect(await whyNotTrusted(file, { uid: 1000, gid: 1000, platform: 'linux' })).toBeNull();
  });

  it('is passed over unstarted, and said so, unless a person has chosen it', async () => {
    const mark = join(folder, 'started');
    for (const name of ['open', 'mine']) await mkdir(join(folder, name));
    const foreign = await writeScript(
      join(folder, 'open'),
      'osxphotos',
      `touch '${mark}'; echo "osxphotos, version 0.77.2"`,
    );
    await chmod(join(folder, 'open'), 0o777);
    const env = { HOME: folder, PATH: join(folder, 'open') };
    await expect(requireTool({ tool: 'osxphotos', env })).rejects.toMatchObject({
      code: 'tool-unusable',
      message: expect.stringContaining(`other users of this computer can change ${join(folder, 'open')}`),
    });
    await expect(stat(mark)).rejects.toThrow();

    await writeScript(join(folder, 'mine'), 'osxphotos', 'echo "osxphotos, version 0.77.2"');
    const both = { ...env, PATH: `${join(folder, 'open')}:${join(folder, 'mine')}` };
    const { use, passedOver } = await chooseTool({ tool: 'osxphotos', env: both });
    expect(use?.path).toBe(join(folder, 'mine/osxphotos'));
    expect(passedOver).toMatchObject([{ path: foreign, verdict: 'unusable' }]);
    expect((await chooseTool({ tool: 'osxphotos', chosen: foreign, env })).use?.path).toBe(foreign);
  });
});
