/**
 * Every setting: what it decides, how it is written, what it is by default, and whether windows may set it. Its type, the check of the settings
 * file and of what windows send, the texts of `immich-sync config` and its place in the documentation are derived from its one entry here. The
 * names, `section.name`, are also those of the command line; a change of meaning needs a new schemaVersion and a step in `settings/migrate.ts`.
 */
import { MEDIA_KINDS } from './asset.ts';
import {
  DOWNLOAD_WAYS,
  HIDDEN_PLACES,
  LEADERS,
  LOG_LEVELS,
  NOTIFY_CHOICES,
  TWIN_TREATMENTS,
  UPDATE_CHANNELS,
  WEEKDAYS,
  type Weekday,
} from './choices.ts';
import { LANGUAGE_CHOICES, type LanguageChoice } from './languages.ts';
import { ALBUM_CHOICES, VERSIONS } from './scope.ts';

/** `5 MB`, `41%`. */
type Written = 'bytes' | 'percent';

/** How a value is written and checked; `settings/forms.ts` knows each. */
export type Form =
  | { readonly form: 'yes-no' }
  | { readonly form: 'choice'; readonly of: readonly string[] }
  /** A whole number. @property zero whether `none` is 0 @property written in `5 MB` as well, or with a percent sign */
  | {
      readonly form: 'number';
      readonly least: number;
      readonly most: number;
      readonly zero?: 'none';
      readonly written?: Written;
    }
  | {
      readonly form:
        | 'server-address'
        | 'headers'
        /** Absolute, or from `~/`. */
        | 'path'
        /** Absolute. */
        | 'program'
        | 'day'
        | 'separator'
        | 'tag'
        | 'times'
        | 'weekdays'
        | 'album-uuids'
        | 'album-names'
        | 'networks';
    };

export interface Setting<Value, InWindows extends boolean = boolean> {
  /** For the documentation: what it decides. Markdown. */
  readonly about: string;
  readonly form: Form;
  readonly byDefault: Value;
  /** Whether it may be unset: null. */
  readonly isOptional: boolean;
  readonly inWindows: InWindows;
}

const needed = <Value>(about: string, form: Form, byDefault: Value): Setting<Value, true> => ({
  about,
  form,
  byDefault,
  isOptional: false,
  inWindows: true,
});
const optional = <Value>(about: string, form: Form, byDefault: Value | null = null): Setting<Value | null, true> => ({
  about,
  form,
  byDefault,
  isOptional: true,
  inWindows: true,
});
const commandLineOnly = <Value>(setting: Setting<Value>): Setting<Value, false> => ({ ...setting, inWindows: false });

const yesNo = (about: string, byDefault: boolean) => needed<boolean>(about, { form: 'yes-no' }, byDefault);
const choice = <const Of extends readonly string[]>(of: Of): Form => ({ form: 'choice', of });
const number = (least: number, most: number, more: { zero?: 'none'; written?: Written } = {}) =>
  ({ form: 'number', least, most, ...more }) as const;

/** One gigabyte as macOS counts it. */
const GIGABYTE = 1_000_000_000;

