/**
 * Albums: each album of Photos that has something on the server gets one album there, known by its UUID and not by its name. Only albums
 * that this program made, or that it was told to take for its own, are ever touched. What a person puts into one in Immich stays, what a
 * person takes out is not put back, and a name or an album that a person changed or deleted there is left alone.
 */
import type { AlbumAddResult } from '../../../immich/client/albums.ts';
import type { DepartedEntry } from '../../../ledger/album-entries.ts';
import type { AlbumState, RemoteAlbumRow } from '../../../ledger/album-ledger.ts';
import { becauseOf, makeProblem, type Problem, ProblemError } from '../../../model/problem.ts';
import { because, type Reason } from '../../../model/reasons.ts';
import type { RunAlbum } from '../../../model/run-item.ts';
import { type AlbumCounts, type DetailConflict, NO_ALBUMS } from '../../../model/run-report.ts';
import { arrange, leaveOutTaken, remove, rename, takeOut } from './apply.ts';
import type { AlbumContext, Counts, Tally } from './context.ts';
import { AlbumFinder } from './finder.ts';
import { OutOfReach } from './out-of-reach.ts';
import { followRebuilt } from './rebuilt.ts';
import { albumName, coverOf, isNoReplacement, planAlbum, wantedOrder } from './rule.ts';

export interface AlbumOutcome {
  readonly counts: AlbumCounts;
  /** Albums that were renamed on both sides. */
  readonly conflicts: readonly DetailConflict[];
  readonly problems: readonly Problem[];
}

/** Brings all albums up to date. A failing album becomes a problem and does not stop the others; a lost server or key does. */
export async function reconcileAlbums(context: AlbumContext): Promise<AlbumOutcome> {
  const { ledger, target, scope, rules } = context;
  if (!context.caution.mayFillAlbums) {
    const counts = { ...NO_ALBUMS, managed: ledger.albums.countManaged(target, scope) };
    return { counts, conflicts: [], problems: [] };
  }
  followRebuilt(ledger, target, scope);
  const albums = ledger.albums.chosen(target, scope).filter((album) => album.remote?.isGone !== true);
  const departed = groupByAlbum(ledger.albumEntries.departed(target, scope, rules.emptyDeleted));
  const finder = new AlbumFinder(context);
  const outOfReach = new OutOfReach(context);
  const counts: Counts = { ...NO_ALBUMS };
  const conflicts: DetailConflict[] = [];
  const ambiguous: string[] = [];
  const failures: { readonly name: string; readonly reason: Reason }[] = [];
  let total = albums.length + departed.size;
  let done = 0;
  const attempt = async (uuid: string, name: string, albumId: string | null, work: () => Promise<void>) => {
    const before = { ...counts };
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'server-error') throw error;
      // One that was deleted at this very moment is judged by the next run, with all that speaks for it.
      if (albumId === null || !(await finder.isGone(albumId)))
        failures.push({ name, reason: becauseOf(error.problem) });
    }
    context.notes.album({ uuid, name, ...changesBetween(before, counts) });
    done += 1;
    context.onProgress(done, total);
  };
  for (const head of albums) {
    const members = ledger.albums.members(head.uuid, target, scope, context.locksHidden);
    if (members.length === 0) {
      total -= 1;
      continue;
    }
    const album = { ...head, members };
    counts.managed += 1;
    const name = albumName(album, rules.separator);
    await attempt(album.uuid, name, album.remote?.remoteId ?? null, () =>
      reconcileAlbum(album, name, context, finder, outOfReach, { counts, conflicts, ambiguous }),
    );
  }
  for (const entries of departed.values()) {
    const [first] = entries;
    if (first === undefined) continue;
    await attempt(first.album, first.albumName, first.albumId, () => takeOut(first.albumId, entries, context, counts));
  }
  const [first] = failures;
  const names = failures.map((failure) => failure.name);
  return {
    counts,
    conflicts,
    problems: [
      ...(first === undefined
        ? []
        : [makeProblem('albums-failed', { count: failures.length, reason: first.reason }, names)]),
      ...(ambiguous.length === 0
        ? []
        : [makeProblem('albums-ambiguous', { count: ambiguous.length, name: ambiguous[0] ?? '' }, ambiguous)]),
    ],
  };
}

