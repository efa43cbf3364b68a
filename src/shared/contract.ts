/**
 * Everything that crosses the border between the main process and a window: what a window can ask for, what it is told, and (in `views/`, by
 * subject) the shapes of both. Main owns all state and pushes whole snapshots; windows draw them. Nothing here holds a secret except the key
 * on its one way in (`key.save`, `server.test`).
 *
 * All times are milliseconds since 1970, all sizes bytes, all durations milliseconds, unless a name says otherwise.
 */

import type {
  HiddenPlace,
  Leader,
  LogLevel,
  NotifyChoice,
  PauseChoice,
  TwinTreatment,
  UpdateChannel,
  Weekday,
} from '../core/model/choices.ts';
import type { ConnectionView } from '../core/model/connection.ts';
import type { FailureChoice, TrashChoice, TrashGroup, TrashSelection } from '../core/model/decisions.ts';
import type { HookName } from '../core/model/hooks.ts';
import type { AlbumPlace, LibraryMap, PlaceName } from '../core/model/library-map.ts';
import type { ProblemAction, Problem as ProblemView } from '../core/model/problem.ts';
import type { RunItemKind } from '../core/model/run-item.ts';
import type { DetailName, Trigger } from '../core/model/run-report.ts';
import type { Versions, WhichAlbums } from '../core/model/scope.ts';
import type { WindowSettingName as SettingName } from '../core/model/settings.ts';
import type { ToolName } from '../core/model/tools.ts';
import type { ReleaseNotes, UpdateState } from '../core/model/updates.ts';
import type { WaitingFor } from '../core/model/waiting.ts';
import type { Limit } from '../core/model/work.ts';
import type { Language } from './texts.ts';
import type { RemainderItem } from './views/app-status.ts';
import type { DoctorResult, LegacyConfigView, LibraryCheck, ToolCheck, ToolUpdateView } from './views/checks.ts';
import type { DiagnosticsView } from './views/diagnostics.ts';
import type { FoundItem, FoundPage, PhotoCard } from './views/found.ts';
import type { FormerEditView, RunContentsView, RunDetails, RunItemView, RunSummary } from './views/history.ts';
import type { LogLine } from './views/log.ts';
import type { PlanPreview } from './views/preview.ts';
import type {
  AdoptableAlbumView,
  AlbumEntryView,
  HookView,
  KeyView,
  LoginItemState,
  NotificationState,
  ServerFound,
  ServerTest,
  SettingChange,
  SettingsView,
  VersionView,
} from './views/settings.ts';
import type { QuestionView, Snapshot } from './views/snapshot.ts';

/* Vocabularies that the core and the windows share. Each is defined once, on the core's ground floor. */
export {
  LEADERS,
  LOG_LEVELS,
  NOTIFY_CHOICES,
  PAUSE_CHOICES,
  TWIN_TREATMENTS,
  UPDATE_CHANNELS,
  WEEKDAYS,
} from '../core/model/choices.ts';
export { FAILURE_CHOICES, TRASH_CHOICES, TRASH_GROUPS } from '../core/model/decisions.ts';
export { HOOK_TITLES, HOOKS } from '../core/model/hooks.ts';
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
export { PROBLEM_ACTIONS } from '../core/model/problems/kind.ts';
export { MAX_OF_A_KIND, RUN_ITEM_KINDS, UPLOADED_KINDS } from '../core/model/run-item.ts';
export { DETAIL_NAMES } from '../core/model/run-report.ts';
export { ALBUM_CHOICES, VERSIONS } from '../core/model/scope.ts';
export { VERDICT_WEIGHT } from '../core/model/tool-words.ts';
export { isPhotosUuid } from '../core/model/uuid.ts';
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
export type {
  ConnectionView,
  DetailName,
  FailureChoice,
  HiddenPlace,
  HookName,
  Leader,
  Limit,
  LogLevel,
  NotifyChoice,
  ProblemAction,
  ProblemView,
  ReleaseNotes,
  RunItemKind,
  SettingName,
  ToolName,
  TrashChoice,
  TrashGroup,
  Trigger,
  TwinTreatment,
  UpdateChannel,
  UpdateState,
  Versions,
  WaitingFor,
  Weekday,
  WhichAlbums,
};

