/** The choices that settings offer, each list in the order to show. */

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Who downloads originals that are only in iCloud: Photos, which is opened for it, or PhotoKit. */
export const DOWNLOAD_WAYS = ['photos', 'photokit'] as const;
export type DownloadWay = (typeof DOWNLOAD_WAYS)[number];

/** What becomes of a photo that the person’s phone has sent with other bytes. */
export const TWIN_TREATMENTS = ['upload', 'link'] as const;
export type TwinTreatment = (typeof TWIN_TREATMENTS)[number];

/** Where in Immich what is hidden in Photos goes. */
export const HIDDEN_PLACES = ['archive', 'locked'] as const;
export type HiddenPlace = (typeof HIDDEN_PLACES)[number];

/** Whose value counts where both sides changed it. */
export const LEADERS = ['photos', 'immich'] as const;
export type Leader = (typeof LEADERS)[number];

/** How long automatic syncs can be paused for. */
export const PAUSE_CHOICES = ['next-sync', 'hour', 'tomorrow', 'open-end'] as const;
export type PauseChoice = (typeof PAUSE_CHOICES)[number];

/** Which versions of the app are offered as updates: `beta` has those before a release, too. */
export const UPDATE_CHANNELS = ['stable', 'beta'] as const;
export type UpdateChannel = (typeof UPDATE_CHANNELS)[number];

/** What a person is notified of: syncs that failed, every sync, or nothing. */
export const NOTIFY_CHOICES = ['failures', 'everything', 'never'] as const;
export type NotifyChoice = (typeof NOTIFY_CHOICES)[number];
