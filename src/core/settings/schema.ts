/**
 * Every setting, its default and its limits. Settings are two levels deep, `section.name`, which is also how they are named on the
 * command line. A new setting only needs a default here; a change of meaning needs a new schemaVersion and a step in `migrate.ts`.
 */
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { MEDIA_KINDS } from '../model/asset.ts';
import {
  DOWNLOAD_WAYS,
  HIDDEN_PLACES,
  LEADERS,
  LOG_LEVELS,
  TWIN_TREATMENTS,
  WEEKDAYS,
  type Weekday,
} from '../model/choices.ts';
import { ALBUM_CHOICES, VERSIONS } from '../model/scope.ts';
import { normaliseServerAddress } from './server-address.ts';

export const SCHEMA_VERSION = 1;

/** One gigabyte as macOS counts it. */
const GIGABYTE = 1_000_000_000;

const quoted = (input: unknown) => `“${typeof input === 'string' ? input : JSON.stringify(input)}”`;
const say = (sentence: string) => ({ error: (issue: { input?: unknown }) => `${quoted(issue.input)} ${sentence}` });

const yesNo = z.boolean(say('is neither yes nor no.'));
const absolutePath = z
  .string(say('is not a path.'))
  .refine((path) => isAbsolute(path) || path.startsWith('~/'), say('is not a whole path; begin it with / or ~/.'))
  .refine((path) => !path.includes('\0'), 'A path cannot hold a zero character.');
const programPath = z
  .string(say('is not a path.'))
  .refine(isAbsolute, say('is not the whole path of a program; begin it with /.'))
  .nullable();
const wholeNumber = (least: number, most: number, what: string) => {
  const sentence = say(`is not ${what} from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}.`);
  return z.int(sentence).min(least, sentence).max(most, sentence);
};
const timeOfDay = z
  .string(say('is not a time of day; write it like 02:00.'))
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, say('is not a time of day; write it like 02:00.'));
const weekday = z.enum(WEEKDAYS, say(`is not a day of the week; use ${WEEKDAYS.join(', ')}.`));
const sortedTimes = (times: readonly string[]) => [...new Set(times)].sort();
const sortedDays = (days: readonly Weekday[]) => WEEKDAYS.filter((day) => days.includes(day));
const serverAddress = z.string(say('is not a web address.')).transform((text, context) => {
  try {
    return normaliseServerAddress(text);
  } catch (error) {
    context.addIssue(error instanceof Error ? error.message : `${quoted(text)} is not a web address.`);
    return z.NEVER;
  }
});
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a header's value must not hold any.
const headerValue = z.string().regex(/^[^\x00-\x08\x0a-\x1f\x7f]*$/, 'A header’s value cannot hold line breaks.');
const headers = z.record(z.string(), headerValue).superRefine((pairs, context) => {
  for (const name of Object.keys(pairs)) {
    if (!HEADER_NAME.test(name)) context.addIssue(`${quoted(name)} is not the name of an HTTP header.`);
    if (name.toLowerCase() === 'x-api-key')
      context.addIssue('The API key is not a header setting; give it to `immich-sync login`.');
  }
});

/** `a / b/` and `a/b` are one tag. */
const tagPath = (path: string) =>
  path
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('/');

