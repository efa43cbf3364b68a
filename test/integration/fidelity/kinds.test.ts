/** Every kind of item that Photos knows, unedited and edited, and every frame of a burst: all of it in Immich, with the right one on top. */
import { expect, it } from 'vitest';
import type { PartKind } from '../../../src/core/model/asset.ts';
import { ASSET_KINDS } from '../../support/photos-library/index.ts';
import { manifestOf, useBench } from '../../support/sync/bench.ts';
import { assetOn, checksumsOn, expectedLivePairs, sha1Of } from '../../support/sync/compare.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

it.each(['v2', 'v3'] as const)('on a server of API %s', async (apiVersion) => {
  let frames: readonly string[] = [];
  const bench = await useBench({
    server: { apiVersion, key: { permissions: ALL_PERMISSIONS } },
    settings: (settings) => ({ ...settings, library: { ...settings.library, includeUnpickedBursts: true } }),
    fill: async (library) => {
      for (const kind of ASSET_KINDS)
        for (const edited of [false, true]) await library.addAsset({ kind, edited, caption: kind });
      frames = await library.addBurst({ frames: 5, picked: [2, 4] });
    },
  });

  expect(await bench.sync()).toMatchObject({
    outcome: 'done',
    problems: [],
    coverage: { assets: 2 * ASSET_KINDS.length + 5, complete: 2 * ASSET_KINDS.length + 5 },
  });
  await bench.server.idle();

  const { assets } = manifestOf(bench);
  const parts = assets.flatMap((asset) => asset.parts.flatMap(({ sha1 }) => sha1 ?? []));
  expect(checksumsOn(bench.server).sort()).toEqual([...parts].sort());
  for (const asset of assets.filter(({ burst }) => burst === 'none')) {
    const sha1s = (['edited', 'original', 'raw'] as const).flatMap((kind: PartKind) => sha1Of(asset, kind) ?? []);
    // The edit on top, else the JPEG of a RAW+JPEG pair; what is alone is in no stack.
    const cover = sha1s.length > 1 ? (sha1s[0] ?? null) : null;
    for (const sha1 of sha1s) {
      const { stackPrimary, description, type, visibility } = assetOn(bench.server, sha1);
      expect({ kind: asset.kind, stackPrimary, type, visibility }).toEqual({
        kind: asset.kind,
        stackPrimary: cover,
        type: asset.media === 'movie' ? 'VIDEO' : 'IMAGE',
        visibility: 'timeline',
      });
      // osxphotos writes no sidecar for the RAW of a pair: the sync sets what it says.
      expect(description).toBe(asset.kind);
    }
  }
  for (const { still, video } of expectedLivePairs(manifestOf(bench))) {
    expect(assetOn(bench.server, still).liveVideo).toBe(video);
    expect(assetOn(bench.server, video).visibility).toBe('hidden');
  }

  // Picked frames first; all of a burst in one stack.
  const burst = frames.map((uuid) => {
    const asset = assets.find((candidate) => candidate.uuid === uuid);
    return (asset && sha1Of(asset, 'original')) ?? '';
  });
  const covers = new Set(burst.map((sha1) => assetOn(bench.server, sha1).stackPrimary));
  expect(covers.size).toBe(1);
  expect([burst[2], burst[4]]).toContain([...covers][0]);
  expect(await bench.sync({ isFull: true })).toMatchObject({ outcome: 'nothing-new', problems: [] });
});
