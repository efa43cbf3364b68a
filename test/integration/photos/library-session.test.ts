import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportAssets } from '../../../src/core/photos/export.ts';
import { readAndHold } from '../../../src/core/photos/inventory.ts';
import { libraryDatabase } from '../../../src/core/photos/library.ts';
import type { LibrarySession } from '../../../src/core/photos/library-session.ts';
import { observeChildren } from '../../../src/core/tools/child.ts';
import { snapshotOf } from '../../support/library-snapshot.ts';
import { createPhotosLibrary, createSampleLibrary } from '../../support/photos-library/index.ts';
import { checksumsBelow } from '../../support/sync/checksums-below.ts';
import { realTools, whenReady } from '../../support/tools/real-tools.ts';

const tools = await realTools('osxphotos');
const SCRIPTS = join(import.meta.dirname, '../../../app/python');

let folder: string;
let path: string;
let uuids: readonly string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'library-session-'));
  path = join(folder, 'Sample.photoslibrary');
  const library = await createSampleLibrary(path);
  uuids = library
    .manifest()
    .assets.filter((asset) => !asset.trashed)
    .map(({ uuid }) => uuid);
  library.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Reads the library. */
async function hold(extra: Partial<Parameters<typeof readAndHold>[0]> = {}) {
  const { library = path } = extra;
  return readAndHold({
    osxphotos: whenReady(tools).osxphotos,
    scripts: SCRIPTS,
    library,
    snapshot: await snapshotOf(library, folder),
    runFolder: join(folder, 'run folder'),
    onRecord: () => undefined,
    ...extra,
  });
}

async function bring(name: string, session?: LibrarySession, extra: Partial<Parameters<typeof exportAssets>[0]> = {}) {
  const { library = path } = extra;
  const staging = join(folder, name, 'staging');
  await mkdir(staging, { recursive: true });
  let started = 0;
  const stop = observeChildren({ started: () => (started += 1), ended: () => undefined });
  try {
    const outcome = await exportAssets({
      osxphotos: whenReady(tools).osxphotos,
      scripts: SCRIPTS,
      library,
      snapshot: await snapshotOf(library, folder),
      staging,
      exportDatabase: join(folder, name, 'export.db'),
      runFolder: join(folder, 'run folder'),
      uuids,
      unpickedBursts: true,
      tagParent: 'Photos',
      session,
      onRecord: () => undefined,
      ...extra,
    });
    return { outcome, started, files: await checksumsBelow(staging) };
  } finally {
    stop();
  }
}