export const settingsSchema = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),

  server: z.object({
    /** Normalised, without `/api`; null while not set up. */
    url: serverAddress.nullable(),
    /** A PEM file whose authorities are trusted in addition to the system's. */
    certificateAuthorityFile: absolutePath.nullable(),
    /** Sent with every request, for example for a proxy in front of the server. Their values are treated as secrets in the log. */
    headers,
    /** Seconds for which a sync waits for a server in trouble before it leaves the rest to the next one. */
    patience: wholeNumber(0, 3_600, 'a number of seconds'),
  }),

  library: z.object({
    /** A `.photoslibrary`; `~/` is the user's home folder. */
    path: absolutePath,
    /** Whether photos in the Hidden album are synced. */
    includeHidden: yesNo,
    /** Whether items of shared albums (low-resolution copies) are synced. */
    includeShared: yesNo,
    /** Whether the frames of a burst that were not picked are synced. */
    includeUnpickedBursts: yesNo,
    /** Whether screenshots are synced. */
    includeScreenshots: yesNo,
    /** Only photos or only movies; null is both. */
    media: z.enum(MEDIA_KINDS, say(`is not a kind; use ${MEDIA_KINDS.join(', ')} or none.`)).nullable(),
    /** Nothing taken before this day, `YYYY-MM-DD`; null is no limit. */
    since: z.iso.date(say('is not a day; write it like 2020-12-31.')).nullable(),
    /** Whether only what is in at least one album is synced. */
    onlyInAlbums: yesNo,
    /** Whether an edited photo brings its original and its edit, or one of them. What nobody edited always comes. */
    versions: z.enum(VERSIONS, say(`is not a choice; use ${VERSIONS.join(', ')}.`)),
    /** Between a folder's and an album's title in the album's name on the server. */
    albumSeparator: z
      .string(say('is not a separator.'))
      .min(1, 'The separator cannot be empty.')
      .max(10, say('is longer than 10 characters.')),
  }),

  albums: z.object({
    /** Which albums are kept in step. Those that are not any more stay in Immich as they are. */
    which: z.enum(ALBUM_CHOICES, say(`is not a choice; use ${ALBUM_CHOICES.join(', ')}.`)),
    /** UUIDs of the albums that `which` is about. */
    chosen: z
      .array(z.string().trim().min(1, 'An album needs its UUID.'), say('is not a list of albums.'))
      .transform((uuids) => [...new Set(uuids)]),
    /** Whether an album that is deleted in Photos loses in Immich what we had put into it; the album itself stays in any case. */
    emptyDeleted: yesNo,
    /** Names (with their folders) of albums made in Immich that may be taken for the albums of the same name in Photos. */
    adopt: z
      .array(z.string().trim().min(1, 'A name cannot be empty.'), say('is not a list of names.'))
      .transform((names) => [...new Set(names)]),
    /** Names (with their folders) of albums that get an album of their own, though Immich has one of that name with some of their pictures. */
    separate: z
      .array(z.string().trim().min(1, 'A name cannot be empty.'), say('is not a list of names.'))
      .transform((names) => [...new Set(names)])
      .default([]),
  }),

  details: z.object({
    /** Where in Immich what is hidden in Photos goes: the archive, or the locked folder, which no API key can open afterwards. */
    hiddenAs: z.enum(HIDDEN_PLACES, say(`is not a place for hidden photos; use ${HIDDEN_PLACES.join(' or ')}.`)),
    /** Whether the title of a photo becomes the first line of its description: Immich has no titles. */
    titles: yesNo,
    /** Whether favourites get five stars, too. */
    favoriteRating: yesNo,
    /** The tag in Immich below which keywords come, `A/B` for a nested one; null for none. */
    tagParent: z
      .string(say('is not a name of a tag.'))
      .transform(tagPath)
      .refine((path) => path !== '', 'A tag needs a name; write none for no parent.')
      .refine((path) => path.length <= 200, 'The name of a tag can have at most 200 characters.')
      .nullable(),
    /** Whose value counts where a detail was changed in Photos and in Immich since the last sync. */
    leader: z.enum(LEADERS, say(`is neither of ${LEADERS.join(' and ')}.`)),
    /** Whether what is hidden in Photos is hidden in Immich, too, where Immich had it before, for example from a phone. */
    hideFound: yesNo.default(true),
  }),

  schedule: z.object({
    /** Local wall-clock times `HH:MM`, sorted; none means that nothing starts by itself (unless `everyHours` is set). */
    times: z
      .array(timeOfDay, say('is not a list of times.'))
      .max(48, 'There can be at most 48 times.')
      .transform(sortedTimes),
    /** The days on which `times` and `everyHours` count, Monday first. */
    days: z
      .array(weekday, say('is not a list of days.'))
      .min(1, 'At least one day is needed; to stop automatic syncs, set schedule.times to none.')
      .transform(sortedDays),
    /** Hours from the last run to the next, instead of `times`; null uses `times`. */
    everyHours: wholeNumber(1, 168, 'a number of hours').nullable(),
    /** Whether a due time that was slept through is made up for. */
    catchUp: yesNo,
  }),

  /** When a sync may start by itself. A person who starts one is not asked. */
  conditions: z.object({
    /** Only while the Mac is plugged in. */
    onlyOnPower: yesNo,
    /** On battery only with more than so many percent; null is no limit. */
    minimumBattery: wholeNumber(1, 100, 'a percentage').nullable(),
    /** The networks on which to sync, each as the hardware address of its router and a name; none means any. */
    networks: z
      .array(
        z
          .string()
          .trim()
          .regex(
            /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?: .+)?$/i,
            say('is not a network; write the hardware address of its router, then a name: a4:b1:c1:00:00:01 Home.'),
          ),
        say('is not a list of networks.'),
      )
      .max(50, 'There can be at most 50 networks.'),
    /** Not over a phone's personal hotspot. */
    avoidHotspots: yesNo,
    /** Hours that a due sync waits for its conditions and for the server before it counts as skipped. */
    waitAtMost: wholeNumber(1, 168, 'a number of hours'),
  }),

  storage: z.object({
    /** Where exported files wait for the upload; null is the default place. */
    stagingFolder: absolutePath.nullable(),
    /** Bytes that staged files may take up, besides the batch at hand. */
    diskBudget: wholeNumber(1_000_000, 1_000_000 * GIGABYTE, 'a number of bytes'),
  }),

  cloud: z.object({
    /** Originals that are only in iCloud and are fetched at most in one night; 0 fetches none. Works on a Mac only. */
    fetchPerNight: wholeNumber(0, 10_000, 'a number'),
    /** Who downloads them: Photos, which is opened for it, or PhotoKit, which is quicker and asks for access to the photos once. */
    fetchBy: z.enum(DOWNLOAD_WAYS, say(`is not a way; use ${DOWNLOAD_WAYS.join(' or ')}.`)),
  }),

  tools: z.object({
    /** Absolute path of the program; null looks for it in the usual places. */
    osxphotos: programPath,
    /** Absolute path of the program; null looks for it in the usual places. */
    immichGo: programPath,
  }),

  upload: z.object({
    /** Files uploaded at the same time; immich-go takes 1 to 20. */
    concurrency: wholeNumber(1, 20, 'a number'),
    /** Bytes per second for all uploads together; null is no limit. */
    bytesPerSecond: wholeNumber(10_000, 10 * GIGABYTE, 'a number of bytes per second').nullable(),
    /** What becomes of a photo that the person's phone has sent with other bytes: ours is uploaded too, or the phone's stands for it. */
    twins: z.enum(TWIN_TREATMENTS, say(`is not a treatment; use ${TWIN_TREATMENTS.join(' or ')}.`)),
  }),

  log: z.object({
    level: z.enum(LOG_LEVELS, say(`is not a log level; use ${LOG_LEVELS.join(', ')}.`)),
  }),
});

