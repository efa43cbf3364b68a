import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import { MIGRATIONS } from '../../../src/core/ledger/schema.ts';
import type { InventoryAlbum, InventoryAsset } from '../../../src/core/model/asset.ts';
import { ProblemError } from '../../../src/core/model/problem.ts';
import { makePlan } from '../../../src/core/sync/plan.ts';
import { album, asset, missingPart, part, sha1Of } from '../../support/inventory-records.ts';

const PLAN_RULES = { dueUntil: 0, taken: new Set(['.jpg', '.jpeg', '.heic', '.mov']) };
const UNCHANGED = { moved: [], trashed: [], deleted: [], lost: [] };

const scope = { includeHidden: true, includeShared: false, includeUnpickedBursts: false };
let folder: string;
let ledger: Ledger;
let target: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  ledger = new Ledger(join(folder, 'ledger.sqlite'));
  target = ledger.target('user-1', 'http://server');
});

afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true });
});

function take(assets: readonly InventoryAsset[], albums: readonly InventoryAlbum[] = []) {
  const writer = ledger.writeInventory();
  for (const record of assets) writer.addAsset(record);
  for (const record of albums) writer.addAlbum(record);
  return writer.commit();
}

/** Reads every part that is to be read; the contents are made of path, time and size. */
function readAll() {
  for (const found of ledger.parts.toHash(scope))
    ledger.parts.setHash(found, sha1Of(`${found.path} ${found.modifiedAt} ${found.size}`));
}

function proveAll() {
  const proofs = [...ledger.unprovedHashes(target, scope)]
    .flat()
    .map((sha1) => ({ sha1, remoteId: `remote-${sha1}`, origin: 'uploaded' as const }));
  ledger.recordProofs(target, proofs, 5_000);
  return proofs.length;
}

const parts = () => [...ledger.assets(target, scope)].flatMap((found) => found.parts);