export const SETTINGS = {
  'server.url': optional<string>('The address that you open Immich with, for example `https://photos.example.org`.', {
    form: 'server-address',
  }),
  'server.awayUrl': optional<string>(
    'A second address of the same server, used where the first does not answer: usually when you are away from home.',
    { form: 'server-address' },
  ),
  'server.certificateAuthorityFile': commandLineOnly(
    optional<string>('A PEM file of certificate authorities to trust besides those of the system.', { form: 'path' }),
  ),
  'server.awayCertificateAuthorityFile': commandLineOnly(
    optional<string>('The same for `server.awayUrl`.', { form: 'path' }),
  ),
  'server.headers': commandLineOnly(
    needed<Readonly<Record<string, string>>>(
      'Headers for every request, for a proxy in front of the server: one a line, `Name: value`. The log hides their values.',
      { form: 'headers' },
      {},
    ),
  ),
  'server.patience': commandLineOnly(
    needed<number>(
      'Seconds for which a sync waits for a server in trouble before it leaves the rest to the next one.',
      number(0, 3_600),
      180,
    ),
  ),

  'library.path': needed<string>(
    'The Photos library to sync.',
    { form: 'path' },
    '~/Pictures/Photos Library.photoslibrary',
  ),
  'library.includeHidden': yesNo('Whether photos in the Hidden album are synced.', true),
  'library.includeShared': yesNo(
    'Whether items of shared albums are synced; Photos has them in low resolution only.',
    false,
  ),
  'library.includeUnpickedBursts': yesNo('Whether the frames of a burst that were not picked are synced.', false),
  'library.includeScreenshots': yesNo('Whether screenshots are synced.', true),
  'library.media': optional<(typeof MEDIA_KINDS)[number]>('Only photos, only movies, or both.', choice(MEDIA_KINDS)),
  'library.since': optional<string>('Nothing taken before this day, like `2020-12-31`.', { form: 'day' }),
  'library.onlyInAlbums': yesNo('Whether only what is in at least one album is synced.', false),
  'library.versions': needed<(typeof VERSIONS)[number]>(
    'Of an edited photo: the original and the edit, or one of them. What nobody edited is always synced.',
    choice(VERSIONS),
    'originals-and-edits',
  ),
  'library.albumSeparator': needed<string>(
    'What stands between folder and album in the name of an album in Immich.',
    { form: 'separator' },
    ' / ',
  ),

  'albums.which': needed<(typeof ALBUM_CHOICES)[number]>(
    'Which albums are synced: all, only those of `albums.chosen`, or all except those. Others stay in Immich as they are.',
    choice(ALBUM_CHOICES),
    'all',
  ),
  'albums.chosen': needed<readonly string[]>(
    'The albums that `albums.which` is about, by UUID. `immich-sync albums` is easier.',
    { form: 'album-uuids' },
    [],
  ),
  'albums.emptyDeleted': yesNo(
    'Whether an album that is deleted in Photos loses in Immich what Immich Sync put into it. The album itself stays.',
    false,
  ),
  'albums.adopt': needed<readonly string[]>(
    'Albums made in Immich that are taken for the albums of the same name in Photos: one name a line, with its folders.',
    { form: 'album-names' },
    [],
  ),
  'albums.separate': needed<readonly string[]>(
    'Albums that get one of their own in Immich, though it has one of that name with some of their photos: one name a line.',
    { form: 'album-names' },
    [],
  ),

  'details.hiddenAs': needed<(typeof HIDDEN_PLACES)[number]>(
    'Where hidden photos go in Immich: the archive, or the locked folder, which no API key can open afterwards.',
    choice(HIDDEN_PLACES),
    'archive',
  ),
  'details.titles': yesNo(
    'Whether the title of a photo becomes the first line of its description, since Immich has no titles.',
    false,
  ),
  'details.favoriteRating': yesNo('Whether favourites get five stars, too.', false),
  'details.tagParent': optional<string>('The tag in Immich below which keywords come, `A/B` for a nested one.', {
    form: 'tag',
  }),
  'details.leader': needed<(typeof LEADERS)[number]>(
    'Whose value counts where a detail was changed in Photos and in Immich since the last sync.',
    choice(LEADERS),
    'photos',
  ),
  'details.hideFound': yesNo(
    'Whether photos hidden in Photos are hidden in Immich, too, where Immich had them before, for example from a phone.',
    true,
  ),

  'schedule.times': needed<readonly string[]>(
    'When to sync, by the clock of the Mac, like `02:00, 14:30`. Without any, nothing is synced automatically.',
    { form: 'times' },
    ['02:00'],
  ),
  'schedule.days': needed<readonly Weekday[]>('The days on which to sync.', { form: 'weekdays' }, [...WEEKDAYS]),
  'schedule.everyHours': optional<number>(
    'Hours from one sync to the next, instead of `schedule.times`.',
    number(1, 168),
  ),
  'schedule.catchUp': yesNo('Whether a sync that was missed, because the Mac slept or was off, is caught up on.', true),

  // Conditions: when a sync may start by itself. A person who starts one is not asked.
  'conditions.onlyOnPower': yesNo('Whether automatic syncs start only while the Mac is plugged in.', false),
  'conditions.minimumBattery': optional<number>(
    'On battery, automatic syncs start only above this charge, in percent.',
    number(1, 100, { written: 'percent' }),
  ),
  'conditions.networks': needed<readonly string[]>(
    'The networks on which to sync automatically: one a line, the hardware address of its router and a name. Without any, all of them.',
    { form: 'networks' },
    [],
  ),
  'conditions.avoidHotspots': yesNo('Whether automatic syncs stay off a phone’s personal hotspot.', true),
  'conditions.waitAtMost': needed<number>(
    'Hours for which a due sync waits for its conditions and for the server before it is skipped.',
    number(1, 168),
    12,
  ),

  'storage.stagingFolder': optional<string>('Where exported files wait for the upload.', { form: 'path' }),
  'storage.diskBudget': needed<number>(
    'How much disk the files in staging may take, besides the current batch.',
    number(1_000_000, 1_000_000 * GIGABYTE, { written: 'bytes' }),
    10 * GIGABYTE,
  ),

  /** Null fetches none, as 0 does, but nobody has decided so: where it matters the person is asked. */
  'cloud.downloadsPerNight': optional<number>(
    'How many originals that are only in iCloud are downloaded in a night, on a Mac.',
    number(0, 10_000, { zero: 'none' }),
  ),
  'cloud.downloadBy': commandLineOnly(
    needed<(typeof DOWNLOAD_WAYS)[number]>(
      'What downloads them: Photos, which is opened for it, or PhotoKit, which is quicker and asks once for access to the photos.',
      choice(DOWNLOAD_WAYS),
      'photos',
    ),
  ),

  'tools.osxphotos': optional<string>(
    'The osxphotos to use, by its full path; otherwise it is looked for in the usual places.',
    { form: 'program' },
  ),
  'tools.immichGo': optional<string>(
    'The immich-go to use, by its full path; otherwise it is looked for in the usual places.',
    { form: 'program' },
  ),
  'tools.keepUpToDate': yesNo(
    'Whether tools that Immich Sync has installed are updated automatically, to versions that were tested together.',
    true,
  ),

  'upload.concurrency': needed<number>('Files uploaded at the same time.', number(1, 20), 4),
  'upload.bytesPerSecond': optional<number>(
    'The speed limit of all uploads together, like `5 MB`.',
    number(10_000, 10 * GIGABYTE, { written: 'bytes' }),
  ),
  'upload.twins': needed<(typeof TWIN_TREATMENTS)[number]>(
    'What becomes of a photo that your phone has uploaded as a different file: it is uploaded, too, or the phone’s stands for it.',
    choice(TWIN_TREATMENTS),
    'upload',
  ),

  'app.showPictures': yesNo(
    'Whether the windows show small pictures of your photos. They come from the Photos library on this Mac.',
    true,
  ),
  'app.notifications': needed<(typeof NOTIFY_CHOICES)[number]>(
    'What the app shows notifications for: syncs that need you, every sync, or nothing.',
    choice(NOTIFY_CHOICES),
    'failures',
  ),
  'app.language': needed<LanguageChoice>(
    'The language of windows, notifications and the command line: the system’s, or one of these.',
    choice(LANGUAGE_CHOICES),
    'system',
  ),
  'updates.automatic': yesNo('Whether the app looks for new versions of itself once a day and downloads them.', true),
  'updates.channel': needed<(typeof UPDATE_CHANNELS)[number]>(
    'Which new versions of the app are offered: finished ones, or betas, too.',
    choice(UPDATE_CHANNELS),
    'stable',
  ),

  // Addresses are in the keychain, because whoever knows one can speak in our name.
  'hooks.healthchecks': yesNo(
    'Whether Healthchecks, or a service like it, is notified when a sync starts and how it ended. `immich-sync hooks set` gives it the address.',
    false,
  ),
  'hooks.webhook': yesNo('Whether an address of yours gets a JSON document after each sync.', false),
  'hooks.ntfy': needed<(typeof NOTIFY_CHOICES)[number]>(
    'Which syncs a topic of ntfy is notified of.',
    choice(NOTIFY_CHOICES),
    'never',
  ),
  'hooks.statusFile': optional<string>(
    'A file that is written after each sync with what `immich-sync status --json` says; ending in `.prom`, with what `--prometheus` says.',
    { form: 'path' },
  ),

  'log.level': needed<(typeof LOG_LEVELS)[number]>('How much is written to the log.', choice(LOG_LEVELS), 'info'),
};

type Table = typeof SETTINGS;
export type SettingName = keyof Table;
export type SettingValue<Name extends SettingName> = Table[Name] extends Setting<infer Value> ? Value : never;

/** Those that a window may see and change. */
export type WindowSettingName = {
  [Name in SettingName]: Table[Name] extends Setting<unknown, true> ? Name : never;
}[SettingName];

/** All names, in the order in which they are shown. */
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];
export const WINDOW_SETTING_NAMES = SETTING_NAMES.filter(
  (name) => SETTINGS[name].inWindows,
) as readonly WindowSettingName[];

type Split<Name> = Name extends `${infer Section}.${infer Key}` ? readonly [Section, Key] : never;
export type SectionName = Split<SettingName>[0];

/** All settings, as code uses them and the settings file holds them. */
export type Settings = { readonly schemaVersion: number } & {
  readonly [Section in SectionName]: {
    readonly [Name in SettingName as Split<Name> extends readonly [Section, infer Key extends string]
      ? Key
      : never]: SettingValue<Name>;
  };
};
