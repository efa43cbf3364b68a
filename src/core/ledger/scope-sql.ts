/** Which rows of `assets a`, and which of their `parts p`, the person wants in Immich, as SQL. */
import type { SQLInputValue } from 'node:sqlite';
import type { Scope } from '../model/scope.ts';

/** Whether an album is one that is to be kept in sync. Goes with {@link scopeValues}. @param album the name of its row. */
export function isChosen(album: string): string {
  const among = 'IN (SELECT value FROM json_each(:chosenAlbums))';
  return `(:albumChoice = 'all' OR (:albumChoice = 'only') = (${album}.uuid ${among}
    OR EXISTS (SELECT 1 FROM album_aliases alias WHERE alias.uuid = ${album}.uuid AND alias.former ${among})))`;
}

/** Goes with {@link scopeValues}. */
export const IN_SCOPE = `a.present = 1 AND (a.hidden = 0 OR :hidden = 1) AND (a.shared = 0 OR :shared = 1) AND (a.burst <> 'unpicked' OR :bursts = 1)
  AND (:since IS NULL OR substr(a.captured_at, 1, 10) >= :since) AND (a.screenshot = 0 OR :screenshots = 1) AND (:media IS NULL OR a.media = :media)
  AND (:everywhere = 1 OR EXISTS (
    SELECT 1 FROM album_members inside JOIN albums around ON around.uuid = inside.album AND around.present = 1
    WHERE inside.uuid = a.uuid AND ${isChosen('around')}))`;

/** Goes with {@link scopeValues}. What is not wanted is not counted either; if it is on the server already, it stays there. */
export const IS_WANTED = `CASE :versions WHEN 'originals' THEN p.kind NOT IN ('edited', 'edited-live-video')
  WHEN 'edits' THEN p.kind IN ('edited', 'edited-live-video') OR NOT EXISTS (SELECT 1 FROM parts e WHERE e.uuid = p.uuid AND e.kind = 'edited')
  ELSE 1 END`;

/** The order of an asset's parts `p`, that of PART_KINDS. */
export const KIND_ORDER = `CASE p.kind WHEN 'original' THEN 0 WHEN 'edited' THEN 1 WHEN 'live-video' THEN 2 WHEN 'edited-live-video' THEN 3 ELSE 4 END`;

/** The file that stands for an asset comes first: its edit, unless only originals are wanted. Goes with {@link scopeValues}. */
export const STANDING_ORDER = `CASE p.kind WHEN 'edited' THEN CASE :versions WHEN 'originals' THEN 1 ELSE 0 END
  WHEN 'original' THEN CASE :versions WHEN 'originals' THEN 0 ELSE 1 END ELSE 2 END`;

/**
 * Everything of an asset that {@link IN_SCOPE} looks at: assets that agree in it are in scope together, so that they can be counted once for
 * every scope of one {@link keptChoices}. Whatever is added to the one has to be added to the others, and to the triggers in migrations/.
 */
export const BUCKET_COLUMNS = 'hidden, shared, unpicked, screenshot, media, in_album, day';
export const BUCKET_OF_ASSET = `a.hidden, a.shared, a.burst = 'unpicked' AS unpicked, a.screenshot, a.media, EXISTS (
    SELECT 1 FROM album_members inside JOIN albums around ON around.uuid = inside.album AND around.present = 1
    WHERE inside.uuid = a.uuid AND ${isChosen('around')}) AS in_album,
  substr(a.captured_at, 1, 10) AS day`;
/** {@link IN_SCOPE} for the columns of a bucket, as `c`. */
export const BUCKET_IN_SCOPE = `(c.hidden = 0 OR :hidden = 1) AND (c.shared = 0 OR :shared = 1) AND (c.unpicked = 0 OR :bursts = 1)
  AND (:since IS NULL OR c.day >= :since) AND (c.screenshot = 0 OR :screenshots = 1) AND (:media IS NULL OR c.media = :media)
  AND (:everywhere = 1 OR c.in_album = 1)`;

export function scopeValues(scope: Scope): Record<string, SQLInputValue> {
  return {
    hidden: Number(scope.includeHidden),
    shared: Number(scope.includeShared),
    bursts: Number(scope.includeUnpickedBursts),
    since: scope.since ?? null,
    screenshots: Number(scope.excludeScreenshots !== true),
    media: scope.media ?? null,
    everywhere: Number(scope.onlyInAlbums !== true),
    albumChoice: scope.albums?.which ?? 'all',
    chosenAlbums: JSON.stringify(scope.albums?.chosen ?? []),
    versions: scope.versions ?? 'originals-and-edits',
  };
}

/** What of a scope decides about an asset's state and bucket themselves. */
export function keptChoices(scope: Scope): Record<string, SQLInputValue> {
  const { versions = null, albumChoice = null, chosenAlbums = null } = scopeValues(scope);
  return { versions, albumChoice, chosenAlbums };
}
