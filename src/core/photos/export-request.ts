/** An export: what is asked for, and what came of it. */
import type { DownloadWay } from '../model/choices.ts';
import type { ProblemError } from '../model/problem.ts';
import type { Versions } from '../model/scope.ts';
import type { ExportPace } from './export-pace.ts';
import type { ExportRecord } from './export-record.ts';
import type { LibrarySession } from './library-session.ts';

export interface ExportRequest {
  /** Absolute path of the osxphotos program. */
  readonly osxphotos: string;
  /** The folder of `on_photo.py`, on a real disk. */
  readonly scripts: string;
  /** Absolute path of the `.photoslibrary`. */
  readonly library: string;
  /** Absolute path of the copy of its database that is read; see `takeSnapshot`. */
  readonly snapshot: string;
  /** At least one. With none osxphotos would export the whole library. */
  readonly uuids: readonly string[];
  /** An existing folder. Files come as `{year}/{month}/{name}` inside it, or inside a numbered folder in it (see export-database.ts). */
  readonly staging: string;
  /** Absolute path, on a local disk; osxphotos makes it. */
  readonly exportDatabase: string;
  /** A private folder of this run. */
  readonly runFolder: string;
  /** True if the list may hold unpicked burst frames, which osxphotos does not find by their UUIDs without help. */
  readonly unpickedBursts?: boolean;
  /** Which files of an edited asset to export; both if not given. */
  readonly versions?: Versions | undefined;
  /** Fetch originals that are only in iCloud, by Photos itself (AppleScript) or by PhotoKit; not at all if not given. Works on a Mac only. */
  readonly download?: DownloadWay | undefined;
  /** The tag below which keywords come; none if not given. */
  readonly tagParent?: string | null;
  /** Given how many assets, counted in the order of `uuids`, may be exported; not given is all. See {@link ExportPace}. */
  readonly pace?: ExportPace;
  /** A library that osxphotos has read already. It is used if it is still held, and for what else there is to do osxphotos is started. */
  readonly session?: LibrarySession | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without a word or a growing file after which osxphotos counts as stuck; no limit if not given. */
  readonly stallAfter?: number | undefined;
  /** Called once for each asset as soon as it is exported, in the order of capture times. What it throws ends the export. */
  readonly onRecord: (record: ExportRecord) => void;
}

export interface ExportOutcome {
  /** Number of assets with a record. */
  readonly answered: number;
  /** Assets without a record: not in the library (any more). */
  readonly unanswered: readonly string[];
  /** Records of assets that were not in the list: none, unless osxphotos changes its manners with bursts. */
  readonly unasked: readonly ExportRecord[];
  /** The asset at which osxphotos ended with an error or did not move any more; those after it are unanswered, too. Null when it came through. */
  readonly brokenAt: { readonly uuid: string; readonly problem: ProblemError } | null;
  /** The folder that was exported to. */
  readonly destination: string;
  /** Where a damaged export database was moved to, if it was. */
  readonly damagedDatabase: string | null;
  readonly warnings: readonly string[];
  /** Lines of osxphotos that nobody here understands, at most 40, and how many there were. */
  readonly unknownLines: readonly string[];
  readonly unknownCount: number;
  /** Milliseconds. */
  readonly duration: number;
}
