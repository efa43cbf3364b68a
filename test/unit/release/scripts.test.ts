/** The scripts that the release workflow calls, as programs. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runScript } from './run-script.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-release-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('notes.ts', () => {
  async function project(versions: { readonly app: string }, changelog: string): Promise<void> {
    await mkdir(join(folder, 'app'));
    for (const file of ['package.json', 'package-lock.json'])
      await writeFile(join(folder, file), JSON.stringify({ version: '1.2.0-beta.3' }));
    await writeFile(join(folder, 'app', 'package.json'), JSON.stringify({ version: versions.app }));
    await writeFile(join(folder, 'CHANGELOG.md'), changelog);
  }

  it('prints the section of the tag, and leaves the workflow what it has to know', async () => {
    await project({ app: '1.2.0-beta.3' }, '## 1.2.0-beta.3 - 2026-12-01\n\n- A change.\n');
    const outputs = join(folder, 'outputs');
    const { exitCode, stdout } = await runScript('notes.ts', ['v1.2.0-beta.3'], {
      cwd: folder,
      env: { GITHUB_OUTPUT: outputs },
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^- A change\.\n\n### Check what you have downloaded/);
    expect(stdout).toContain(
      'gh attestation verify immich-sync-1.2.0-beta.3-universal.dmg --repo immich-sync/immich-sync',
    );
    expect(await readFile(outputs, 'utf8')).toBe('version=1.2.0-beta.3\nprerelease=true\nchannel=beta\n');
  });

  it('fails in one sentence where tag, versions and changelog do not agree', async () => {
    await project({ app: '1.1.0' }, '## Unreleased\n\n- A change.\n');
    const sentence = async (...args: string[]) => {
      const { exitCode, stderr } = await runScript('notes.ts', args, { cwd: folder });
      return [exitCode, stderr];
    };
    expect(await sentence('v1.2.0')).toEqual([
      1,
      'The tag says 1.2.0, package.json says 1.2.0-beta.3. Make them one, then tag again.',
    ]);
    expect(await sentence()).toEqual([
      1,
      'The tag says 1.2.0-beta.3, app/package.json says 1.1.0. Make them one, then tag again.',
    ]);
    expect(await sentence('nightly')).toEqual([1, expect.stringContaining('“nightly” is no release')]);
    await writeFile(join(folder, 'app', 'package.json'), JSON.stringify({ version: '1.2.0-beta.3' }));
    expect(await sentence('v1.2.0-beta.3')).toEqual([
      1,
      expect.stringContaining('CHANGELOG.md has no section “## 1.2.0-beta.3'),
    ]);
  });

  it('prints what is not out yet while there is no tag, as for a pull request', async () => {
    await project({ app: '1.2.0-beta.3' }, '## Unreleased\n\n- A change.\n');
    const { exitCode, stdout } = await runScript('notes.ts', [], { cwd: folder });
    expect([exitCode, stdout.split('\n')[0]]).toEqual([0, '- A change.']);
  });
});

it('what runs where something can be written needs no package of npm', async () => {
  const project = resolve(import.meta.dirname, '../../..');
  for (const part of ['package.json', 'scripts/release', 'build', 'src/core/model'])
    await cp(join(project, part), join(folder, part), { recursive: true });
  const first = async (script: string, ...args: readonly string[]) => {
    const { stderr } = await runScript(join(folder, 'scripts', 'release', script), args, { cwd: folder });
    return stderr.split('\n')[0];
  };
  expect(await first('notes.ts', 'v1')).toContain('“v1” is no release');
  expect(await first('checksums.ts')).toBe('Say write or verify, and a folder.');
});

describe('checksums.ts', () => {
  it('writes what sha256sum reads, and finds what differs', async () => {
    await writeFile(join(folder, 'a.txt'), 'abc');
    await writeFile(join(folder, 'b.txt'), '');
    const verify = async () => {
      const { exitCode, stdout, stderr } = await runScript('checksums.ts', ['verify', folder]);
      return [exitCode, stdout.trim() || stderr];
    };
    expect((await runScript('checksums.ts', ['write', folder])).exitCode).toBe(0);
    // Known from FIPS 180-4.
    expect(await readFile(join(folder, 'SHA256SUMS'), 'utf8')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.txt\n' +
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b.txt\n',
    );
    expect(await verify()).toEqual([0, '2 files are as SHA256SUMS says.']);
    await writeFile(join(folder, 'b.txt'), 'more');
    expect(await verify()).toEqual([1, 'b.txt is not the file that SHA256SUMS names.']);
    await rm(join(folder, 'b.txt'));
    expect(await verify()).toEqual([1, 'SHA256SUMS names what is not there: b.txt.']);
    await writeFile(join(folder, 'b.txt'), '');
    await writeFile(join(folder, 'c.txt'), '');
    expect(await verify()).toEqual([1, 'SHA256SUMS does not name c.txt.']);
  });

  it('needs something to write', async () => {
    expect(await runScript('checksums.ts', ['write', folder])).toMatchObject({
      exitCode: 1,
      stderr: `${folder} has no files.`,
    });
  });
});

describe('notarise.ts', () => {
  const KEY = { APPLE_API_KEY: 'key.p8', APPLE_API_KEY_ID: 'ABC', APPLE_API_ISSUER: 'issuer' };
  const notarise = async (env: Readonly<Record<string, string>>) => {
    const { exitCode, stdout, stderr } = await runScript('notarise.ts', ['dist/app.dmg'], { env });
    return [exitCode, stdout.trim() || stderr];
  };

  it('has the ticket stapled', async () => {
    expect(await notarise(KEY)).toEqual([0, 'app.dmg is notarised, and has its ticket.']);
  });

  it('says why not', async () => {
    expect(await notarise({ ...KEY, STAND_IN_NOTARY: 'invalid' })).toEqual([
      1,
      expect.stringMatching(/^Apple’s notary refuses app\.dmg \(Invalid\):\n.*does not include a secure timestamp/),
    ]);
    expect(await notarise({ ...KEY, STAND_IN_NOTARY: 'refused' })).toEqual([
      1,
      'Apple’s notary did not take app.dmg: Error: HTTP status code: 401. Unauthenticated.',
    ]);
    expect(await notarise({ ...KEY, APPLE_API_ISSUER: '' })).toEqual([
      1,
      'APPLE_API_ISSUER is not set: without it nothing can be notarised.',
    ]);
  });
});