describe('taking an inventory', () => {
  it('counts what was added, changed and removed, and writes nothing that stayed the same', () => {
    expect(take([asset('A'), asset('B')])).toEqual({ added: 2, changed: 0, removed: 0 });
    expect(take([asset('A'), asset('B')])).toEqual({ added: 0, changed: 0, removed: 0 });
    expect(take([asset('A', { favorite: true }), asset('C')])).toEqual({ added: 1, changed: 1, removed: 1 });
    expect([...ledger.assets(target, scope)].map((found) => found.uuid)).toEqual(['A', 'C']);
  });

  it('of many assets loses none between the batches that it is written in', () => {
    const many = Array.from({ length: 1_001 }, (_, index) => asset(`A${String(index).padStart(4, '0')}`));
    const everything = album(
      'everything',
      many.map(({ uuid }) => uuid),
    );
    expect(take(many, [everything])).toEqual({ added: 1_001, changed: 0, removed: 0 });
    readAll();
    proveAll();
    const gone = many.slice(1);
    const edited = gone.map((record, index) =>
      index % 300 === 0 ? { ...record, edited: true, parts: [...record.parts, part('edited')] } : record,
    );
    expect(take([...edited, asset('B')], [everything])).toEqual({ added: 1, changed: 4, removed: 1 });
    expect([...ledger.assets(target, scope)].map((found) => found.uuid)).toEqual(
      [...gone.map(({ uuid }) => uuid), 'B'].sort(),
    );
    expect(ledger.coverage(target, scope).coverage).toMatchObject({ assets: 1_001, complete: 996, incomplete: 4 });
  });

  it('leaves the former inventory as it was when it is broken off', () => {
    take([asset('A')]);
    const writer = ledger.writeInventory();
    writer.addAsset(asset('B'));
    writer.discard();
    expect([...ledger.assets(target, scope)].map((found) => found.uuid)).toEqual(['A']);
  });

  it('keeps nobody waiting while it comes in: others write, and decisions are made', () => {
    take([asset('A')]);
    const writer = ledger.writeInventory();
    for (let index = 0; index < 1_000; index += 1) writer.addAsset(asset(`B${index}`));
    writer.addAlbum(album('X', ['B1']));
    // On the same connection, and on another that does not wait.
    ledger.transaction(() => ledger.remember('decision', 'left out'));
    const other = new DatabaseSync(join(folder, 'ledger.sqlite'));
    other.exec(`PRAGMA busy_timeout = 0; UPDATE meta SET value = 'brought back' WHERE key = 'decision'`);
    other.close();
    expect(writer.loss()).toEqual({ before: 1, lost: 1 });
    expect([...ledger.assets(target, scope)].map((found) => found.uuid)).toEqual(['A']);
    expect(writer.commit(() => ledger.remember('along', 'yes'))).toEqual({ added: 1_000, changed: 0, removed: 1 });
    expect([ledger.recall('decision'), ledger.recall('along')]).toEqual(['brought back', 'yes']);
  });

  it('is not taken in when what goes along with it fails', () => {
    take([asset('A')]);
    const writer = ledger.writeInventory();
    writer.addAsset(asset('B'));
    const fail = () => {
      throw new Error('no');
    };
    expect(() => writer.commit(fail)).toThrow('no');
    writer.discard();
    expect([...ledger.assets(target, scope)].map((found) => found.uuid)).toEqual(['A']);
  });

  it('does not count an original that is only in iCloud and is another than the one that was proved', () => {
    const evicted = (originalSize: number) =>
      asset('A', { originalSize, parts: [missingPart('original', { path: '/library/A.jpg' })] });
    take([asset('A', { originalSize: 100 })]);
    readAll();
    proveAll();
    take([evicted(100)]);
    expect(ledger.coverage(target, scope).coverage).toMatchObject({ complete: 1 });
    take([evicted(200)]);
    expect(ledger.coverage(target, scope).coverage).toMatchObject({ complete: 0, absent: 1 });
  });

  it('empties an album', () => {
    take([asset('A')], [album('X', ['A'])]);
    take([asset('A')], [album('X', [])]);
    const database = new DatabaseSync(join(folder, 'ledger.sqlite'));
    expect(database.prepare('SELECT count(*) AS members FROM album_members').get()).toEqual({ members: 0 });
    database.close();
  });

  it('does not take an unreadable asset for a deleted one', () => {
    take([asset('A')]);
    const writer = ledger.writeInventory();
    writer.keep('A');
    expect(writer.commit().removed).toBe(0);
  });

  it('reads a file again when its size, time or path changed, and only then', () => {
    take([asset('A'), asset('B')]);
    readAll();
    take([
      asset('A', { parts: [part('original', { path: '/library/A.jpg', modifiedAt: 2_000 })] }),
      asset('B', { caption: 'new' }),
    ]);
    expect([...ledger.parts.toHash(scope)].map((found) => found.uuid)).toEqual(['A']);
  });

  it('keeps the proof of a file that was evicted to iCloud', () => {
    take([asset('A')]);
    readAll();
    proveAll();
    take([asset('A', { parts: [missingPart('original', { path: '/library/A.jpg' })] })]);
    expect(ledger.coverage(target, scope)).toMatchObject({ coverage: { complete: 1 }, known: 1, verified: 1 });
  });

  it('does not take the proof of an older edit for a newer one that is only in iCloud', () => {
    const edited = (available: boolean, revision: string) =>
      asset('A', {
        edited: true,
        parts: [
          part('original'),
          (available ? part : missingPart)('edited', { path: '/library/A_edited.jpg', revision }),
        ],
      });
    take([edited(true, 'monday')]);
    readAll();
    proveAll();
    take([edited(false, 'tuesday')]);
    expect(ledger.coverage(target, scope).coverage).toMatchObject({
      complete: 0,
      incomplete: 1,
      reasons: { 'original-not-on-this-mac': 1 },
    });
  });

  it('proves an edit that was reverted and made again without asking', () => {
    const withEdit = asset('A', { parts: [part('original'), part('edited', { path: '/library/A_edited.jpg' })] });
    take([withEdit]);
    readAll();
    proveAll();
    take([asset('A', { parts: [part('original')] })]);
    expect(parts()).toHaveLength(1);
    take([withEdit]);
    readAll();
    expect([...ledger.unprovedHashes(target, scope)]).toEqual([]);
  });
});

