/** The Activity window. */
import type { ConflictView, DetailName } from '../contract.ts';
import { formatCount, formatPlural } from '../format.ts';
import { items, sentence } from './counted.ts';

export const activityStrings = {
  title: 'Activity',
  liveLog: 'Live log',
  notInImmich: 'Not in Immich',
  runs: 'Syncs',
  noRuns: 'No sync has run yet',
  noRunsDetail: 'Every sync is listed here: done, nothing new, skipped and why, or what went wrong.',
  uploaded: 'Uploaded',
  /** @param files edits included */
  uploadedValue: (files: number, edits: number, bytes: string) =>
    [
      edits < files
        ? `${formatPlural(files, 'file', 'files')}${edits > 0 ? `, including ${formatPlural(edits, 'edit', 'edits')}` : ''}`
        : formatPlural(edits, 'edit', 'edits'),
      bytes,
      'each verified by checksum',
    ].join(' · '),
  nothingUploaded: 'Nothing to upload',
  noneConfirmed: 'None verified yet',
  alreadyThere: 'Already there',
  alreadyThereValue: (count: number) => `${formatCount(count)} · recognised by content, not uploaded again`,
  albums: 'Albums',
  albumsValue: (created: number, added: number, removed: number, arranged: number) =>
    [
      created > 0 ? `${formatCount(created)} made` : '',
      added > 0 ? `${formatPlural(added, 'photo', 'photos')} added` : '',
      removed > 0 ? `${formatPlural(removed, 'photo', 'photos')} removed` : '',
      arranged > 0 ? `${formatCount(arranged)} renamed or arranged` : '',
    ]
      .filter((text) => text !== '')
      .join(', ') || 'Nothing to change',
  live: 'Live Photos',
  liveValue: (count: number) => `${formatCount(count)} paired`,
  coverage: 'In Immich',
  why: 'Why',
  speed: (most: string) => `Speed in the last minutes, at most ${most}/s`,
  copyDiagnostics: 'Copy diagnostics',
  copied: 'Copied',
  reveal: 'Show in Finder',
  copyLog: 'Copy',
  filterLevel: 'Show',
  levels: { all: 'Everything', warn: 'Warnings and errors', error: 'Errors' },
  search: 'Search the log',
  noLines: 'Nothing is in the log yet.',
  noMatches: 'No line matches.',
  lineCount: (count: number) => formatPlural(count, 'line', 'lines'),
  followLatest: 'Jump to latest',
  logLabel: 'Log',
  remainderMore: (count: number) => `and ${formatCount(count)} more`,
  formerEdits: 'Former edits',
  formerDetail:
    'You replaced or undid these edits in Photos. They are still in Immich, outside their stacks: keep them, or delete them there yourself.',
  formerReplaced: 'Replaced',
  formerUndone: 'Undone',
  formerNone: 'No former edits',
  formerNoneDetail:
    'When you change or undo an edit in Photos, the earlier version stays in Immich and is listed here.',
  openInImmich: 'Open in Immich',
  openAsset: (filename: string) => `Open in Immich: ${filename}`,
  findings: 'What was found in Immich',
  conflicts: 'Changed in Photos and in Immich',
  conflictFields: {
    description: 'Description',
    date: 'Date',
    place: 'Place',
    rating: 'Rating',
    'album-name': 'Album name',
  } satisfies Record<ConflictView['field'], string>,
  conflictSet: (photos: string, immich: string) => `“${photos}” from Photos replaced “${immich}”`,
  conflictKept: (photos: string, immich: string) => `“${immich}” was kept; Photos has “${photos}”`,
  contradictions: 'Duplicates that differ in Photos',
  contradictionTold: (value: string) => `Immich gets “${value}”`,
  contradictionOther: (filename: string, value: string) => `${filename} has “${value}”`,
  details: 'Details',
  detailNames: {
    favorites: (count) => formatPlural(count, 'favourite', 'favourites'),
    visibility: (count) => `${formatCount(count)} hidden or shown`,
    descriptions: (count) => formatPlural(count, 'description', 'descriptions'),
    keywords: (count) => formatPlural(count, 'keyword', 'keywords'),
    dates: (count) => formatPlural(count, 'date', 'dates'),
    places: (count) => formatPlural(count, 'place', 'places'),
    ratings: (count) => formatPlural(count, 'rating', 'ratings'),
  } satisfies Record<DetailName, (count: number) => string>,
  stacks: 'Stacks',
  stacksValue: (count: number) => `${formatCount(count)} made or changed`,
  preview: {
    title: 'Next sync',
    heading: 'What the next sync would do',
    detail: 'This preview changes nothing.',
    look: 'Look again',
    nothing: 'Nothing would change',
    nothingDetail: 'Immich is up to date with Photos.',
    summary: (count: number, bytes: string, time: string | null) =>
      [`${items(count)} to upload`, bytes, time].filter((text) => text !== null).join(' · '),
    needs: (limit: string | null, disk: string, kept: string) =>
      [limit === null ? '' : sentence(limit), `up to ${disk} of disk space, ${kept} of it for good`]
        .filter((text) => text !== '')
        .join(' · '),
    uploads: (count: number) => `To upload (${formatCount(count)})`,
    twins: (count: number) => `Uploaded by your phone (${formatCount(count)})`,
    twin: (filename: string, taken: string) => `${filename}, taken ${taken}`,
    details: (count: number) => `Details to set (${formatCount(count)})`,
    stacks: (count: number) => `Stacks to make or change (${formatCount(count)})`,
    albumsToMake: (count: number) => `Albums to make (${formatCount(count)})`,
    albums: (count: number) => `Albums to change (${formatCount(count)})`,
    albumMore: 'gets more photos',
    albumLess: (count: number) => `loses ${formatPlural(count, 'photo', 'photos')} that you removed in Photos`,
    albumRename: (to: string) => `becomes “${to}”`,
    albumArrange: 'gets its order and cover from Photos',
    parts: {
      original: 'original',
      edited: 'edit',
      'live-video': 'Live Photo video',
      'edited-live-video': 'edited Live Photo video',
      raw: 'RAW',
    },
  },
  allThere: 'Everything is in Immich',
  nothingCountedDetail: 'The first sync compares your library with Immich.',
} as const;
