/** `immich-sync verify`: everything is asked about now and told asset by asset; with `--deep` the server's disk is asked. */
import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { AssetFacts } from '../../../src/core/sync/verify-facts.ts';
import type { Verification } from '../../../src/core/sync/verify-library.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { contentsOf } from '../../support/sync/compare.ts';
import { type PersonInImmich, personIn } from '../../support/sync/in-immich.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

interface Synced {
  readonly bench: Bench;
  readonly person: PersonInImmich;
  readonly uuids: readonly string[];
  readonly sha1Of: (index: number) => string;
}

/** Photos in an album, then an edited one and a Live Photo, all of them synced. */
async function synced(photos: number, permissions = ALL_PERMISSIONS): Promise<Synced> {
  const uuids: string[] = [];
  const bench = await useBench({
    server: { key: { permissions } },
    fill: async (library) => {
      for (let index = 0; index < photos; index += 1)
        uuids.push(await library.addAsset({ kind: 'photo', caption: `Words ${index}` }));
      uuids.push(await library.addAsset({ kind: 'photo', edited: true }), await library.addAsset({ kind: 'live' }));
      library.createAlbum('All', { assets: uuids });
    },
  });
  expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: photos + 2 } });
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
  const sha1Of = (index: number) => contentsOf(manifestOf(bench), uuids[index] ?? '');
  return { bench, person: personIn(bench.server), uuids, sha1Of };
}

/** The lines of `--json`: one for each asset, and the summary. */
async function verify(bench: Bench, ...options: readonly string[]) {
  const { stdout, exitCode } = await bench.cli(['--json', 'verify', ...options]);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  const { summary } = lines.at(-1) as { readonly summary: Verification };
  return { exitCode, assets: lines.slice(0, -1) as readonly AssetFacts[], summary };
}

const downloads = ({ server }: Bench) => server.requests.count({ method: 'GET', path: /\/original$/ });

it('tells each fact with its origin and time, and changes nothing', async () => {
  const { bench, uuids } = await synced(4);
  const before = bench.server.snapshot();
  const since = new Date().toISOString();

  const { exitCode, assets, summary } = await verify(bench);

  expect(exitCode).toBe(0);
  expect(assets.map(({ uuid }) => uuid)).toEqual([...uuids].sort());
  expect(summary).toMatchObject({
    coverage: { assets: 6, complete: 6 },
    facts: {
      parts: { uploaded: 8, found: 0 },
      albums: { observed: 6, gone: 0 },
      stacks: { observed: 1 },
      livePairs: { observed: 1 },
    },
    unexpected: 0,
    contents: null,
    problems: [],
  });
  for (const { parts, albums } of assets) {
    for (const part of parts) {
      expect(part).toMatchObject({ state: 'verified', origin: 'uploaded', contents: null });
      expect((part.observedAt ?? '') >= since).toBe(true);
    }
    expect(albums).toMatchObject([{ name: 'All', origin: 'ours', state: 'observed' }]);
  }
  const edited = assets.find(({ uuid }) => uuid === uuids[4]);
  expect(edited?.stack).toMatchObject({ state: 'observed', members: expect.objectContaining({ length: 2 }) });
  expect(assets.find(({ uuid }) => uuid === uuids[5])?.livePairs).toMatchObject([{ state: 'observed' }]);
  expect(bench.server.snapshot()).toEqual(before);
  const { stdout } = await bench.cli(['verify']);
  expect(stdout).toContain('6 of 6 in Immich, verified by checksum.');
  expect(stdout).toContain('Everything is as expected.');
});

it('tells what is not as expected, by name', async () => {
  const { bench, person, uuids, sha1Of } = await synced(4);
  await person.trash(sha1Of(0));
  await person.removeFromAlbum('All', sha1Of(1));
  await person.unstack(sha1Of(4));
  await person.unpair(sha1Of(5));

  const { exitCode, assets, summary } = await verify(bench);

  expect(exitCode).toBe(1);
  expect(summary).toMatchObject({ unexpected: 3, facts: { albums: { gone: 1 } }, findings: { trashed: 1 } });
  const facts = (index: number) => assets.find(({ uuid }) => uuid === uuids[index]);
  expect(facts(0)).toMatchObject({
    isAsExpected: false,
    parts: [{ state: 'not-there', reason: 'in-server-trash', observedAt: null }],
  });
  expect(facts(1)).toMatchObject({ isAsExpected: true, albums: [{ state: 'gone', observedAt: null }] });
  expect(facts(4)).toMatchObject({ stack: { state: 'gone' } });
  expect(facts(5)).toMatchObject({ livePairs: [{ state: 'gone' }] });
  const human = await bench.cli(['verify']);
  expect(human.exitCode).toBe(1);
  expect(human.stdout).toContain(`${facts(0)?.filename}: original not in Immich (in its trash)`);
});

