/** Brings what is on the server in step with Photos: Live Photos, albums, stacks, details. */
import type { Problem } from '../../model/problem.ts';
import type { AlbumCounts, Contradiction, DetailConflict, DetailCounts, StackCounts } from '../../model/run-report.ts';
import type { Wait } from '../../patience.ts';
import type { RunLog } from '../run-log.ts';
import { reconcileAlbums } from './albums/albums.ts';
import type { AlbumContext } from './albums/context.ts';
import type { DetailContext } from './details/context.ts';
import { reconcileDetails } from './details/details.ts';
import { type LivePhotoContext, linkLivePhotos } from './live-photos.ts';
import { reconcileStacks, type StackContext } from './stacks/apply.ts';

export interface ReconcileContext extends LivePhotoContext, Omit<AlbumContext, 'rules'>, StackContext {
  readonly capabilities: AlbumContext['capabilities'] & StackContext['capabilities'] & DetailContext['capabilities'];
  readonly rules: { readonly albums: AlbumContext['rules']; readonly details: DetailContext['rules'] };
  readonly log: RunLog;
  readonly since: number;
  readonly now: () => number;
  readonly wait: Wait;
  readonly settling: number;
  readonly signal: AbortSignal;
}

export interface Reconciled {
  /** Live Photos that were paired. */
  readonly linked: number;
  readonly albums: AlbumCounts;
  readonly stacks: StackCounts;
  readonly details: DetailCounts;
  readonly conflicts: readonly DetailConflict[];
  readonly contradictions: readonly Contradiction[];
  /** Files of which not every detail was seen on the server yet. */
  readonly unseen: number;
  readonly problems: readonly Problem[];
}

export async function reconcile(context: ReconcileContext): Promise<Reconciled> {
  const { log } = context;
  const pairs = await linkLivePhotos(context);
  const albums = await reconcileAlbums({ ...context, rules: context.rules.albums });
  const { created, assetsAdded } = albums.counts;
  if (created + assetsAdded > 0) log.info(`Albums: ${created} made, ${assetsAdded} assets added.`);
  const stacks = await reconcileStacks(context);
  const { made, changed, dissolved } = stacks.counts;
  if (made + changed + dissolved > 0) log.info(`Stacks: ${made} made, ${changed} changed, ${dissolved} dissolved.`);
  const details = await reconcileDetails({ ...context, rules: context.rules.details });
  for (const { filename, photos, immich, winner } of albums.conflicts)
    log.info(`Album ${filename}: renamed in Photos and in Immich; “${winner === 'photos' ? photos : immich}” stays.`);
  for (const { filename, field, winner } of details.conflicts) {
    const kept = winner === 'immich' ? 'that of Immich stays' : 'that of Photos was set';
    log.info(`${filename}: the ${field} was changed in Photos and in Immich; ${kept}.`);
  }
  for (const { field, told, others } of details.contradictions)
    log.info(
      `${told.filename}: ${others.map(({ filename }) => filename).join(', ')} with the same contents ${others.length === 1 ? 'has' : 'have'} another ${field}; that of ${told.filename} counts.`,
    );
  return {
    linked: pairs.linked,
    albums: albums.counts,
    stacks: stacks.counts,
    details: details.counts,
    conflicts: [...albums.conflicts, ...details.conflicts],
    contradictions: details.contradictions,
    unseen: details.unseen,
    problems: [...pairs.problems, ...albums.problems, ...stacks.problems, ...details.problems],
  };
}
