/** What the library comes to in Immich, to be kept or shown to somebody: the numbers of the map, without names unless they are asked for. */
import { writeFile } from 'node:fs/promises';
import type { Engine } from '../../core/engine/engine.ts';
import { fileReason } from '../../core/model/file-reason.ts';
import type {
  KindPlace,
  LibraryMap,
  MonthPlace,
  Place,
  StorageCount,
  YearCount,
} from '../../core/model/library-map.ts';
import { ProblemError } from '../../core/model/problem.ts';
import { strings } from '../../shared/strings.ts';

export interface LibraryReport {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** ISO 8601, UTC: when the server was last asked about everything that is counted here; null before the first time. */
  readonly verifiedAt: string | null;
  readonly all: StorageCount & Pick<Place, 'reasons'>;
  readonly months: readonly MonthPlace[];
  readonly kinds: readonly KindPlace[];
  /** With their folders, `Travel / Lisbon`; without names as “Album 1” in the order of Photos’ sidebar. */
  readonly albums: readonly (Place & { readonly name: string })[];
  readonly years: readonly YearCount[];
}

/** @throws {ProblemError} settings-unreadable, ledger-unusable */
export async function makeLibraryReport(
  engine: Pick<Engine, 'records'>,
  { at, hasNames }: { readonly at: Date; readonly hasNames: boolean },
): Promise<LibraryReport> {
  const { verifiedAt, coverage } = await engine.records.overview();
  const map: LibraryMap = engine.records.map();
  const reasons = Object.entries(coverage.reasons) as [keyof typeof coverage.reasons, number][];
  return {
    at: at.toISOString(),
    verifiedAt,
    all: {
      ...map.all,
      reasons: reasons.map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    },
    months: map.months,
    kinds: map.kinds,
    albums: engine.records.albumPlaces().map(({ uuid: _, title, folders, ...place }, index) => ({
      name: hasNames ? [...folders, title].join(' / ') : strings.library.report.album({ number: index + 1 }),
      ...place,
    })),
    years: map.years,
  };
}

/** Such as `immich-sync-library-2026-11-26.html`, by the day where the Mac is. */
export function reportName(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `immich-sync-library-${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}.html`;
}

/**
 * Replaces what is there under this name.
 * @param path absolute
 * @throws {ProblemError} report-not-saved
 */
export async function saveReport(path: string, html: string): Promise<void> {
  try {
    await writeFile(path, html, { mode: 0o600 });
  } catch (error) {
    throw new ProblemError('report-not-saved', { path, reason: fileReason(error) }, { cause: error });
  }
}
