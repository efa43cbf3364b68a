/** What Activity asks: past syncs, what is not in Immich and why, photos and the map of the library, the log. */
import type { FailureChoice, TrashChoice, TrashSelection } from '../../core/model/decisions.ts';
import type { AlbumPlace, LibraryMap, PlaceName } from '../../core/model/library-map.ts';
import type { RunItemKind } from '../../core/model/run-item.ts';
import type { RemainderItem } from '../views/app-status.ts';
import type { FoundItem, FoundPage, PhotoCard } from '../views/found.ts';
import type { FormerEditView, RunContentsView, RunDetails, RunItemView, RunSummary } from '../views/history.ts';
import type { LogLine } from '../views/log.ts';

export interface ActivityCalls {
  'history.list': { request: { readonly limit: number }; response: readonly RunSummary[] };
  'history.details': { request: { readonly run: number }; response: RunDetails };
  /** What a sync has by name: the first of each kind. */
  'history.contents': { request: { readonly run: number }; response: RunContentsView };
  /** @param isNewestFirst the last first; else as they came */
  'history.items': {
    request: {
      readonly run: number;
      readonly kinds: readonly RunItemKind[];
      readonly limit: number;
      readonly isNewestFirst: boolean;
    };
    response: readonly RunItemView[];
  };
  /** Makes what has changed in Photos since the last time to be found. True when there was anything. */
  'find.open': { request: null; response: boolean };
  /** @param after `next` of the page before; null for the first one */
  'find.search': {
    request: { readonly typed: string; readonly language: string; readonly after: number | null };
    response: FoundPage;
  };
  /** How much of each month, kind and year is in Immich. */
  'library.map': { request: null; response: LibraryMap };
  'library.albums': { request: null; response: readonly AlbumPlace[] };
  /** What a place of the map lacks, by time: the first so many that are found. */
  'library.lacking': { request: PlaceName & { readonly limit: number }; response: readonly FoundItem[] };
  /** Null for what is not in Photos any more. */
  'find.card': { request: { readonly uuid: string }; response: PhotoCard | null };
  /** On a Mac. Answered when Photos shows it. */
  'photos.show': { request: { readonly uuid: string }; response: null };
  'former-edits.list': { request: { readonly limit: number }; response: readonly FormerEditView[] };
  'remainder.list': {
    request: { readonly reason: string; readonly limit: number };
    response: readonly RemainderItem[];
  };
  /** What shall become of items that failed: all of them for want of UUIDs, and then only to be tried again. */
  'remainder.decide': {
    request: { readonly choice: FailureChoice; readonly uuids: readonly string[] | null };
    response: null;
  };
  /** The library is right although much is gone from it. A sync follows. */
  'library.confirm': { request: null; response: null };
  /** What shall become of items that were thrown away in Immich. */
  'trash.decide': {
    request: { readonly choice: TrashChoice; readonly which: Exclude<TrashSelection, 'undecided'> };
    response: null;
  };
  /** The last lines, newest last; more follow as `log.lines`. */
  'log.read': { request: { readonly run: number | null; readonly limit: number }; response: readonly LogLine[] };
}

/** Their names, for the preload script; one without the other does not compile. */
export const ACTIVITY_CALLS: Readonly<Record<keyof ActivityCalls, true>> = {
  'history.list': true,
  'history.details': true,
  'history.contents': true,
  'history.items': true,
  'find.open': true,
  'find.search': true,
  'library.map': true,
  'library.albums': true,
  'library.lacking': true,
  'find.card': true,
  'photos.show': true,
  'former-edits.list': true,
  'remainder.list': true,
  'remainder.decide': true,
  'library.confirm': true,
  'trash.decide': true,
  'log.read': true,
};
