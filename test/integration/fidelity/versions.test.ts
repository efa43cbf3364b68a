/** The setting `library.versions`: originals and edits, or one of them. */
import { expect, it } from 'vitest';
import type { PartKind } from '../../../src/core/model/asset.ts';
import type { Versions } from '../../../src/core/model/scope.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { albumsOn, assetOn, checksumsOn, sha1Of } from '../../support/sync/compare.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';

const choose = (bench: Bench, versions: Versions) =>
  bench.change((settings) => ({ ...settings, library: { ...settings.library, versions } }));

/** An edited photo, an edited Live Photo, an edited RAW+JPEG, a photo that nobody edited; the first in an album. */
async function editedBench(apiVersion: 'v2' | 'v3', versions: Versions) {
  const uuids: string[] = [];
  const bench = await useBench({
    server: { apiVersion, key: { permissions: ALL_PERMISSIONS } },
    settings: (settings) => ({ ...settings, library: { ...settings.library, versions } }),
    fill: async (library) => {
      for (const kind of ['photo', 'live', 'raw-jpeg'] as const)
        uuids.push(await library.addAsset({ kind, edited: true, caption: kind }));
      uuids.push(await library.addAsset({ kind: 'photo' }));
      library.createAlbum('Holiday', { assets: uuids.slice(0, 1) });
    },
  });
  const [photo = '', live = '', raw = '', plain = ''] = uuids;
  const contents = (uuid: string, kind: PartKind): string => {
    const asset = manifestOf(bench).assets.find((candidate) => candidate.uuid === uuid);
    return (asset && sha1Of(asset, kind)) ?? '';
  };
  return { bench, photo, live, raw, plain, contents };
}

it.each(['v2', 'v3'] as const)(
  'originals only, then both, then edits only, on a server of API %s',
  async (apiVersion) => {
    const { bench, photo, live, raw, plain, contents } = await editedBench(apiVersion, 'originals');
    expect(await bench.sync()).toMatchObject({
      outcome: 'done',
      problems: [],
      coverage: { assets: 4, complete: 4 },
      parts: { known: 6, verified: 6, edits: 0 },
      stacks: { made: 1 },
    });
    const originals = [
      contents(photo, 'original'),
      contents(live, 'original'),
      contents(live, 'live-video'),
      contents(raw, 'original'),
      contents(raw, 'raw'),
      contents(plain, 'original'),
    ].sort();
    expect(checksumsOn(bench.server).sort()).toEqual(originals);
    expect(albumsOn(bench.server)).toEqual([{ name: 'Holiday', assets: [contents(photo, 'original')] }]);
    expect(assetOn(bench.server, contents(raw, 'raw')).stackPrimary).toBe(contents(raw, 'original'));
    expect(await bench.sync({ isFull: true })).toMatchObject({ outcome: 'nothing-new' });

    choose(bench, 'originals-and-edits');
    expect(await bench.sync()).toMatchObject({
      outcome: 'done',
      problems: [],
      coverage: { complete: 4 },
      parts: { known: 10, verified: 10, edits: 3 },
      stacks: { made: 2, changed: 1 },
      livePhotosLinked: 1,
    });
    expect(albumsOn(bench.server)).toEqual([{ name: 'Holiday', assets: [contents(photo, 'edited')] }]);
    for (const uuid of [photo, live, raw])
      expect(assetOn(bench.server, contents(uuid, 'original')).stackPrimary).toBe(contents(uuid, 'edited'));

    // Originals again: what is there stays, behind what is wanted, and is still kept in sync.
    choose(bench, 'originals');
    const count = checksumsOn(bench.server).length;
    expect(await bench.sync()).toMatchObject({ problems: [], coverage: { complete: 4 }, parts: { known: 6 } });
    expect(checksumsOn(bench.server)).toHaveLength(count);
    expect(bench.server.assets().some((asset) => asset.isTrashed)).toBe(false);
    expect(albumsOn(bench.server)).toEqual([{ name: 'Holiday', assets: [contents(photo, 'original')] }]);
    for (const uuid of [photo, live, raw])
      expect(assetOn(bench.server, contents(uuid, 'edited')).stackPrimary).toBe(contents(uuid, 'original'));
    bench.photos.setHidden(photo, true);
    expect(await bench.sync()).toMatchObject({ details: { visibility: 2 } });
    expect(await bench.sync({ isFull: true })).toMatchObject({ outcome: 'nothing-new', problems: [] });
  },
);

it('edits only: the original of what nobody edited, and nothing of the original of what was', async () => {
  const { bench, photo, live, raw, plain, contents } = await editedBench('v3', 'edits');
  expect(await bench.sync()).toMatchObject({
    outcome: 'done',
    problems: [],
    coverage: { assets: 4, complete: 4 },
    parts: { known: 5, verified: 5, edits: 3 },
    stacks: { made: 0 },
    livePhotosLinked: 1,
  });
  const edits = [
    contents(photo, 'edited'),
    contents(live, 'edited'),
    contents(live, 'edited-live-video'),
    contents(raw, 'edited'),
    contents(plain, 'original'),
  ].sort();
  expect(checksumsOn(bench.server).sort()).toEqual(edits);
  expect(albumsOn(bench.server)).toEqual([{ name: 'Holiday', assets: [contents(photo, 'edited')] }]);
  expect(assetOn(bench.server, contents(live, 'edited')).description).toBe('live');

  // An edit that is undone brings the original; the former edit stays on the server.
  bench.photos.revertEdit(photo);
  expect(await bench.sync()).toMatchObject({ problems: [], parts: { uploaded: 1 }, formerEdits: 1 });
  expect(checksumsOn(bench.server)).toHaveLength(6);
  expect(albumsOn(bench.server)).toEqual([{ name: 'Holiday', assets: [contents(photo, 'original')] }]);
  expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new', problems: [] });
});
