/** The release workflow, run as far as it goes without a Mac and GitHub, and its checks on what was packed in it. */
import { execFile } from 'node:child_process';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../../app/package.json' with { type: 'json' };
import { runScript } from '../../unit/release/run-script.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const TAG = `v${manifest.version}`;

describe('the release workflow', () => {
  let said: string;
  let folder: string;
  let dist: string;

  beforeAll(async () => {
    const script = join(PROJECT, 'scripts', 'release', 'dry-run.ts');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', script, '--undated', '--keep'],
      {
        cwd: PROJECT,
      },
    );
    said = stdout;
    folder = /^Kept: (.*)$/m.exec(stdout)?.[1] ?? '';
    dist = join(folder, 'jobs', 'signed', 'dist');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('goes from the tag to a public release, by all its jobs', async () => {
    expect(said.match(/^\S.*$/gm)?.slice(0, 6)).toEqual([
      'version and notes',
      'tests',
      'signed app',
      'draft',
      'publish',
      'Homebrew tap',
    ]);
    expect(said).not.toContain('✗');
    const calls = (await readFile(join(folder, 'github', 'calls'), 'utf8')).trim().split('\n');
    expect(calls.map((call) => call.split(' ').slice(1, 3).join(' '))).toEqual([
      'release create',
      'release download',
      'attestation verify',
      'attestation verify',
      'release edit',
      'api repos/immich-sync/homebrew-tap/contents/Casks/immich-sync.rb',
      'api --method',
    ]);
    expect(calls[0]).toContain(`${TAG} --repo immich-sync/immich-sync --draft --verify-tag --prerelease=false`);
    expect(calls[4]).toBe(`gh release edit ${TAG} --repo immich-sync/immich-sync --draft=false --latest=true`);
    expect(calls[6]).toContain('-f sha=95b966ae1c166bd92f8ae7d1c313e738c731dfc3');
    expect(await readFile(join(folder, 'github', 'cask.rb'), 'utf8')).toMatch(/^cask "immich-sync" do\n/m);
  });

  it('publishes the app, what the updater reads, what it is made of, and the checksums of all that', async () => {
    const name = `immich-sync-${manifest.version}`;
    expect((await readdir(join(folder, 'github', TAG))).sort()).toEqual([
      'SHA256SUMS',
      `${name}-arm64.dmg`,
      `${name}-arm64.zip`,
      `${name}-arm64.zip.blockmap`,
      `${name}.cdx.json`,
      'immich-sync.rb',
      'latest-mac.yml',
      'nix-release.json',
    ]);
    const bom = JSON.parse(await readFile(join(folder, 'github', TAG, `${name}.cdx.json`), 'utf8'));
    expect(bom).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'Immich Sync', type: 'application' } },
    });
    const names = bom.components.map((component: { name: string }) => component.name);
    expect(names).toEqual(expect.arrayContaining(['electron', 'menubar', 'preact', 'zod']));
    expect(names).not.toContain('vitest');
  });

  describe('its checks', () => {
    const lookAt = async (file: string, env: Readonly<Record<string, string>> = {}, ...args: readonly string[]) => {
      const { exitCode, stdout, stderr } = await runScript('checks.ts', ['--signed', ...args, file], { env });
      const failed = [...stdout.matchAll(/^FAILED +(.*)\n.*\n +seen +(.*)$/gm)].map(
        ([, line, seen]) => `${line}: ${seen}`,
      );
      return { exitCode, failed, last: stderr.split('\n').at(-1) };
    };
    const app = () => join(dist, 'mac-arm64', 'Immich Sync.app');

    it.each([
      [
        'a gap in the signature',
        { STAND_IN_CODESIGN: 'broken' },
        'signature of Immich Sync.app: ',
        'a sealed resource is missing or invalid',
      ],
      [
        'nobody’s signature',
        { STAND_IN_CODESIGN: 'unsigned' },
        'who has signed of Immich Sync.app: ',
        'missing, missing, missing',
      ],
      [
        'other rights',
        { STAND_IN_CODESIGN: 'other-rights' },
        'rights of Immich Sync.app: ',
        'disable-library-validation',
      ],
      [
        'what Gatekeeper rejects',
        { STAND_IN_SPCTL: 'rejected' },
        'Gatekeeper of Immich Sync.app: ',
        'source=no usable signature',
      ],
      [
        'what is signed and not notarised',
        { STAND_IN_SPCTL: 'unnotarised' },
        'Gatekeeper of Immich Sync.app: ',
        'source=Developer ID',
      ],
      [
        'nobody’s signature, where Gatekeeper is switched off',
        { STAND_IN_SPCTL: 'disabled' },
        'Gatekeeper of Immich Sync.app: ',
        'override=security disabled',
      ],
      ['no ticket', { STAND_IN_NOTARY: 'no-ticket' }, 'ticket of Immich Sync.app: ', 'does not have a ticket stapled'],
      ['one processor alone', { STAND_IN_LIPO: 'arm64' }, 'processors of Immich Sync.app: ', '6 programs: arm64'],
    ])('fail for %s', async (_, env, line, seen) => {
      const { exitCode, failed, last } = await lookAt(app(), env);
      expect(exitCode).toBe(1);
      expect(failed).toHaveLength(1);
      expect(failed[0]).toContain(line);
      expect(failed[0]).toContain(seen);
      expect(last).toBe(`Not for people: ${line.replace(': ', '')}.`);
    });

    it('fail for a disk image that nobody has signed, and for what is none of the files', async () => {
      const image = join(dist, `immich-sync-${manifest.version}-arm64.dmg`);
      const { failed } = await lookAt(image, { STAND_IN_SPCTL: 'disabled' });
      expect(failed.map((line) => line.split(':')[0])).toEqual([
        expect.stringMatching(/^Gatekeeper of immich-sync-.*\.dmg$/),
        expect.stringMatching(/^Gatekeeper of app in immich-sync-.*\.dmg$/),
      ]);
      expect(await lookAt('README.md')).toMatchObject({ exitCode: 1, last: expect.stringContaining('is none of') });
    });

    it('fail for an updater’s file that does not belong to the zip or to the version', async () => {
      const copy = join(folder, 'copy');
      await cp(dist, copy, { recursive: true });
      const feed = join(copy, 'latest-mac.yml');
      expect(await lookAt(feed)).toMatchObject({ exitCode: 0, failed: [] });
      const text = await readFile(feed, 'utf8');
      await writeFile(feed, text.replace('minimumSystemVersion: 22', 'minimumSystemVersion: 19'));
      expect((await lookAt(feed)).failed).toEqual(['oldest system of latest-mac.yml: Darwin 19.0.0']);
      await writeFile(feed, text);
      await writeFile(join(copy, `immich-sync-${manifest.version}-arm64.zip`), 'another one');
      expect((await lookAt(feed)).failed).toEqual([
        expect.stringMatching(/^download of latest-mac.yml: .*the hash is another one$/),
      ]);
      expect((await lookAt(feed, {}, '--version', '1.2.0-beta.1')).failed).toContain(
        `channel of latest-mac.yml: latest-mac.yml, ${manifest.version}`,
      );
    });
  });
});