export type Settings = Readonly<{
  [Section in keyof z.output<typeof settingsSchema>]: Readonly<z.output<typeof settingsSchema>[Section]>;
}>;

export const DEFAULT_SETTINGS: Settings = {
  schemaVersion: SCHEMA_VERSION,
  server: { url: null, certificateAuthorityFile: null, headers: {}, patience: 180 },
  library: {
    path: '~/Pictures/Photos Library.photoslibrary',
    includeHidden: true,
    includeShared: false,
    includeUnpickedBursts: false,
    includeScreenshots: true,
    media: null,
    since: null,
    onlyInAlbums: false,
    versions: 'originals-and-edits',
    albumSeparator: ' / ',
  },
  albums: { which: 'all', chosen: [], emptyDeleted: false, adopt: [], separate: [] },
  details: {
    hiddenAs: 'archive',
    titles: false,
    favoriteRating: false,
    tagParent: null,
    leader: 'photos',
    hideFound: true,
  },
  schedule: { times: ['02:00'], days: [...WEEKDAYS], everyHours: null, catchUp: true },
  conditions: { onlyOnPower: false, minimumBattery: null, networks: [], avoidHotspots: true, waitAtMost: 12 },
  storage: { stagingFolder: null, diskBudget: 10 * GIGABYTE },
  cloud: { fetchPerNight: 0, fetchBy: 'photos' },
  tools: { osxphotos: null, immichGo: null },
  upload: { concurrency: 4, bytesPerSecond: null, twins: 'upload' },
  log: { level: 'info' },
};

/** All sections, in the order in which they are shown. */
export const SECTIONS = Object.keys(settingsSchema.shape).filter((key) => key !== 'schemaVersion') as SectionName[];
export type SectionName = Exclude<keyof Settings, 'schemaVersion'>;