describe('coverage', () => {
  it('adds up, with one reason for each asset that is not complete', () => {
    take([
      asset('A'),
      asset('B', { parts: [part('original', { path: '/library/B.jpg' }), missingPart('raw')] }),
      asset('C', { parts: [missingPart('original')] }),
      asset('D'),
      asset('E', { hidden: true }),
      asset('F', { shared: true }),
      asset('G', { burst: 'unpicked' }),
    ]);
    readAll();
    const hashes = new Map([...ledger.assets(target, scope)].map((found) => [found.uuid, found.parts[0]?.sha1 ?? '']));
    ledger.recordProofs(
      target,
      ['A', 'B'].map((uuid) => ({ sha1: hashes.get(uuid) ?? '', remoteId: uuid, origin: 'found' as const })),
      1,
    );
    ledger.settleTrash(target, { trashed: [hashes.get('D') ?? ''], absent: [] }, 'deleted', 1);
    expect(ledger.coverage(target, scope)).toEqual({
      coverage: {
        assets: 5,
        complete: 1,
        incomplete: 1,
        absent: 3,
        reasons: { 'original-not-on-this-mac': 2, 'in-server-trash': 1, 'not-yet-uploaded': 1 },
      },
      known: 4,
      verified: 2,
    });
  });

  it('is kept apart for each user of each server', () => {
    take([asset('A')]);
    readAll();
    proveAll();
    const other = ledger.target('user-2', 'http://server');
    expect(ledger.coverage(other, scope).verified).toBe(0);
    expect(ledger.target('user-1', 'http://new-address')).toBe(target);
    expect(ledger.coverage(target, scope).verified).toBe(1);
  });

  it('counts contents that two assets share for both', () => {
    take([asset('A'), asset('B')]);
    for (const found of ledger.parts.toHash(scope)) ledger.parts.setHash(found, sha1Of('twins'));
    expect(proveAll()).toBe(1);
    expect(ledger.coverage(target, scope).coverage.complete).toBe(2);
  });
});

describe('albums', () => {
  it('lists only albums with something on the server, with the edit standing for its asset', () => {
    take(
      [
        asset('A', { parts: [part('original'), part('edited', { path: '/library/A_edited.jpg' })] }),
        asset('B', { parts: [missingPart('original')] }),
      ],
      [album('one', ['B', 'A']), album('empty', []), album('only missing', ['B'])],
    );
    readAll();
    proveAll();
    const edit = parts().find((found) => found.kind === 'edited')?.remoteId;
    expect([...ledger.albums.inPhotos(target, scope)]).toEqual([
      {
        uuid: 'one',
        identity: 'one',
        title: 'one',
        folders: [],
        keyAsset: null,
        remote: null,
        members: [{ uuid: 'A', capturedAt: asset('A').capturedAt, remoteId: edit, enteredId: null }],
      },
    ]);
  });

  it('remembers an album that was being made', () => {
    take([asset('A')], [album('one', ['A'])]);
    readAll();
    proveAll();
    ledger.albums.intend(target, 'one', 'one', ['older']);
    expect([...ledger.albums.inPhotos(target, scope)][0]?.remote).toEqual({
      remoteId: null,
      isGone: false,
      name: 'one',
      existing: ['older'],
      order: null,
      cover: null,
    });
    ledger.albums.record(target, 'one', 'album-1');
    expect(ledger.albums.managedIds(target)).toEqual(['album-1']);
  });
});

describe('Live Photos', () => {
  it('are linked once, originals and edits apart', () => {
    take([
      asset('A', {
        live: true,
        parts: [
          part('original'),
          part('edited', { path: '/e' }),
          part('live-video', { path: '/v' }),
          part('edited-live-video', { path: '/ev' }),
        ],
      }),
    ]);
    readAll();
    proveAll();
    const pairs = ledger.livePhotos.unlinked(target, scope);
    expect(pairs).toHaveLength(2);
    for (const { stillId, videoId } of pairs) ledger.livePhotos.recordLink(target, stillId, videoId);
    expect(ledger.livePhotos.unlinked(target, scope)).toEqual([]);
  });
});

describe('history', () => {
  it('closes a run that died as interrupted when the next one starts', () => {
    ledger.history.startRun('schedule', 1_000, 2_000);
    ledger.history.startRun('manual', null, 3_000);
    expect(ledger.history.runs(5).map(({ outcome, endedAt }) => ({ outcome, endedAt }))).toEqual([
      { outcome: null, endedAt: null },
      { outcome: 'interrupted', endedAt: 3_000 },
    ]);
  });
});

