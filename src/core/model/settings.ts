/**
 * Every setting: how it is written, what it is by default, and whether windows may set it. Its type, the check of the settings file and of what
 * windows send, and the texts of `immich-sync config` are derived from its one entry here. The names, `section.name`, are also those of the
 * command line; a change of meaning needs a new schemaVersion and a step in `settings/migrate.ts`.
 */
import { MEDIA_KINDS } from './asset.ts';
import {
  DOWNLOAD_WAYS,
  HIDDEN_PLACES,
  LEADERS,
  LOG_LEVELS,
  TWIN_TREATMENTS,
  WEEKDAYS,
  type Weekday,
} from './choices.ts';
import { ALBUM_CHOICES, VERSIONS } from './scope.ts';

/** How a value is written and checked; `settings/forms.ts` knows each. */
export type Form =
  | { readonly form: 'yes-no' }
  /** @property noun with its article, for the sentence that refuses another one */
  | { readonly form: 'choice'; readonly of: readonly string[]; readonly noun: string }
  /** A whole number. @property zero whether `none` is 0 @property written in `5 MB` as well, or with a percent sign */
  | {
      readonly form: 'number';
      readonly least: number;
      readonly most: number;
      readonly noun: string;
      readonly zero?: 'none';
      readonly written?: 'bytes' | 'percent';
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
  readonly form: Form;
  readonly byDefault: Value;
  /** Whether it may be unset: null. */
  readonly isOptional: boolean;
  readonly inWindows: InWindows;
}

const needed = <Value>(form: Form, byDefault: Value): Setting<Value, true> => ({
  form,
  byDefault,
  isOptional: false,
  inWindows: true,
});
const optional = <Value>(form: Form, byDefault: Value | null = null): Setting<Value | null, true> => ({
  form,
  byDefault,
  isOptional: true,
  inWindows: true,
});
const commandLineOnly = <Value>(setting: Setting<Value>): Setting<Value, false> => ({ ...setting, inWindows: false });

const yesNo = (byDefault: boolean) => needed<boolean>({ form: 'yes-no' }, byDefault);
const choice = <const Of extends readonly string[]>(of: Of, noun: string): Form => ({ form: 'choice', of, noun });
const number = (
  least: number,
  most: number,
  noun: string,
  more: { zero?: 'none'; written?: 'bytes' | 'percent' } = {},
) => ({ form: 'number', least, most, noun, ...more }) as const;

/** One gigabyte as macOS counts it. */
const GIGABYTE = 1_000_000_000;

