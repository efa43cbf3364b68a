/** Texts that are put together from others, or chosen by what they are about. */
import { formatList, formatRow, sentenceCase } from './format.ts';
import { strings } from './strings.ts';

/** @param files edits included @param bytes as “3.4 GB” */
export function uploadedText(files: number, edits: number, bytes: string): string {
  const { uploadedBoth, uploadedEdits, uploadedFiles } = strings.activity;
  if (edits >= files) return uploadedEdits({ edits, bytes });
  return edits > 0 ? uploadedBoth({ files, edits, bytes }) : uploadedFiles({ files, bytes });
}

/** “2 made, 14 photos added”. */
export function albumChangesText(changes: {
  readonly created: number;
  readonly added: number;
  readonly removed: number;
  readonly arranged: number;
}): string {
  const texts = strings.activity.albumChanges;
  const said = (['created', 'added', 'removed', 'arranged'] as const)
    .filter((name) => changes[name] > 0)
    .map((name) => texts[name]({ count: changes[name] }));
  return said.length === 0 ? texts.none : formatRow(said);
}

/** What of a file is to be set, as `plan --json` has it: `favourite`, `archive`, `5 stars`; `+Sea` and `-Sea` for keywords. */
export function detailChangeText(change: string): string {
  const { stars, noFavourite, ...texts } = strings.activity.preview.changes;
  const [, count] = /^(\d+|no) stars$/.exec(change) ?? [];
  if (count !== undefined) return stars({ count: count === 'no' ? 0 : Number(count) });
  if (change === 'no favourite') return noFavourite;
  return Object.hasOwn(texts, change) ? texts[change as keyof typeof texts] : change;
}

/** What the next sync would upload. */
export function uploadSummary(count: number, bytes: string, time: string | null): string {
  return [strings.activity.preview.itemsToUpload({ count }), bytes, time].filter((text) => text !== null).join(' · ');
}

/** What the next sync needs of time and disk. @param limit what takes the longest */
export function needsText(limit: string | null, disk: string, kept: string): string {
  const needed = strings.activity.preview.diskNeeded({ disk, kept });
  return limit === null ? needed : `${sentenceCase(limit)} · ${needed}`;
}

const nightsFor = (count: number, perNight: number) => Math.ceil(count / perNight);

export function fetchingText(count: number, perNight: number): string {
  return strings.fetching({ count, perNight, nights: nightsFor(count, perNight) });
}

/** What becomes of originals that are only in iCloud. */
export function cloudText(count: number, perNight: number): string {
  const { cloudLater, cloudNightly, cloudNone } = strings.setup.preview;
  if (count === 0) return cloudNone;
  return perNight === 0 ? cloudLater({ count }) : cloudNightly({ count, perNight, nights: nightsFor(count, perNight) });
}

/** @param server null where the script has none */
export function legacyText(server: string | null, hasKey: boolean): string {
  const found = server === null ? (hasKey ? 'key' : 'none') : hasKey ? 'both' : 'server';
  return strings.setup.server.legacyDetail({ found, server: server ?? '' });
}

export function connectedText(version: string, user: string | null): string {
  const { connected, connectedAs } = strings.settings.server;
  return user === null ? connected({ version }) : connectedAs({ version, user });
}

/** @param meanings what the key may not do */
export function mayNotText(meanings: readonly string[]): string {
  return strings.settings.server.mayNot({ meanings: formatList(meanings, 'disjunction') });
}

export function tagParentText(parent: string | null): string {
  const { tagParentHint, tagParentNone } = strings.settings.details;
  return parent === null ? tagParentNone : tagParentHint({ parent });
}

/** Of a month, an album or a kind. */
export function placeText(name: string, assets: number, complete: number): string {
  const { place, wholePlace } = strings.library;
  return complete === assets ? wholePlace({ name, assets }) : place({ name, assets, complete });
}
