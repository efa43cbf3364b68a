/** What a run has done so far, and how long each step took. */
import {
  type AlbumCounts,
  type Contradiction,
  contradictionKey,
  type DetailConflict,
  type DetailCounts,
  type Durations,
  NO_ALBUMS,
  NO_DETAILS,
  type RunFindings,
  type StackCounts,
} from '../model/run-report.ts';
import type { Reconciled } from './reconcile/reconcile.ts';
import type { TransferOutcome } from './transfer.ts';

export type Step = 'gate' | 'inventory' | 'hash' | 'ask' | 'reconcile';

/** More are counted, but not listed. */
const MAX_CONFLICTS = 100;

const NO_FOUND: Omit<RunFindings, 'wentBack'> = {
  moved: 0,
  trashed: 0,
  deleted: 0,
  lost: 0,
  unfounded: 0,
  albumsDeleted: 0,
};
const NO_FINDINGS: RunFindings = { ...NO_FOUND, wentBack: null };

export class RunTally {
  /** Files that the server held without our doing. */
  found = 0;
  transferred: TransferOutcome = {
    uploaded: 0,
    originals: 0,
    edits: 0,
    paired: 0,
    bytes: 0,
    failed: 0,
    exportTime: 0,
    uploadTime: 0,
  };
  /** Null until the albums were looked at. */
  albums: AlbumCounts | null = null;
  /** Live Photos that were paired by a call of their own. */
  linked = 0;
  stacks: StackCounts = { made: 0, changed: 0, dissolved: 0 };
  details: DetailCounts = NO_DETAILS;
  conflicts: readonly DetailConflict[] = [];
  contradictions: readonly Contradiction[] = [];
  findings: RunFindings = NO_FINDINGS;
  readonly #seconds: Record<Step, number> = { gate: 0, inventory: 0, hash: 0, ask: 0, reconcile: 0 };
  readonly #startedAt = performance.now();

  /** Adds what came from iCloud to what was on this Mac. */
  addFetched(fetched: Pick<TransferOutcome, 'uploaded' | 'paired' | 'bytes' | 'failed'>): void {
    const before = this.transferred;
    this.transferred = {
      ...before,
      uploaded: before.uploaded + fetched.uploaded,
      paired: before.paired + fetched.paired,
      bytes: before.bytes + fetched.bytes,
      failed: before.failed + fetched.failed,
    };
  }

  /** Adds what was put in order; it may be done more than once in a run. */
  addReconciled(more: Omit<Reconciled, 'problems' | 'unseen'>): void {
    this.linked += more.linked;
    this.albums = { ...sum(this.albums ?? NO_ALBUMS, more.albums), managed: more.albums.managed };
    this.stacks = sum(this.stacks, more.stacks);
    this.details = sum(this.details, more.details);
    this.conflicts = [...this.conflicts, ...more.conflicts].slice(0, MAX_CONFLICTS);
    const known = new Set(this.contradictions.map(contradictionKey));
    const added = more.contradictions.filter((contradiction) => !known.has(contradictionKey(contradiction)));
    this.contradictions = [...this.contradictions, ...added].slice(0, MAX_CONFLICTS);
  }

  /** Adds what was found on the server; albums may be looked at more than once in a run. */
  addFindings({ wentBack = null, ...found }: Partial<RunFindings>): void {
    const { wentBack: before, ...counts } = this.findings;
    this.findings = { ...sum(counts, { ...NO_FOUND, ...found }), wentBack: wentBack ?? before };
  }

  /** Whether anything was changed, here or on the server, or has to be told. */
  get didWork(): boolean {
    const { managed: _, ...albums } = this.albums ?? NO_ALBUMS;
    const { wentBack, ...found } = this.findings;
    const counts = [this.transferred.uploaded, this.found, this.linked, wentBack === null ? 0 : 1];
    for (const group of [albums, this.stacks, this.details, found]) counts.push(...Object.values<number>({ ...group }));
    return counts.some((count) => count > 0);
  }

  async timed<Result>(step: Step, work: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.#seconds[step] += (performance.now() - startedAt) / 1000;
    }
  }

  /** Until now, to the millisecond. */
  get durations(): Durations {
    const { exportTime, uploadTime } = this.transferred;
    const total = (performance.now() - this.#startedAt) / 1000;
    const seconds = { ...this.#seconds, export: exportTime, upload: uploadTime, total };
    return Object.fromEntries(
      Object.entries(seconds).map(([step, value]) => [step, Math.round(value * 1000) / 1000]),
    ) as unknown as Durations;
  }
}

/** Number by number. */
function sum<Name extends string>(a: Record<Name, number>, b: Record<Name, number>): Record<Name, number> {
  const names = Object.keys(a) as Name[];
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as Record<Name, number>;
}
