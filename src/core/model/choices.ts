/** The choices that settings offer, each list in the order to show. */

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const DOWNLOAD_WAYS = ['photos', 'photokit'] as const;

export const TWIN_TREATMENTS = ['upload', 'link'] as const;
export type TwinTreatment = (typeof TWIN_TREATMENTS)[number];

export const HIDDEN_PLACES = ['archive', 'locked'] as const;
export const LEADERS = ['photos', 'immich'] as const;