/** The only addresses that windows can have opened, by name. */
export const LINKS = [
  'immich',
  'immich-trash',
  'immich-api-keys',
  'full-disk-access',
  'photos-access',
  'local-network',
  'login-items',
  'notifications',
  'menu-bar-settings',
  'osxphotos',
  'immich-go',
  'documentation',
  'downloads',
  'report-bug',
] as const;
export type LinkName = (typeof LINKS)[number];

/** Those that are opened at a place. */
export const PLACED_WINDOWS = ['settings', 'activity', 'setup'] as const;
export type PlacedWindow = (typeof PLACED_WINDOWS)[number];

export const WINDOW_NAMES = ['popover', ...PLACED_WINDOWS, 'question'] as const;
export type WindowName = (typeof WINDOW_NAMES)[number];

/** Where in a window to go: a settings page, a run's number, a setup step. */
export interface WindowTarget {
  readonly window: PlacedWindow;
  readonly place: string | null;
}

export const REVEALABLE = ['log', 'settings', 'ledger', 'staging'] as const;
export type Revealable = (typeof REVEALABLE)[number];

export const CHOOSABLE = ['library', 'staging', 'osxphotos', 'immich-go'] as const;
export type Choosable = (typeof CHOOSABLE)[number];

/** Each call with what it takes and what it gives. The channel is {@link CHANNEL_PREFIX} and the name. */
export interface Calls {
  'snapshot.get': { request: null; response: Snapshot };
  /** The texts of the language in use. */
  'language.get': { request: null; response: Language };
  'sync.start': { request: null; response: null };
  'sync.stop': { request: null; response: null };
  'sync.pause': { request: { readonly choice: PauseChoice }; response: null };
  'sync.resume': { request: null; response: null };
  /** Asks the server about everything that is known of it; answered at the end. How far it is, and what it came to, is in the snapshot. */
  'check.start': { request: null; response: null };
  'check.stop': { request: null; response: null };
  'settings.get': { request: null; response: SettingsView };
  'settings.change': { request: SettingChange; response: SettingsView };
  'key.save': { request: { readonly key: string }; response: KeyView };
  'key.remove': { request: null; response: KeyView };
  /** Looks for Immich at an address, and keeps the address when it is there. */
  'server.find': { request: { readonly url: string }; response: ServerFound };
  /** Null uses what is stored. */
  'server.test': { request: { readonly url: string | null; readonly key: string | null }; response: ServerTest };
  /** A header for the way to an address; its value never comes back. */
  'header.set': {
    request: { readonly address: string; readonly name: string; readonly value: string };
    response: SettingsView;
  };
  'header.remove': { request: { readonly address: string; readonly name: string }; response: SettingsView };
  /**
   * Shows the system's file dialog, or with a passphrase takes the file that was chosen last; gives the new settings, or null when it was cancelled.
   */
  'certificate.choose': {
    request: { readonly address: string; readonly passphrase: string | null };
    response: SettingsView | null;
  };
  'certificate.remove': { request: { readonly address: string }; response: SettingsView };
  /** Shows the system's file dialog; gives the new settings, or null when it was cancelled. */
  'authority.choose': { request: { readonly address: string }; response: SettingsView | null };
  'authority.remove': { request: { readonly address: string }; response: SettingsView };
  /** Takes what an address of before had for another one. */
  'connection.reuse': { request: { readonly from: string; readonly address: string }; response: SettingsView };
  'connection.forget': { request: { readonly address: string }; response: SettingsView };
  /** Goes on with the user of the present key, who is not the one of before; and syncs. */
  'user.accept': { request: null; response: null };
  /** Takes the server that answers now for the person's own: the key is shown there from now on; and syncs. */
  'server.accept': { request: null; response: null };
  /** `mayAsk`: whether the person has said that macOS may ask for its permission now. */
  'library.check': { request: { readonly mayAsk: boolean }; response: LibraryCheck };
  /** Hardware addresses of the routers of the networks that the Mac is on now. */
  'networks.current': { request: null; response: readonly string[] };
  /** Albums made in Immich that have the name of one in Photos. */
  'albums.adoptable': { request: null; response: readonly AdoptableAlbumView[] };
  /** Those of the last look at the library, by folder and title. */
  'albums.list': { request: null; response: readonly AlbumEntryView[] };
  'tools.check': { request: null; response: readonly ToolCheck[] };
  /** Ends when they are there, or with `tools.cancel`. Further calls meanwhile wait for the same. */
  'tools.install': { request: { readonly names: readonly ToolName[] }; response: readonly ToolCheck[] };
  /** Answered when nothing of it goes on any more. */
  'tools.cancel': { request: null; response: null };
  /** Uses another program that was found; null for our own, or the first that is found. */
  'tools.use': { request: { readonly name: ToolName; readonly path: string | null }; response: readonly ToolCheck[] };
  /** @property isNeeded whether those in use cannot read the library */
  'tools.update': { request: { readonly isNeeded: boolean }; response: ToolUpdateView };
  'plan.preview': { request: null; response: PlanPreview };
  /** The last preview under the settings as they are now: nothing is compared again. Null before there is one. */
  'plan.foretell': { request: null; response: PlanPreview | null };
  /** Answered when nothing of a preview goes on any more. */
  'plan.cancel': { request: null; response: null };
  'legacy.find': { request: null; response: LegacyConfigView | null };
  'legacy.import': { request: null; response: SettingsView };
  'doctor.run': { request: null; response: readonly DoctorResult[] };
  /** Services that are told of each sync: never their addresses. */
  'hooks.list': { request: null; response: readonly HookView[] };
  /** Keeps an address, with what is to be shown after a blank, and turns the service on. */
  'hooks.set': { request: { readonly hook: HookName; readonly address: string }; response: readonly HookView[] };
  'hooks.remove': { request: { readonly hook: HookName }; response: readonly HookView[] };
  /** Sends a test; what came of it is in the answer. */
  'hooks.test': { request: { readonly hook: HookName }; response: readonly HookView[] };
  /** Versions of what is at work. */
  'about.get': { request: null; response: readonly VersionView[] };
  'history.list': { request: { readonly limit: number }; response: readonly RunSummary[] };
  'history.details': { request: { readonly run: number }; response: RunDetails };
  /** What a sync has by name: the first of each kind. */
  'history.contents': { request: { readonly run: number }; response: RunContentsView };
  /** @param isNewestFirst the last first; else as they came */
  'history.items': {
    request: {
      readonly run: number;
      readonly kinds: readonly RunItemKind[];
      readonly limit: number;
      readonly isNewestFirst: boolean;
    };
    response: readonly RunItemView[];
  };
  /** Makes what has changed in Photos since the last time to be found. True when there was anything. */
  'find.open': { request: null; response: boolean };
  /** @param after `next` of the page before; null for the first one */
  'find.search': {
    request: { readonly typed: string; readonly language: string; readonly after: number | null };
    response: FoundPage;
  };
  /** How much of each month, kind and year is in Immich. */
  'library.map': { request: null; response: LibraryMap };
  'library.albums': { request: null; response: readonly AlbumPlace[] };
  /** What a place of the map lacks, by time: the first so many that are found. */
  'library.lacking': { request: PlaceName & { readonly limit: number }; response: readonly FoundItem[] };
  /** Null for what is not in Photos any more. */
  'find.card': { request: { readonly uuid: string }; response: PhotoCard | null };
  /** On a Mac. Answered when Photos shows it. */
  'photos.show': { request: { readonly uuid: string }; response: null };
  'former-edits.list': { request: { readonly limit: number }; response: readonly FormerEditView[] };
  'remainder.list': {
    request: { readonly reason: string; readonly limit: number };
    response: readonly RemainderItem[];
  };
  /** What shall become of items that failed: all of them for want of UUIDs, and then only to be tried again. */
  'remainder.decide': {
    request: { readonly choice: FailureChoice; readonly uuids: readonly string[] | null };
    response: null;
  };
  /** The library is right although much is gone from it. A sync follows. */
  'library.confirm': { request: null; response: null };
  /** What shall become of items that were thrown away in Immich. */
  'trash.decide': {
    request: { readonly choice: TrashChoice; readonly which: Exclude<TrashSelection, 'undecided'> };
    response: null;
  };
  /** The last lines, newest last; more follow as `log.lines`. */
  'log.read': { request: { readonly run: number | null; readonly limit: number }; response: readonly LogLine[] };
  /** Shows a first notification, with which macOS asks whether it may. */
  'notifications.introduce': { request: null; response: NotificationState };
  'login-item.set': { request: { readonly enabled: boolean }; response: LoginItemState };
  /** What the window that calls is to ask. */
  'question.get': { request: null; response: QuestionView };
  'question.answer': { request: { readonly isConfirmed: boolean }; response: null };
  /** How tall all of the question is, in its page’s own pixels. */
  'question.fit': { request: { readonly height: number }; response: null };
  'window.open': { request: WindowTarget; response: null };
  'window.close': { request: null; response: null };
  'link.open': { request: { readonly link: LinkName }; response: null };
  /** Opens the page about a problem in the documentation; the address is made in main. */
  'problem.explain': { request: { readonly code: ProblemView['code'] }; response: null };
  /** Opens an asset in Immich by its id there, a UUID; the address is made in main. */
  'asset.open': { request: { readonly remoteId: string }; response: null };
  reveal: { request: { readonly what: Revealable }; response: null };
  /** Shows the system's file dialog; gives the new settings, or null when it was cancelled. */
  choose: { request: { readonly what: Choosable }; response: SettingsView | null };
  'clipboard.write': { request: { readonly text: string }; response: null };
  /** Asks where, and saves the map as a page without names; gives its path, or null when it was cancelled. */
  'report.save': { request: null; response: string | null };
  /** Puts a description of this installation without secrets and picture names on the clipboard. */
  'diagnostics.copy': { request: { readonly run: number | null }; response: null };
  /** What can be sent to somebody who helps. */
  'diagnostics.collect': { request: null; response: DiagnosticsView };
  /** Asks where, and saves what was collected last as it was shown; null when nothing was chosen. */
  'diagnostics.save': { request: null; response: string | null };
  'app.relaunch': { request: null; response: null };
  /** Asks for updates; the answer is in the snapshot. */
  'updates.check': { request: null; response: null };
  /** Ends the app and starts the new version. */
  'updates.restart': { request: null; response: null };
  /** What is new in this version; null when nothing is said about it. */
  'updates.notes': { request: null; response: ReleaseNotes | null };
  /** What is new need not be offered any more. */
  'updates.forget-news': { request: null; response: null };
  'menu.open': { request: { readonly x: number; readonly y: number }; response: null };
  /** How tall all of the popover’s page is, in its own pixels; main makes the window so, as far as the screen goes. */
  'popover.fit': { request: { readonly height: number }; response: null };
}
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