export const SETTINGS = {
  /** Normalised, without `/api`; null while not set up. */
  'server.url': optional<string>({ form: 'server-address' }),
  /** A PEM file whose authorities are trusted in addition to the system's. */
  'server.certificateAuthorityFile': commandLineOnly(optional<string>({ form: 'path' })),
  /** Sent with every request, for example for a proxy in front of the server. Their values are treated as secrets in the log. */
  'server.headers': commandLineOnly(needed<Readonly<Record<string, string>>>({ form: 'headers' }, {})),
  /** Seconds for which a sync waits for a server in trouble before it leaves the rest to the next one. */
  'server.patience': commandLineOnly(needed<number>(number(0, 3_600, 'a number of seconds'), 180)),

  /** A `.photoslibrary`; `~/` is the user's home folder. */
  'library.path': needed<string>({ form: 'path' }, '~/Pictures/Photos Library.photoslibrary'),
  /** Whether photos in the Hidden album are synced. */
  'library.includeHidden': yesNo(true),
  /** Whether items of shared albums (low-resolution copies) are synced. */
  'library.includeShared': yesNo(false),
  /** Whether the frames of a burst that were not picked are synced. */
  'library.includeUnpickedBursts': yesNo(false),
  /** Whether screenshots are synced. */
  'library.includeScreenshots': yesNo(true),
  /** Only photos or only movies; null is both. */
  'library.media': optional<(typeof MEDIA_KINDS)[number]>(choice(MEDIA_KINDS, 'a kind')),
  /** Nothing taken before this day, `YYYY-MM-DD`; null is no limit. */
  'library.since': optional<string>({ form: 'day' }),
  /** Whether only what is in at least one album is synced. */
  'library.onlyInAlbums': yesNo(false),
  /** Whether an edited photo brings its original and its edit, or one of them. What nobody edited always comes. */
  'library.versions': needed<(typeof VERSIONS)[number]>(choice(VERSIONS, 'a choice'), 'originals-and-edits'),
  /** Between a folder's and an album's title in the album's name on the server. */
  'library.albumSeparator': needed<string>({ form: 'separator' }, ' / '),

  /** Which albums are kept in step. Those that are not any more stay in Immich as they are. */
  'albums.which': needed<(typeof ALBUM_CHOICES)[number]>(choice(ALBUM_CHOICES, 'a choice'), 'all'),
  /** UUIDs of the albums that `albums.which` is about. */
  'albums.chosen': needed<readonly string[]>({ form: 'album-uuids' }, []),
  /** Whether an album that is deleted in Photos loses in Immich what we had put into it; the album itself stays in any case. */
  'albums.emptyDeleted': yesNo(false),
  /** Names (with their folders) of albums made in Immich that may be taken for the albums of the same name in Photos. */
  'albums.adopt': needed<readonly string[]>({ form: 'album-names' }, []),
  /** Names (with their folders) of albums that get an album of their own, though Immich has one of that name with some of their pictures. */
  'albums.separate': needed<readonly string[]>({ form: 'album-names' }, []),

  /** Where in Immich what is hidden in Photos goes: the archive, or the locked folder, which no API key can open afterwards. */
  'details.hiddenAs': needed<(typeof HIDDEN_PLACES)[number]>(
    choice(HIDDEN_PLACES, 'a place for hidden photos'),
    'archive',
  ),
  /** Whether the title of a photo becomes the first line of its description: Immich has no titles. */
  'details.titles': yesNo(false),
  /** Whether favourites get five stars, too. */
  'details.favoriteRating': yesNo(false),
  /** The tag in Immich below which keywords come, `A/B` for a nested one; null for none. */
  'details.tagParent': optional<string>({ form: 'tag' }),
  /** Whose value counts where a detail was changed in Photos and in Immich since the last sync. */
  'details.leader': needed<(typeof LEADERS)[number]>(choice(LEADERS, 'a side'), 'photos'),
  /** Whether what is hidden in Photos is hidden in Immich, too, where Immich had it before, for example from a phone. */
  'details.hideFound': yesNo(true),

  /** Local wall-clock times `HH:MM`, sorted; none means that nothing starts by itself (unless `schedule.everyHours` is set). */
  'schedule.times': needed<readonly string[]>({ form: 'times' }, ['02:00']),
  /** The days on which `schedule.times` and `schedule.everyHours` count, Monday first. */
  'schedule.days': needed<readonly Weekday[]>({ form: 'weekdays' }, [...WEEKDAYS]),
  /** Hours from the last run to the next, instead of `schedule.times`; null uses `schedule.times`. */
  'schedule.everyHours': optional<number>(number(1, 168, 'a number of hours')),
  /** Whether a due time that was slept through is made up for. */
  'schedule.catchUp': yesNo(true),

  // Conditions: when a sync may start by itself. A person who starts one is not asked.
  /** Only while the Mac is plugged in. */
  'conditions.onlyOnPower': yesNo(false),
  /** On battery only with more than so many percent; null is no limit. */
  'conditions.minimumBattery': optional<number>(number(1, 100, 'a percentage', { written: 'percent' })),
  /** The networks on which to sync, each as the hardware address of its router and a name; none means any. */
  'conditions.networks': needed<readonly string[]>({ form: 'networks' }, []),
  /** Not over a phone's personal hotspot. */
  'conditions.avoidHotspots': yesNo(true),
  /** Hours that a due sync waits for its conditions and for the server before it counts as skipped. */
  'conditions.waitAtMost': needed<number>(number(1, 168, 'a number of hours'), 12),

  /** Where exported files wait for the upload; null is the default place. */
  'storage.stagingFolder': optional<string>({ form: 'path' }),
  /** Bytes that staged files may take up, besides the batch at hand. */
  'storage.diskBudget': needed<number>(
    number(1_000_000, 1_000_000 * GIGABYTE, 'a number of bytes', { written: 'bytes' }),
    10 * GIGABYTE,
  ),

  /** Originals that are only in iCloud and are fetched at most in one night; 0 fetches none. Works on a Mac only. */
  'cloud.downloadsPerNight': needed<number>(number(0, 10_000, 'a number', { zero: 'none' }), 0),
  /** Who downloads them: Photos, which is opened for it, or PhotoKit, which is quicker and asks for access to the photos once. */
  'cloud.downloadBy': commandLineOnly(needed<(typeof DOWNLOAD_WAYS)[number]>(choice(DOWNLOAD_WAYS, 'a way'), 'photos')),

  /** Absolute path of the program; null looks for it in the usual places. */
  'tools.osxphotos': optional<string>({ form: 'program' }),
  /** Absolute path of the program; null looks for it in the usual places. */
  'tools.immichGo': optional<string>({ form: 'program' }),

  /** Files uploaded at the same time; immich-go takes 1 to 20. */
  'upload.concurrency': needed<number>(number(1, 20, 'a number'), 4),
  /** Bytes per second for all uploads together; null is no limit. */
  'upload.bytesPerSecond': optional<number>(
    number(10_000, 10 * GIGABYTE, 'a number of bytes per second', { written: 'bytes' }),
  ),
  /** What becomes of a photo that the person's phone has sent with other bytes: ours is uploaded too, or the phone's stands for it. */
  'upload.twins': needed<(typeof TWIN_TREATMENTS)[number]>(choice(TWIN_TREATMENTS, 'a treatment'), 'upload'),

  'log.level': needed<(typeof LOG_LEVELS)[number]>(choice(LOG_LEVELS, 'a log level'), 'info'),
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