describe.skipIf(!tools.ready)('a library that osxphotos holds after the inventory', () => {
  it('exports the same files, sidecars and all, as an osxphotos that is started for it, and starts none', async () => {
    const { session } = await hold();
    const fromHeld = await bring('held', session);
    const anew = await bring('anew');
    expect(fromHeld.outcome).toMatchObject({ answered: uuids.length, unanswered: [], unknownCount: 0, brokenAt: null });
    expect(fromHeld.files.length).toBeGreaterThan(uuids.length);
    expect(fromHeld.files).toEqual(anew.files);
    expect({ held: fromHeld.started, anew: anew.started }).toEqual({ held: 0, anew: 1 });
  });

  it('leaves the library as it is, held or not: nothing is opened, made or locked in it', async () => {
    const entries = async () =>
      Promise.all(
        (await readdir(path, { recursive: true })).sort().map(async (name) => {
          const { size, mtimeMs } = await stat(join(path, name));
          return `${name} ${size} ${mtimeMs}`;
        }),
      );
    const photos = new DatabaseSync(libraryDatabase(path));
    photos.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    const before = await entries();
    try {
      const { session, summary } = await hold();
      expect(summary).toMatchObject({ unknownLibrary: null, unknownLines: [] });
      expect((await bring('held while locked', session)).outcome).toMatchObject({
        answered: uuids.length,
        unknownCount: 0,
      });
      expect((await bring('anew while locked')).outcome).toMatchObject({ answered: uuids.length, unknownCount: 0 });
      expect(await entries()).toEqual(before);
    } finally {
      photos.close();
    }
  });

  it('brings an original whose duplicate is only in iCloud, held or not', async () => {
    const path = join(folder, 'Duplicates.photoslibrary');
    const library = await createPhotosLibrary({ path, media: 'small' });
    const evicted = () => library.addAsset({ kind: 'photo', missing: ['original'] });
    const first = await evicted();
    const here = await library.addAsset({ kind: 'photo' });
    const last = await evicted();
    library.close();
    const database = new DatabaseSync(libraryDatabase(path));
    // The same contents, by Photos' own checksum: for osxphotos the last row decides about both.
    const same = (table: string, column: string) =>
      database.exec(`UPDATE ${table} SET ${column} = 'AAAA' WHERE ${column} IS NOT NULL`);
    same('ZADDITIONALASSETATTRIBUTES', 'ZORIGINALSTABLEHASH');
    same('ZINTERNALRESOURCE', 'ZFINGERPRINT');
    // Which row is the last is a matter of the index that SQLite takes.
    database.exec('CREATE INDEX by_fingerprint ON ZINTERNALRESOURCE (ZFINGERPRINT)');
    database.close();
    const parts = new Map<string, boolean | undefined>();
    const { session } = await hold({
      library: path,
      onRecord: (record) => {
        if (record.kind === 'asset') parts.set(record.uuid, record.parts[0]?.available);
      },
    });
    expect([first, here, last].map((uuid) => parts.get(uuid))).toEqual([false, true, false]);
    expect((await bring('held duplicate', session, { library: path, uuids: [here] })).files).toHaveLength(2);
    expect((await bring('duplicate', undefined, { library: path, uuids: [here] })).files).toHaveLength(2);
  });

  it('serves one export; for the next one osxphotos is started', async () => {
    const { session } = await hold();
    expect((await bring('first', session)).started).toBe(0);
    expect(session.isWaiting).toBe(false);
    const second = await bring('second', session);
    expect(second.started).toBe(1);
    expect(second.outcome.answered).toBe(uuids.length);
  });

  it('is let go, and then it is gone', async () => {
    const { session } = await hold();
    expect(session.isWaiting).toBe(true);
    await session.dismiss();
    expect(session.isWaiting).toBe(false);
    expect((await bring('after', session)).started).toBe(1);
  });

  it('is read anew by an osxphotos that does not export from what it holds', async () => {
    const program = join(folder, 'osxphotos');
    const real = whenReady(tools).osxphotos;
    await writeFile(
      program,
      `#!/bin/sh\nif [ "$1" = run ]; then\n  "${real}" "$@" </dev/null\n  read order\n  echo "No such thing" >&2\n  exit 1\nfi\nexec "${real}" "$@"\n`,
    );
    await chmod(program, 0o755);
    const { session } = await hold({ osxphotos: program });
    const { outcome, started } = await bring('newer', session);
    expect(outcome).toMatchObject({ answered: uuids.length, brokenAt: null });
    expect(started).toBe(1);
  });

  it('ends with the run that is stopped meanwhile', async () => {
    const stopping = new AbortController();
    const { session } = await hold({ signal: stopping.signal });
    stopping.abort();
    await session.dismiss();
    expect(session.isWaiting).toBe(false);
  });

  it('stops in the middle of its export when that is stopped', async () => {
    const { session } = await hold();
    const staging = join(folder, 'stopped');
    await mkdir(staging);
    const stopping = new AbortController();
    const exporting = exportAssets({
      osxphotos: whenReady(tools).osxphotos,
      scripts: SCRIPTS,
      library: path,
      snapshot: await snapshotOf(path, folder),
      staging,
      exportDatabase: join(folder, 'stopped.db'),
      runFolder: join(folder, 'run folder'),
      uuids,
      session,
      signal: stopping.signal,
      onRecord: () => stopping.abort(),
    });
    await expect(exporting).rejects.toMatchObject({ code: 'stopped' });
  });
});