/** Complete at compile time: a call without a line here does not build, nor a line without a call. */
const CALL_TABLE: Readonly<Record<CallName, true>> = {
  'snapshot.get': true,
  'language.get': true,
  'sync.start': true,
  'sync.stop': true,
  'sync.pause': true,
  'sync.resume': true,
  'check.start': true,
  'check.stop': true,
  'settings.get': true,
  'settings.change': true,
  'key.save': true,
  'key.remove': true,
  'server.find': true,
  'server.test': true,
  'header.set': true,
  'header.remove': true,
  'certificate.choose': true,
  'certificate.remove': true,
  'authority.choose': true,
  'authority.remove': true,
  'connection.reuse': true,
  'connection.forget': true,
  'user.accept': true,
  'server.accept': true,
  'library.check': true,
  'networks.current': true,
  'albums.adoptable': true,
  'albums.list': true,
  'tools.check': true,
  'tools.install': true,
  'tools.cancel': true,
  'tools.use': true,
  'tools.update': true,
  'plan.preview': true,
  'plan.foretell': true,
  'plan.cancel': true,
  'legacy.find': true,
  'legacy.import': true,
  'doctor.run': true,
  'hooks.list': true,
  'hooks.set': true,
  'hooks.remove': true,
  'hooks.test': true,
  'about.get': true,
  'history.list': true,
  'history.details': true,
  'history.contents': true,
  'history.items': true,
  'library.map': true,
  'library.albums': true,
  'library.lacking': true,
  'find.open': true,
  'find.search': true,
  'find.card': true,
  'photos.show': true,
  'former-edits.list': true,
  'remainder.list': true,
  'remainder.decide': true,
  'library.confirm': true,
  'trash.decide': true,
  'log.read': true,
  'notifications.introduce': true,
  'login-item.set': true,
  'question.get': true,
  'question.answer': true,
  'question.fit': true,
  'window.open': true,
  'window.close': true,
  'link.open': true,
  'problem.explain': true,
  'asset.open': true,
  reveal: true,
  choose: true,
  'clipboard.write': true,
  'report.save': true,
  'diagnostics.copy': true,
  'diagnostics.collect': true,
  'diagnostics.save': true,
  'app.relaunch': true,
  'updates.check': true,
  'updates.restart': true,
  'updates.notes': true,
  'updates.forget-news': true,
  'menu.open': true,
  'popover.fit': true,
};
export const CALL_NAMES = Object.keys(CALL_TABLE) as readonly CallName[];

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
