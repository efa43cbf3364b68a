/**
 * Everything that crosses the border between the main process and a window: what a window can ask for, what it is told, and (in `views/`, by
 * subject) the shapes of both; the calls are in `calls/`. Main owns all state and pushes whole snapshots; windows draw them. Nothing here holds a secret except the key
 * on its one way in (`key.save`, `server.test`).
 *
 * All times are milliseconds since 1970, all sizes bytes, all durations milliseconds, unless a name says otherwise.
 */

import type { Problem as ProblemView } from '../core/model/problem.ts';
import { ACTIVITY_CALLS, type ActivityCalls } from './calls/activity.ts';
import { SETTINGS_CALLS, type SettingsCalls } from './calls/settings.ts';
import { SHELL_CALLS, type ShellCalls } from './calls/shell.ts';
import { SYNC_CALLS, type SyncCalls } from './calls/sync.ts';
import type { LogLine } from './views/log.ts';
import type { Snapshot } from './views/snapshot.ts';

/* Vocabularies that the core and the windows share. Each is defined once, on the core's ground floor. */
export {
  type HiddenPlace,
  LEADERS,
  type Leader,
  LOG_LEVELS,
  type LogLevel,
  NOTIFY_CHOICES,
  type NotifyChoice,
  PAUSE_CHOICES,
  TWIN_TREATMENTS,
  type TwinTreatment,
  UPDATE_CHANNELS,
  type UpdateChannel,
  WEEKDAYS,
  type Weekday,
} from '../core/model/choices.ts';
export type { ConnectionView } from '../core/model/connection.ts';
export {
  FAILURE_CHOICES,
  TRASH_CHOICES,
  TRASH_GROUPS,
  type TrashChoice,
  type TrashGroup,
} from '../core/model/decisions.ts';
export { HOOK_TITLES, HOOKS, type HookName } from '../core/model/hooks.ts';
export { LANGUAGE_CHOICES, LANGUAGE_NAMES, type LanguageChoice } from '../core/model/languages.ts';
export type { CheckProgress, CheckResult } from '../core/model/library-check.ts';
export {
  type AlbumPlace,
  type LibraryMap,
  type MonthPlace,
  PLACES,
  type Place,
  type PlaceName,
  type StorageCount,
  type YearCount,
} from '../core/model/library-map.ts';
export { PERMISSION_GROUPS, type PermissionGroup, type PermissionName } from '../core/model/permissions.ts';
export { PROBLEM_ACTIONS, type ProblemAction } from '../core/model/problems/kind.ts';
export { MAX_OF_A_KIND, RUN_ITEM_KINDS, type RunItemKind, UPLOADED_KINDS } from '../core/model/run-item.ts';
export { DETAIL_NAMES, type DetailName, type Trigger } from '../core/model/run-report.ts';
export { ALBUM_CHOICES, VERSIONS, type Versions, type WhichAlbums } from '../core/model/scope.ts';
export type { WindowSettingName as SettingName } from '../core/model/settings.ts';
export { VERDICT_WEIGHT } from '../core/model/tool-words.ts';
export type { ToolName } from '../core/model/tools.ts';
export type { ReleaseNotes, UpdateState } from '../core/model/updates.ts';
export { isPhotosUuid } from '../core/model/uuid.ts';
export type { WaitingFor } from '../core/model/waiting.ts';
export type { Limit } from '../core/model/work.ts';
export {
  CHOOSABLE,
  type Choosable,
  LINKS,
  type LinkName,
  PLACED_WINDOWS,
  type PlacedWindow,
  REVEALABLE,
  type Revealable,
  WINDOW_NAMES,
  type WindowName,
  type WindowTarget,
} from './calls/shell.ts';
/* What the calls carry. */
export * from './views/app-status.ts';
export * from './views/checks.ts';
export * from './views/diagnostics.ts';
export * from './views/found.ts';
export * from './views/history.ts';
export * from './views/log.ts';
export * from './views/preview.ts';
export * from './views/settings.ts';
export * from './views/snapshot.ts';
export type { ProblemView };

/** Each call with what it takes and what it gives. The channel is {@link CHANNEL_PREFIX} and the name. */
export interface Calls extends ShellCalls, SyncCalls, SettingsCalls, ActivityCalls {}
export type CallName = keyof Calls;

/** What windows are told without asking. */
export interface Events {
  snapshot: Snapshot;
  'log.lines': readonly LogLine[];
  /** The window is already open and shall go somewhere. */
  go: { readonly place: string | null };
}
export type EventName = keyof Events;

export const CHANNEL_PREFIX = 'immich-sync:';

export const CALL_NAMES = Object.keys({
  ...SHELL_CALLS,
  ...SYNC_CALLS,
  ...SETTINGS_CALLS,
  ...ACTIVITY_CALLS,
}) as readonly CallName[];

const EVENT_TABLE: Readonly<Record<EventName, true>> = { snapshot: true, 'log.lines': true, go: true };
export const EVENT_NAMES = Object.keys(EVENT_TABLE) as readonly EventName[];

/** Failures are data: an exception would lose everything but its text on the way. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: ProblemView };

/** Calls without a request take no argument. */
export type RequestArguments<Name extends CallName> = Calls[Name]['request'] extends null
  ? []
  : [request: Calls[Name]['request']];

/** What the preload script puts into every window as `window.immichSync`. */
export interface Bridge {
  readonly call: <Name extends CallName>(
    name: Name,
    ...request: RequestArguments<Name>
  ) => Promise<Result<Calls[Name]['response']>>;
  /** Returns the function that ends the listening. */
  readonly on: <Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void) => () => void;
}