describe('a proof that was taken back', () => {
  it('leaves known that the file came from us, as long as it is the same one', () => {
    take([asset('A')]);
    readAll();
    proveAll();
    const sha1 = parts()[0]?.sha1 ?? '';
    ledger.verification.takeOver(target, { ...UNCHANGED, lost: [{ sha1, remoteId: `remote-${sha1}` }] }, 5_500);
    ledger.recordProofs(target, [{ sha1, remoteId: `remote-${sha1}`, origin: 'found' }], 6_000);
    expect([...ledger.remote.filesToDetail({ target, scope, rules: '' })]).toMatchObject([{ origin: 'uploaded' }]);
    ledger.verification.takeOver(target, { ...UNCHANGED, lost: [{ sha1, remoteId: `remote-${sha1}` }] }, 5_500);
    ledger.recordProofs(target, [{ sha1, remoteId: 'another', origin: 'found' }], 7_000);
    expect([...ledger.remote.filesToDetail({ target, scope, rules: '' })]).toMatchObject([
      { origin: 'found', remoteId: 'another' },
    ]);
  });
});

describe('the queue of files to detail', () => {
  const fill = () => ledger.remote.detailQueue.fill({ target, scope, rules: '' });
  const queued = (size: number) =>
    [...ledger.remote.detailQueue.pages(size)].map((page) => page.map(({ file }) => file.uuid));

  it('comes in pages, each file once', () => {
    take(['A', 'B', 'C', 'D', 'E'].map((uuid) => asset(uuid)));
    readAll();
    proveAll();
    fill();
    expect(queued(2)).toEqual([['A', 'B'], ['C', 'D'], ['E']]);
  });

  it('holds what was to be done when it was filled, and what is still to be done when it is filled anew', () => {
    take(['A', 'B', 'C'].map((uuid) => asset(uuid)));
    readAll();
    proveAll();
    fill();
    for (const page of ledger.remote.detailQueue.pages(1)) {
      const [{ file } = { file: null }] = page;
      if (file === null || file.uuid === 'B') continue;
      ledger.remote.recordDetails(target, [
        {
          remoteId: file.remoteId,
          digest: file.digest,
          details: '{}',
          observedAt: 1,
          before: null,
          tries: 0,
          setAt: null,
        },
      ]);
    }
    expect(queued(10)).toEqual([['A', 'B', 'C']]);
    fill();
    expect(queued(10)).toEqual([['B']]);
  });

  it('names a file again until its details were seen on the server', () => {
    take([asset('A')]);
    readAll();
    proveAll();
    fill();
    const [[{ file } = { file: null }] = []] = [...ledger.remote.detailQueue.pages(1)];
    if (file === null) throw new Error('There is a file.');
    const said = { remoteId: file.remoteId, digest: file.digest, details: '{}', before: null, tries: 1, setAt: null };
    ledger.remote.recordDetails(target, [{ ...said, observedAt: null }]);
    fill();
    expect(queued(10)).toEqual([['A']]);
    ledger.remote.recordDetails(target, [{ ...said, observedAt: 5 }]);
    fill();
    expect(queued(10)).toEqual([]);
  });
});