/** What one album has added to the counts of all. */
function changesBetween(before: AlbumCounts, after: AlbumCounts): Omit<RunAlbum, 'uuid' | 'name'> {
  return {
    isNew: after.created > before.created,
    added: after.assetsAdded - before.assetsAdded,
    removed: after.assetsRemoved - before.assetsRemoved,
    isArranged: after.renamed + after.arranged > before.renamed + before.arranged,
  };
}

async function reconcileAlbum(
  album: AlbumState,
  name: string,
  context: AlbumContext,
  finder: AlbumFinder,
  outOfReach: OutOfReach,
  { counts, conflicts, ambiguous }: Tally,
): Promise<void> {
  const { ledger, client, target } = context;
  if (album.remote !== null && album.remote.remoteId !== null) {
    if (album.remote.name !== name && context.capabilities.renameAlbums)
      await rename(album.uuid, { ...album.remote, remoteId: album.remote.remoteId }, name, context, finder, {
        counts,
        conflicts,
      });
  }
  const change = planAlbum(context.caution.mayChange ? album.members : album.members.filter(isNoReplacement));
  const mayAdd = await outOfReach.leaveOut(change.add);
  let remoteId = album.remote?.remoteId ?? null;
  if (remoteId !== null && mayAdd.length + change.note.length === 0) {
    counts.arranged += Number(await arrange(album, remoteId, album.remote, context, finder));
    return;
  }
  // Without anything that may go into it, it is not made.
  if (remoteId === null && mayAdd.length === 0) return;
  let isNew = false;
  let synced: Pick<RemoteAlbumRow, 'order' | 'cover'> | null = album.remote;
  if (remoteId === null) {
    const found = await finder.findOrMake(album, name);
    if (found === 'ambiguous') {
      ambiguous.push(name);
      return;
    }
    remoteId = found.id;
    isNew = found.isNew;
    // What a person made looks as that person wants it, until Photos changes.
    synced = isNew ? { order: found.order, cover: null } : { order: wantedOrder(album.members), cover: coverOf(album) };
    ledger.albums.recordLook(target, album.uuid, synced);
    counts.created += Number(isNew);
  }
  const add = await leaveOutTaken(mayAdd, remoteId, album.uuid, context);
  if (add.length > 0) {
    const results = await client.albums.add(
      remoteId,
      add.map((member) => member.remoteId),
    );
    const withResult = (wanted: AlbumAddResult) => add.filter((member) => results.get(member.remoteId) === wanted);
    const [added, present] = [withResult('added'), withResult('duplicate')];
    ledger.albumEntries.record(target, album.uuid, added, true);
    // What is in an album that we have just made was put there by us: a try whose answer was lost had done it.
    ledger.albumEntries.record(target, album.uuid, present, isNew);
    counts.assetsAdded += added.length + (isNew ? present.length : 0);
    const refused = await outOfReach.countRefused(withResult('refused'));
    if (refused > 0) {
      throw new ProblemError('server-error', {
        what: 'add-to-album',
        status: 200,
        message: because('refused', { count: refused }),
      });
    }
  }
  for (const member of change.note) {
    const isOurs = !album.members.some((other) => other.enteredId === member.remoteId && other.wasThere === true);
    ledger.albumEntries.record(target, album.uuid, [member], isOurs);
  }
  if (change.remove.length > 0 && context.capabilities.emptyAlbums)
    counts.assetsRemoved += await remove(client, remoteId, change.remove);
  const isArranged = await arrange(album, remoteId, synced, context, finder);
  // The first order and cover are part of making it.
  counts.arranged += Number(isArranged && !isNew);
}

function groupByAlbum(entries: readonly DepartedEntry[]): Map<string, DepartedEntry[]> {
  const groups = new Map<string, DepartedEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.album);
    if (group === undefined) groups.set(entry.album, [entry]);
    else group.push(entry);
  }
  return groups;
}
