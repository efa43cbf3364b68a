/** One judged field. */
export interface Row {
  /** For example `first sync`. */
  readonly step: string;
  /** A file's or an album's name. */
  readonly about: string;
  readonly field: string;
  /** What is to be there by what Photos says. */
  readonly photos: string;
  readonly immich: string;
  /** `equal`, `different`, or a documented limit in words that begin with `limit:`. */
  readonly verdict: string;
}

/** Why something may differ; each stands in the documentation of the acceptance suite. */
export const LIMITS = {
  cloud: 'limit: the file is only in iCloud',
  slash: 'limit: no file name in an upload can hold a slash or a backslash; it becomes a colon',
  found: 'limit: what a file had that was there before us stays; a film’s zone is that of its place then',
  order: 'limit: Immich sorts albums by date only',
  title: 'limit: Immich has no titles; the setting details.titles puts them before the caption',
  zone: 'limit: where there is a place, a date changed later stays in the zone it was uploaded with',
  next: 'limit: it arrives with the next sync',
} as const;

/** Texts that look the same are the same: Immich keeps names as they come, in either Unicode form. */
export function judged(
  step: string,
  about: string,
  field: string,
  [photos, immich]: readonly [string, string],
  limit?: string,
): Row {
  const isEqual = photos.normalize('NFC') === immich.normalize('NFC');
  return { step, about, field, photos, immich, verdict: isEqual ? 'equal' : (limit ?? 'different') };
}

/**
 * For what was uploaded with a place and moved to another zone later: Immich writes the new date into the sidecar, and the zone of the upload,
 * which no call can change, stays there. The instant is judged as ever.
 */
export const inFormerZone =
  (names: ReadonlySet<string>) =>
  (row: Row): Row =>
    row.verdict === 'different' && names.has(row.about) && /^(local time|zone): /.test(row.field)
      ? { ...row, verdict: LIMITS.zone }
      : row;

export type Verdict = 'equal' | 'limit' | 'different';

export const kindOf = ({ verdict }: Row): Verdict =>
  verdict === 'equal' || verdict === 'different' ? verdict : 'limit';

/** Rows that were different at first and equal when judged again are a limit: the server had undone what the next sync sets once more. */
export function afterNextSync(first: readonly Row[], second: readonly Row[]): Row[] {
  const key = ({ about, field, photos }: Row) => JSON.stringify([about, field, photos]);
  const equal = new Set(second.filter((row) => kindOf(row) === 'equal').map(key));
  return first.map((row) =>
    row.verdict === 'different' && equal.has(key(row)) ? { ...row, verdict: LIMITS.next } : row,
  );
}