it('reads files back from the server’s disk, and names those that are damaged', async () => {
  const { bench, person, uuids, sha1Of } = await synced(4);
  const bad = await person.idOf(sha1Of(2));
  const rot = bench.server.faults.add({
    kind: 'corrupt-download',
    match: { method: 'GET', path: new RegExp(`${bad}/original$`) },
  });

  const { exitCode, assets, summary } = await verify(bench, '--deep');

  expect(downloads(bench)).toBe(8);
  expect(exitCode).toBe(1);
  expect(summary.contents).toMatchObject({ files: 8, left: 0 });
  const damaged = assets.filter(({ isAsExpected }) => !isAsExpected);
  expect(damaged).toMatchObject([{ uuid: uuids[2], parts: [{ contents: { outcome: 'damaged' } }] }]);
  expect(summary.problems).toMatchObject([
    { code: 'contents-damaged', sentence: 'Immich’s copy of one file is damaged.', about: [damaged[0]?.filename] },
  ]);
  // What was found stays known until the file is sound again.
  expect((await verify(bench)).summary.problems).toMatchObject([{ code: 'contents-damaged' }]);
  rot.remove();
  expect((await verify(bench, '--deep')).exitCode).toBe(0);
});

it('continues where it left off when it was cut short', async () => {
  const { bench } = await synced(6);
  const broken = bench.server.faults.add({
    kind: 'reset',
    when: 'mid-response',
    match: { method: 'GET', path: /\/original$/ },
    after: 4,
  });
  expect((await bench.cli(['--json', 'verify', '--deep'])).exitCode).toBe(4);
  broken.remove();
  const before = downloads(bench);
  const { exitCode, summary } = await verify(bench, '--deep');
  expect(exitCode).toBe(0);
  expect(summary.contents).toMatchObject({ files: 6, left: 0 });
  expect(downloads(bench) - before).toBe(6);
  // The next one is about all again.
  expect((await verify(bench, '--deep')).summary.contents).toMatchObject({ files: 10 });
});

it('keeps nothing of what it downloads on this Mac, whatever the disk budget is', async () => {
  const { bench } = await synced(3);
  // Everything that this command leaves behind is there from the first time on.
  expect((await verify(bench, '--deep')).exitCode).toBe(0);
  const files = () => readdir(bench.folder, { recursive: true });
  const before = await files();
  const during = new Set<string>();
  const look = () => {
    bench.server.before('GET', /\/original$/, async () => {
      for (const name of await files()) during.add(name);
      look();
    });
  };
  look();
  expect((await verify(bench, '--deep')).summary.contents).toMatchObject({ files: 7, left: 0 });
  const ofEachCommand = /^home\/(?:ledger\.sqlite-(?:wal|shm)|run\/run\.(?:json|sock))$/;
  expect([...during].filter((name) => !before.includes(name) && !ofEachCommand.test(name))).toEqual([]);
  expect(during.size).toBeGreaterThan(0);
});

it('samples come to files that were never read first', async () => {
  const { bench } = await synced(2);
  const ids = new Set<string>();
  for (let sample = 0; sample < 3; sample += 1) {
    const { assets, summary } = await verify(bench, '--deep', '--sample', '2');
    expect(summary.contents).toMatchObject({ files: 2, left: 4 });
    for (const { parts } of assets)
      for (const { contents, remoteId } of parts) if (contents !== null) ids.add(remoteId ?? '');
    expect(ids.size).toBe(2 * (sample + 1));
  }
});

it('says plainly when the key may not download, and what may be wrong with the question', async () => {
  const { bench } = await synced(
    1,
    ALL_PERMISSIONS.filter((permission) => permission !== 'asset.download'),
  );
  const refused = await bench.cli(['--json', 'verify', '--deep']);
  expect(refused.exitCode).toBe(4);
  expect(refused.json()).toMatchObject({ problems: [{ code: 'download-forbidden' }] });
  expect(downloads(bench)).toBe(0);
  expect((await bench.cli(['--json', 'verify', '--sample', '2'])).exitCode).toBe(2);
  expect((await verify(bench)).exitCode).toBe(0);
});
