import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { archivesOf, LIST_FILE, readSource, writeSignedList } from '../../../scripts/tool-list.ts';
import { toolListSource } from '../../../src/core/tool-updates/list-source.ts';
import { publicKeyText } from '../../../src/core/tools/sets/signed-list.ts';
import { listedSet, requirementsOf, sha256, signer } from '../../support/tool-list/lists.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');
const NOW = Date.parse('2026-12-01T00:00:00Z');

/** A source with one set, whose requirements are `text`. */
async function useSource(text: string, more: object = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-tool-list-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { osxphotos, ...set } = listedSet(2, '0.78.0');
  const sets = [{ ...set, osxphotos: { ...osxphotos, requirements: 'osxphotos-0.78.0.txt' }, ...more }];
  await writeFile(join(folder, 'osxphotos-0.78.0.txt'), text);
  await writeFile(join(folder, 'list.json'), JSON.stringify({ serial: 4, sets }));
  return { folder, source: join(folder, 'list.json'), into: join(folder, 'out') };
}

describe('making the list of tool sets', () => {
  it('signs it so that an app takes it, with the files that it names beside it', async () => {
    const { source, into } = await useSource(requirementsOf('0.78.0'));
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const list = await writeSignedList({ source, into, keys: [privateKey], trusted: [publicKey], now: NOW });
    expect(list).toMatchObject({ serial: 4, created: '2026-12-01T00:00:00.000Z', expires: '2027-05-30T00:00:00.000Z' });
    const [set] = list.sets;
    const { file, sha256: sum } = set?.osxphotos.requirements ?? { file: '', sha256: '' };
    expect(await readdir(into)).toEqual([LIST_FILE, file].sort());
    expect(sha256(await readFile(join(into, file), 'utf8'))).toBe(sum);
    expect(archivesOf(list).map(({ url }) => url)).toContain(
      'https://github.com/simulot/immich-go/releases/download/v0.32.0/immich-go_Darwin_arm64.tar.gz',
    );
  });

  it('signs nothing that no app trusts', async () => {
    const { source, into } = await useSource(requirementsOf('0.78.0'));
    const { privateKey } = generateKeyPairSync('ed25519');
    const signing = writeSignedList({ source, into, keys: [privateKey], trusted: [signer().publicKey], now: NOW });
    await expect(signing).rejects.toThrow('not signed by a key that this app trusts');
  });

  it.each([
    [
      'a package without a checksum',
      `${requirementsOf('0.78.0')}requests==2.32.0\n`,
      /not pinned by a checksum: requests/,
    ],
    ['a package without a version', `${requirementsOf('0.78.0')}requests>=2\n`, /not pinned by a checksum: requests/],
    ['another osxphotos', requirementsOf('0.78.10'), /do not name osxphotos 0\.78\.0/],
  ])('refuses requirements with %s', async (_what, text, reason) => {
    const { source } = await useSource(text);
    await expect(readSource(source, NOW)).rejects.toThrow(reason);
  });

  it('takes the requirements that the app itself brings, with their continued lines', async () => {
    const text = await readFile(join(REPOSITORY, 'app/tools/osxphotos/requirements.txt'), 'utf8');
    const { source } = await useSource(text, {
      osxphotos: { version: '0.77.2', python: '3.13', requirements: 'osxphotos-0.78.0.txt' },
    });
    expect((await readSource(source, NOW)).list.sets).toHaveLength(1);
  });

  it('has a source in this repository that can be signed', async () => {
    expect((await readSource(join(REPOSITORY, 'tool-sets/list.json'), NOW)).list.serial).toBeGreaterThan(0);
  });
});

describe('where apps look for the list', () => {
  const key = publicKeyText(signer().publicKey);
  const address = (environment: NodeJS.ProcessEnv) => toolListSource(environment).url;

  it('is the project’s own place, except for a test on this computer', () => {
    const published = address({});
    expect(published).toMatch(/^https:\/\/github\.com\/[^/]+\/[^/]+\/releases\/download\/tool-sets\/list-1\.json$/);
    expect(published.endsWith(LIST_FILE)).toBe(true);
    const local = 'http://127.0.0.1:1234/list.json';
    expect(address({ IMMICH_SYNC_TOOL_LIST: local, IMMICH_SYNC_TOOL_LIST_KEY: key })).toBe(local);
    for (const other of ['https://example.org/list.json', 'http://127.0.0.1.example.org/', 'list.json'])
      expect(address({ IMMICH_SYNC_TOOL_LIST: other, IMMICH_SYNC_TOOL_LIST_KEY: key })).toBe(published);
    expect(address({ IMMICH_SYNC_TOOL_LIST: local })).toBe(published);
    // The list is signed, wherever it comes from.
    const mirror = { IMMICH_SYNC_GITHUB_MIRROR: 'https://mirror.example.org/github/' };
    expect(address(mirror)).toBe(published.replace('https://github.com', 'https://mirror.example.org/github'));
  });
});
