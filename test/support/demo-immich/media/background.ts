import { createHash } from 'node:crypto';
import type { AssetRecord, EditedField, SidecarValues } from '../records.ts';
import type { State } from '../state.ts';
import { extractMetadata } from './apply.ts';
import type { JobQueue } from './job-queue.ts';

/** Which assets lose what is set while their sidecar is being written; the same ones for the same seed and contents. */
export interface SidecarRace {
  readonly seed: number;
  /** Part of all assets, 0 to 1; 0.15 if not given, about what was seen on real servers (3 to 11 of 40). */
  readonly share?: number;
  /** How many further requests the writing of such an asset's sidecar lasts; 1 if not given. */
  readonly requests?: number;
}

export interface BackgroundOptions {
  /** An upload is extracted once so many further requests have been answered; at once if not given. */
  readonly extractionAfter?: number;
  /** Without it, whatever a person sets stays for good. */
  readonly sidecarRace?: SidecarRace;
}

const SHARE = 0.15;

type Pace =
  | 'quick'
  /** Values and locks are read, then it takes its time: what is set meanwhile in the same fields is lost. */
  | 'slow'
  /** The locks are read last: whatever is set meanwhile is lost. */
  | 'torn';

function paceOf({ seed, share = SHARE }: SidecarRace, asset: AssetRecord): Pace {
  const digest = createHash('sha1').update(`${seed}:${asset.checksum}`).digest();
  if (digest.readUInt32BE(0) / 2 ** 32 >= share) return 'quick';
  return (digest[4] ?? 0) < 64 ? 'torn' : 'slow';
}

/**
 * The server's jobs on an asset. Real server (2.7.5 and 3.1.0 alike): whatever is set by a call is locked against extraction, and a
 * job writes it into the sidecar. That job reads the values and the list of locks, one after the other, writes, and takes the locks
 * away that it has read; then the asset is extracted anew, from the sidecar. So what is set between its reading and its unlocking is
 * in no sidecar and under no lock: its own job finds nothing locked and is skipped, and the extraction brings back what was before.
 */
export class Background {
  readonly #state: State;
  readonly #jobs: JobQueue;
  readonly #options: BackgroundOptions;
  /** Assets whose sidecar is being written, and whether to write it once more. */
  readonly #writing = new Map<string, { again: boolean }>();

  constructor(state: State, jobs: JobQueue, options: BackgroundOptions) {
    this.#state = state;
    this.#jobs = jobs;
    this.#options = options;
  }

  /** A new file has come in. */
  uploaded(assetId: string): void {
    const { extractionAfter = 0 } = this.#options;
    if (extractionAfter === 0) this.extract(assetId);
    else this.#jobs.later(extractionAfter, () => this.extract(assetId));
  }

  /** The job `metadataExtraction`. What the server has written itself into the sidecar is read before anything else. */
  extract(assetId: string): void {
    this.#jobs.add(async () => {
      await extractMetadata(this.#state, assetId);
      const asset = this.#state.assets.get(assetId);
      if (asset) this.#readWritten(asset);
    });
  }

  /** A call has set something of these assets. */
  edited(assets: Iterable<AssetRecord>): void {
    if (this.#options.sidecarRace === undefined) return;
    for (const { id } of assets) {
      if (this.#jobs.isPaused) this.#jobs.later(0, () => this.#write(id));
      else this.#write(id);
    }
  }

  /** Forgets work that was going on, as after a restart. */
  clear(): void {
    this.#writing.clear();
  }

  #write(id: string): void {
    const { sidecarRace } = this.#options;
    const asset = this.#state.assets.get(id);
    const going = this.#writing.get(id);
    if (going) going.again = true;
    if (sidecarRace === undefined || asset === undefined || asset.edited.size === 0 || going) return;
    const pace = paceOf(sidecarRace, asset);
    const values = this.#valuesOf(asset);
    const locked = [...asset.edited];
    const finish = () => this.#finish(id, values, pace === 'torn' ? null : locked);
    if (pace === 'quick') {
      finish();
      return;
    }
    this.#writing.set(id, { again: false });
    // The request that has set it is about to be answered, too.
    this.#jobs.later((sidecarRace.requests ?? 1) + 1, finish);
  }

  #finish(id: string, values: SidecarValues, read: readonly EditedField[] | null): void {
    const again = this.#writing.get(id)?.again ?? false;
    this.#writing.delete(id);
    const asset = this.#state.assets.get(id);
    if (!asset) return;
    for (const field of read ?? [...asset.edited]) {
      Object.assign(asset.written, { [field]: values[field] });
      asset.edited.delete(field);
    }
    // The file itself does not change: what the extraction will bring is known, and so no test depends on when it runs.
    this.#readWritten(asset);
    this.extract(id);
    if (again) this.#write(id);
  }

  #valuesOf({ exif, tagIds }: AssetRecord): Required<SidecarValues> {
    const { description, rating, latitude, longitude, capturedAt } = exif;
    const tags = [...tagIds].flatMap((id) => this.#state.tags.get(id)?.value ?? []);
    return { description, rating, location: { latitude, longitude }, date: capturedAt, tags };
  }

  #readWritten(asset: AssetRecord): void {
    const { exif, edited, written } = asset;
    const { description, rating, location, date, tags } = written;
    if (description !== undefined && !edited.has('description')) exif.description = description;
    if (rating !== undefined && !edited.has('rating')) exif.rating = rating;
    if (location !== undefined && !edited.has('location')) Object.assign(exif, location);
    if (date !== undefined && !edited.has('date')) {
      exif.capturedAt = date;
      asset.fileCreatedAt = date.instant;
      this.#state.orderChanged(asset.ownerId);
    }
    if (tags !== undefined && !edited.has('tags')) {
      asset.tagIds.clear();
      for (const path of tags) {
        const tag = this.#state.upsertTag(asset.ownerId, path);
        if (tag) asset.tagIds.add(tag.id);
      }
    }
  }
}