describe('opening', () => {
  it('sets a damaged ledger aside, says so and starts anew', () => {
    const file = join(folder, 'damaged.sqlite');
    writeFileSync(file, 'this is not a database, not at all, but long enough to be read as one'.repeat(20));
    const opened = new Ledger(file);
    expect(opened.notices).toHaveLength(1);
    expect(opened.coverage(null, scope).coverage.assets).toBe(0);
    opened.close();
    expect(readdirSync(folder).filter((name) => name.startsWith('damaged.sqlite.damaged-'))).toHaveLength(1);
  });

  it('is copied whole before it becomes a newer version, with what is only in its log yet', () => {
    const file = join(folder, 'old.sqlite');
    const old = new DatabaseSync(file);
    onTestFinished(() => old.close());
    old.exec(`PRAGMA journal_mode = WAL; ${MIGRATIONS[0]}; PRAGMA user_version = 1; PRAGMA wal_checkpoint(TRUNCATE)`);
    old.exec(`INSERT INTO meta VALUES ('note', 'in the log')`);
    new Ledger(file).close();
    const copy = new DatabaseSync(`${file}.before-version-${MIGRATIONS.length}`);
    onTestFinished(() => copy.close());
    expect(copy.prepare('SELECT value FROM meta').all()).toEqual([{ value: 'in the log' }]);
    expect(copy.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
  });

  it('does not touch a ledger of a newer version', () => {
    const file = join(folder, 'newer.sqlite');
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 999');
    database.close();
    expect(() => new Ledger(file)).toThrow(ProblemError);
    expect(() => new Ledger(file)).toThrow(/newer version/);
  });
});

describe('the plan', () => {
  const taken = (uuid: string, capturedAt: string) =>
    asset(uuid, { capturedAt, parts: [part('original', { path: `/library/${uuid}.jpg`, size: 100 })] });

  it('goes from the oldest to the newest, across time zones, as often as it is read', () => {
    take([taken('A', '2024-01-01T12:00:00+00:00'), taken('B', '2024-01-01T12:30:00+01:00'), asset('C')]);
    readAll();
    const plan = makePlan(ledger, target, scope, PLAN_RULES).plan;
    for (let reading = 0; reading < 2; reading += 1)
      expect([...plan.uploads].map(({ uuid }) => uuid)).toEqual(['B', 'A', 'C']);
    expect(plan).toMatchObject({ assets: 3, parts: 3, bytes: 300 });
    expect([...plan.uploads][0]).toEqual({
      uuid: 'B',
      filename: 'B.JPG',
      capturedAt: '2024-01-01T12:30:00+01:00',
      bytes: 100,
      parts: [{ kind: 'original', path: '/library/B.jpg', size: 100, sha1: sha1Of('/library/B.jpg 1000 100') }],
    });
  });

  it('is read on while what it planned is being proved', () => {
    take(Array.from({ length: 1_200 }, (_, index) => asset(`A${index}`)));
    readAll();
    let count = 0;
    for (const { parts: planned } of makePlan(ledger, target, scope, PLAN_RULES).plan.uploads) {
      const proofs = planned.map(({ sha1 }) => ({ sha1, remoteId: sha1, origin: 'uploaded' as const }));
      ledger.recordProofs(target, proofs, 5_000);
      count += 1;
    }
    expect(count).toBe(1_200);
    expect(makePlan(ledger, target, scope, PLAN_RULES).plan).toMatchObject({ assets: 0, parts: 0, bytes: 0 });
  });

  it('is that of the last time only, and sends what two assets share once', () => {
    take([asset('A'), asset('B')]);
    for (const found of ledger.parts.toHash(scope)) ledger.parts.setHash(found, sha1Of('twins'));
    makePlan(ledger, target, scope, PLAN_RULES).plan;
    expect([...makePlan(ledger, target, scope, PLAN_RULES).plan.uploads].map(({ uuid }) => uuid)).toEqual(['A']);
  });
});

describe('what is asked page by page', () => {
  it('comes whole, each content once, while the answers are written', () => {
    take(Array.from({ length: 11_000 }, (_, index) => asset(`A${index}`)));
    let read = 0;
    for (const found of ledger.parts.toHash(scope)) {
      ledger.parts.setHash(found, sha1Of(String(Math.floor(read / 2))));
      read += 1;
    }
    expect(read).toBe(11_000);
    expect(ledger.parts.workToHash(scope)).toEqual({ files: 0, bytes: 0 });
    const pages: number[] = [];
    for (const page of ledger.unprovedHashes(target, scope)) {
      pages.push(page.length);
      ledger.recordProofs(
        target,
        page.map((sha1) => ({ sha1, remoteId: sha1, origin: 'found' })),
        5_000,
      );
    }
    expect(pages).toEqual([5_000, 500]);
    expect([...ledger.verification.pages(target)].map((page) => page.length)).toEqual([5_000, 500]);
  });

  it('names the places of missing files folder by folder', () => {
    take(['B', 'A', 'C'].map((uuid) => asset(uuid, { parts: [missingPart('original', { path: `/${uuid}` })] })));
    expect([...ledger.parts.absentPaths(scope)]).toEqual(['/A', '/B', '/C']);
  });
});
