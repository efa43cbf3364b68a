import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, matchesGlob } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { besidesTheLedger } from '../../../build/homebrew/cask.ts';
import type { RunReport } from '../../../src/core/model/run-report.ts';
import { createSampleLibrary, inScope, type Manifest } from '../../support/photos-library/index.ts';
import { type Bench, manifestOf, openBench } from '../../support/sync/bench.ts';
import {
  albumsOn,
  assetOn,
  checksumsOn,
  expectedAlbums,
  expectedChecksums,
  expectedLivePairs,
  sha1Of,
} from '../../support/sync/compare.ts';

const MINUTE = 60_000;

describe.each([
  { apiVersion: 'v2', model: '26' },
  { apiVersion: 'v3', model: '27' },
] as const)(
  'the first sync of a library of macOS $model with every kind of item, to a server of API $apiVersion',
  ({ apiVersion, model }) => {
    let bench: Bench;
    let manifest: Manifest;
    let report: RunReport;

    beforeAll(async () => {
      const folder = await mkdtemp(join(tmpdir(), 'immich-sync-bench-'));
      const library = await createSampleLibrary(join(folder, 'Sample.photoslibrary'), { assets: 60, model });
      library.close();
      bench = await openBench({ folder, library: library.path, server: { apiVersion } });
      manifest = manifestOf(bench);
      report = await bench.sync();
      await bench.server.idle();
    });
    afterAll(() => bench.close());

    it('ends as done, with nothing to complain about and every number right', () => {
      const { inScope: assets, complete, incomplete, absent, partsAvailable, albumsInScope } = manifest.totals;
      expect(report.problems).toEqual([]);
      expect(report).toMatchObject({
        outcome: 'done',
        reason: null,
        coverage: {
          assets,
          complete,
          incomplete,
          absent,
          reasons: { 'original-not-on-this-mac': incomplete + absent },
        },
        parts: {
          known: partsAvailable,
          verified: partsAvailable,
          uploaded: partsAvailable,
          alreadyThere: 0,
          failed: 0,
        },
        albums: { managed: albumsInScope, created: albumsInScope, assetsRemoved: 0 },
      });
      // Of the files, and not of all that went to the server for them.
      const sizes = new Map(
        manifest.assets
          .filter(inScope)
          .flatMap(({ parts }) => parts.map(({ sha1, size }) => [sha1, size ?? 0] as const)),
      );
      const bytes = expectedChecksums(manifest).reduce((sum, sha1) => sum + (sizes.get(sha1) ?? Number.NaN), 0);
      expect(report.bytesUploaded).toBe(bytes);
      expect(report.coverage.complete + report.coverage.incomplete + report.coverage.absent).toBe(
        report.coverage.assets,
      );
    });

    it('puts each edit on its original', () => {
      const edits = manifest.assets.filter((asset) => inScope(asset) && sha1Of(asset, 'edited') !== null);
      const stacked = edits.filter((asset) => sha1Of(asset, 'original') !== null);
      expect(stacked.length).toBeGreaterThan(1);
      for (const asset of stacked)
        expect
          .soft(assetOn(bench.server, sha1Of(asset, 'original') ?? '').stackPrimary, asset.originalFilename)
          .toBe(sha1Of(asset, 'edited'));
    });

    it('brings every file that is on this Mac, by SHA-1, and no other', () => {
      expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifest));
    });

    it('leaves nothing among its own files but the ledger and what the cask’s zap knows', async () => {
      const own = await readdir(dirname(bench.paths.ledgerFile));
      // With a home of its own, the logs are there, too.
      const known = [...besidesTheLedger(bench.paths), 'ledger.sqlite*', 'logs'];
      expect(own.filter((name) => !known.some((pattern) => matchesGlob(name, pattern)))).toEqual([]);
    });

    it('makes every album once, with its folders in the name and exactly its members', () => {
      const albums = albumsOn(bench.server);
      expect(albums).toEqual(expectedAlbums(manifest));
      const names = albums.map((album) => album.name);
      expect(names).toContain('Travel / Europe / North Cape');
      expect(names).toContain('2019/20 & more');
      expect(names).not.toContain('To be sorted');
    });

    it('pairs Live Photos and keeps their videos out of the timeline and of albums', () => {
      const pairs = expectedLivePairs(manifest);
      expect(pairs.length).toBeGreaterThan(3);
      const inAlbums = new Set(albumsOn(bench.server).flatMap((album) => album.assets));
      for (const { still, video } of pairs) {
        expect(assetOn(bench.server, still).liveVideo).toBe(video);
        expect(assetOn(bench.server, video).visibility).toBe('hidden');
        expect(inAlbums.has(video)).toBe(false);
      }
    });

    it('gives captions, keywords and dates to the stills', () => {
      const stills = manifest.assets.filter((asset) => inScope(asset) && asset.media === 'photo');
      expect(stills.some((asset) => asset.caption !== null && asset.keywords.length > 1)).toBe(true);
      for (const asset of stills) {
        for (const kind of ['original', 'edited'] as const) {
          const sha1 = sha1Of(asset, kind);
          if (sha1 === null) continue;
          const remote = assetOn(bench.server, sha1);
          expect
            .soft({
              name: asset.originalFilename,
              kind,
              description: remote.description,
              tags: remote.tags,
              at: remote.capturedAt,
              hasSidecar: remote.hasSidecar,
            })
            .toEqual({
              name: asset.originalFilename,
              kind,
              description: asset.caption ?? '',
              tags: [...asset.keywords],
              at: new Date(asset.capturedAt).toISOString(),
              hasSidecar: true,
            });
        }
      }
    });

    it('finds nothing new the second time: no upload, no other program, a small part of the time', async () => {
      bench.server.requests.clear();
      const before = bench.server.snapshot();
      const startedBefore = bench.started.length;
      const second = await bench.sync();
      expect(second).toMatchObject({ outcome: 'nothing-new', reason: null, coverage: report.coverage });
      expect(second.parts).toMatchObject({
        known: report.parts.known,
        verified: report.parts.verified,
        uploaded: 0,
        alreadyThere: 0,
      });
      // One question: whether the server still holds some of what it had proved.
      expect(bench.server.requests.count({ method: 'POST' })).toBe(1);
      expect(bench.started.length).toBe(startedBefore);
      expect(second.durations.total).toBeLessThan(report.durations.total / 4);
      expect(bench.server.snapshot()).toEqual(before);
    });

    it(
      'changes nothing when it reads everything again and asks about everything again',
      async () => {
        bench.server.requests.clear();
        const before = bench.server.snapshot();
        const full = await bench.sync({ isFull: true });
        expect(full).toMatchObject({ outcome: 'nothing-new', coverage: report.coverage });
        expect(bench.server.requests.count({ method: 'POST', path: '/assets' })).toBe(0);
        expect(bench.server.snapshot()).toEqual(before);
      },
      MINUTE,
    );
  },
);
