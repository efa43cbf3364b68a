/**
 * Everything that crosses the border between the main process and a window: what a window can ask for, what it is told, and the shapes
 * of both. Main owns all state and pushes whole snapshots; windows draw them. Nothing here holds a secret except the key on its one way
 * in (`key.save`, `server.test`).
 *
 * All times are milliseconds since 1970, all sizes bytes, all durations milliseconds, unless a name says otherwise.
 */

import type { HiddenPlace, Leader, LogLevel, TwinTreatment, Weekday } from '../core/model/choices.ts';
import type { FailureChoice, TrashChoice, TrashGroup, TrashSelection } from '../core/model/decisions.ts';
import type { ProblemAction, Problem as ProblemView } from '../core/model/problem.ts';
import type { VersionJudgement } from '../core/model/remote.ts';
import type { ConflictField, DetailName, Outcome, Trigger } from '../core/model/run-report.ts';
import type { Versions, WhichAlbums } from '../core/model/scope.ts';
import type { WindowSettingName as SettingName, SettingValue } from '../core/model/settings.ts';
import type { WaitingFor } from '../core/model/waiting.ts';
import type { Limit } from '../core/model/work.ts';

/* Vocabularies that the core and the windows share. Each is defined once, on the core's ground floor. */
export { LEADERS, LOG_LEVELS, TWIN_TREATMENTS, WEEKDAYS } from '../core/model/choices.ts';
export { FAILURE_CHOICES, TRASH_CHOICES, TRASH_GROUPS } from '../core/model/decisions.ts';
export { PROBLEM_ACTIONS } from '../core/model/problems/kind.ts';
export { DETAIL_NAMES } from '../core/model/run-report.ts';
export { ALBUM_CHOICES, VERSIONS } from '../core/model/scope.ts';
export type {
  DetailName,
  FailureChoice,
  HiddenPlace,
  Leader,
  Limit,
  LogLevel,
  ProblemAction,
  ProblemView,
  SettingName,
  TrashChoice,
  TrashGroup,
  Trigger,
  TwinTreatment,
  Versions,
  WaitingFor,
  Weekday,
  WhichAlbums,
};

/* ── State ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────── */

export const APP_STATES = ['up-to-date', 'syncing', 'paused', 'waiting', 'attention', 'error', 'not-set-up'] as const;
export type AppState = (typeof APP_STATES)[number];

export const SETUP_STEPS = ['server', 'library', 'tools', 'preview'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

export type Status =
  | { readonly state: 'up-to-date' }
  | { readonly state: 'syncing'; readonly progress: ProgressView; readonly isStopping: boolean }
  /** `until` is null for a pause without an end. */
  | { readonly state: 'paused'; readonly until: number | null }
  | {
      readonly state: 'waiting';
      readonly reason: WaitingFor;
      /** The engine's words for it, a sentence; null when it has none. */
      readonly sentence: string | null;
      readonly since: number;
      /** When it gives up waiting; null when it does not. */
      readonly until: number | null;
      readonly nextTryAt: number | null;
    }
  /** Everything ran, but `items` things need a look; or nothing does and `pending` assets still wait for the next sync. */
  | { readonly state: 'attention'; readonly items: number; readonly pending: number }
  /** Nothing goes on until a person does something. `pending` assets wait on this Mac. */
  | { readonly state: 'error'; readonly problem: ProblemView; readonly pending: number }
  | { readonly state: 'not-set-up'; readonly missing: readonly SetupStep[] };

export const PHASE_NAMES = ['library', 'compare', 'export', 'upload', 'details'] as const;
export type PhaseName = (typeof PHASE_NAMES)[number];

export interface PhaseRow {
  readonly phase: PhaseName;
  readonly state: 'done' | 'active' | 'next';
  /** Null when not counted yet. */
  readonly done: number | null;
  readonly total: number | null;
}

export interface ProgressView {
  /** In the order of PHASE_NAMES; export and upload may be active at once. */
  readonly phases: readonly PhaseRow[];
  /** 0 to 1; null when it cannot be said. */
  readonly fraction: number | null;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly bytesPerSecond: number | null;
  readonly millisecondsLeft: number | null;
}

/** The true number: `complete + incomplete + absent = assets`. */
export interface CoverageView {
  readonly assets: number;
  readonly complete: number;
  readonly incomplete: number;
  readonly absent: number;
  /** When the server was last asked about everything that is counted here; null for a run of the past, and before the first time. */
  readonly verifiedAt: number | null;
  /** Each asset that is not complete, by reason, in the order to show. */
  readonly remainder: readonly RemainderView[];
}

/** How far an import is and how long the rest of it takes. */
export interface ForecastView {
  /** Of the assets; 100 only when all are there, 0 only when none is. */
  readonly percent: number;
  /** Milliseconds of syncing; null when nothing sound can be said. */
  readonly millisecondsLeft: number | null;
  /** False before the first files have been sent: then it is a guess. */
  readonly isMeasured: boolean;
  /** Where syncs are cut short and go on the next day: how many of those; null where the time of syncing says more. */
  readonly days: { readonly count: number; readonly areNights: boolean } | null;
  /** What takes the most of it; null when there is nothing to do. */
  readonly limit: Limit | null;
}

export interface RemainderView {
  /** One of the engine's reasons; the strings file has its words, an unknown one is shown as it is. */
  readonly reason: string;
  readonly count: number;
  /** Of originals in iCloud: their bytes as far as Photos says them, and how many are fetched in a night (0: none). */
  readonly cloud?: { readonly bytes: number; readonly perNight: number };
}

export interface RemainderItem {
  readonly uuid: string;
  readonly filename: string;
  readonly capturedAt: number | null;
  /** Of an original in iCloud; null where it does not matter or is not known. */
  readonly bytes: number | null;
  /** What the server or a tool said, if anything. */
  readonly detail: string | null;
  /** Failed tries; 0 when there was none. */
  readonly attempts: number;
  /** When it is tried again by itself; null when that is not a matter of time. */
  readonly nextTryAt: number | null;
}

/* ── History ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────── */

/**
 * What became of a run or of a due time. Of one that goes on there is no outcome yet; a due time waits, or has its run though it `waited` for it
 * or a try before failed.
 */
export type RunOutcome = Outcome | 'running' | 'waiting' | 'waited';

export interface RunSummary {
  readonly run: number;
  readonly trigger: Trigger;
  readonly outcome: RunOutcome;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly uploaded: number;
  readonly edits: number;
  readonly albumsChanged: number;
  /** What it found to be otherwise than it was left; only what was found. */
  readonly findings: readonly FindingView[];
  /** One sentence; null when there is nothing to explain. */
  readonly reason: string | null;
  /** For what and how long it waited before it started; null when it did not. */
  readonly waited: { readonly reason: WaitingFor; readonly milliseconds: number } | null;
}

export interface RunDetails extends RunSummary {
  readonly bytesUploaded: number;
  readonly alreadyThere: number;
  readonly verified: number;
  readonly failed: number;
  readonly livePhotosLinked: number;
  readonly albumsCreated: number;
  readonly albumAssetsAdded: number;
  readonly albumAssetsRemoved: number;
  /** Renamed, or given another order or cover. */
  readonly albumsArranged: number;
  /** Stacks made, changed or dissolved. */
  readonly stacksChanged: number;
  /** How many files got which detail; only those that are not zero. */
  readonly details: readonly { readonly name: DetailName; readonly count: number }[];
  /** At most 100. */
  readonly conflicts: readonly ConflictView[];
  /** At most 100. */
  readonly contradictions: readonly ContradictionView[];
  readonly coverage: CoverageView | null;
  readonly problems: readonly ProblemView[];
  /** Phase name to milliseconds, in the order they ran. */
  readonly durations: readonly { readonly name: string; readonly milliseconds: number }[];
}

/** What a sync may find on the server, in the order to show. */
export const FINDING_NAMES = [
  'server-went-back',
  'records-went-back',
  'lost',
  'unfounded',
  'deleted',
  'trashed',
  'moved',
  'albums-deleted',
] as const;
export type FindingName = (typeof FINDING_NAMES)[number];

export interface FindingView {
  readonly name: FindingName;
  /** Of files or albums; 1 where there is nothing to count. */
  readonly count: number;
}

/** A detail, or the name of an album, that was changed in Photos and in Immich between two syncs. */
export interface ConflictView {
  readonly filename: string;
  readonly field: ConflictField;
  readonly photos: string;
  readonly immich: string;
  /** Whose value is in Immich now. */
  readonly winner: Leader;
}

/** What photos with the same contents, which are one file in Immich, say differently. */
export interface ContradictionView {
  /** The photo whose value Immich gets. */
  readonly filename: string;
  readonly field: ConflictField;
  readonly value: string;
  readonly others: readonly { readonly filename: string; readonly value: string }[];
}

/** An edit on the server that Photos has replaced or undone since. */
export interface FormerEditView {
  readonly remoteId: string;
  readonly filename: string;
  readonly replacedAt: number;
  /** True when the photo is not edited any more. */
  readonly isUndone: boolean;
}

/** One bar of the strip: the worst outcome of a day and how much came that day. */
export interface HistoryDay {
  /** Local midnight. */
  readonly day: number;
  /** Null when nothing was due and nothing ran. */
  readonly outcome: RunOutcome | null;
  readonly uploaded: number;
}

/* ── The snapshot ──────────────────────────────────────────────────────────────────────────────────────────────────────────────── */

export interface Snapshot {
  /** Main's clock when the snapshot was made; windows count on from it. */
  readonly now: number;
  readonly status: Status;
  readonly coverage: CoverageView | null;
  /** Of an import that is under way, also between its syncs; null when no more than an everyday sync is to come. */
  readonly importing: ForecastView | null;
  /** Of a preview that is being made; null while none is. */
  readonly previewing: ProgressView | null;
  readonly lastRun: RunSummary | null;
  readonly lastGoodRun: RunSummary | null;
  /** Starts of the runs since the last good one, oldest first; at most five. */
  readonly triedSince: readonly number[];
  readonly nextRunAt: number | null;
  /** 30 days, oldest first. */
  readonly history: readonly HistoryDay[];
  /** Open problems, the worst first. */
  readonly problems: readonly ProblemView[];
  readonly hasServer: boolean;
  readonly appearance: Appearance;
}

export interface Appearance {
  readonly platform: 'darwin' | 'linux' | 'win32';
  /** `#rrggbb` as chosen in System Settings; null for ours. */
  readonly accent: string | null;
  /** Whether windows have a see-through material behind them. */
  readonly hasVibrancy: boolean;
  /** BCP 47, for dates and numbers. */
  readonly locale: string;
}

/** What a question's window shows. */
export interface QuestionView {
  readonly message: string;
  readonly detail: string;
  /** The button that confirms, also by Return. */
  readonly confirm: string;
  /** The button that does not, also by Escape; null where there is only one answer. */
  readonly cancel: string | null;
  readonly appearance: Appearance;
}

/* ── Settings ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────── */

/** The settings that a window may see and change, by their names on the command line. */
export type SettingValues = { readonly [Name in SettingName]: SettingValue<Name> };

/** One setting and its new value. The value is checked by the engine's own schema, which answers with a sentence. */
export type SettingChange = {
  [Name in SettingName]: { readonly name: Name; readonly value: SettingValues[Name] };
}[SettingName];

export const LOGIN_ITEM_STATES = [
  'enabled',
  'not-registered',
  'requires-approval',
  'not-found',
  'unsupported',
] as const;
export type LoginItemState = (typeof LOGIN_ITEM_STATES)[number];

/** What the last notification came to; `unknown` before there was one. */
export type NotificationState = 'unknown' | 'shown' | 'failed' | 'unsupported';

export interface SettingsView {
  readonly values: SettingValues;
  readonly key: KeyView;
  readonly loginItem: LoginItemState;
  readonly notifications: NotificationState;
  /** The next three due times under the present schedule. */
  readonly nextRuns: readonly number[];
  /** Where things are when the setting is null. */
  readonly paths: { readonly staging: string; readonly log: string; readonly settings: string };
  /** What a key must be allowed to do, before there is one. */
  readonly neededPermissions: readonly Omit<PermissionView, 'granted'>[];
  /** Said when the settings file was unreadable and set aside, otherwise null. */
  readonly notice: string | null;
}

/** What may be known about the key: never the key. */
export interface KeyView {
  readonly state: 'none' | 'stored' | 'memory-only' | 'environment';
  readonly savedAt: number | null;
  /** Why it is only in memory. */
  readonly reason: string | null;
}

export interface PermissionView {
  readonly name: string;
  readonly meaning: string;
  readonly required: boolean;
  readonly granted: boolean;
}

export interface ServerTest {
  readonly version: string;
  /** Whether Immich Sync was tested with this version; `unknown` is newer than it knows. */
  readonly judgement: VersionJudgement;
  readonly user: string | null;
  readonly permissions: readonly PermissionView[];
  /** Things that work but are worth knowing, for example plain HTTP over the internet. */
  readonly warnings: readonly string[];
}

/* ── Setting up and the doctor ─────────────────────────────────────────────────────────────────────────────────────────────────── */

/** A configuration of the old script. The key itself stays in main. */
export interface LegacyConfigView {
  readonly path: string;
  readonly serverUrl: string | null;
  readonly hasKey: boolean;
  readonly stagingFolder: string | null;
  /** How to unload the old schedule, if there is one. */
  readonly unloadCommand: string | null;
}

export interface LibraryCheck {
  readonly path: string;
  /** `not-asked`: macOS would ask, so the library is only opened when the person says so. */
  readonly access: 'not-asked' | 'readable' | 'no-access' | 'missing' | 'not-a-library' | 'unknown';
  readonly problem: ProblemView | null;
}

/** An album of Photos, for choosing. */
export interface AdoptableAlbumView {
  readonly name: string;
  /** In Photos. */
  readonly assets: number;
}

export interface AlbumEntryView {
  readonly uuid: string;
  readonly title: string;
  /** Titles of the folders around it, outermost first. */
  readonly folders: readonly string[];
  readonly assets: number;
}

export interface ToolCheck {
  readonly name: string;
  /** What it is for. */
  readonly purpose: string;
  readonly required: boolean;
  readonly version: string | null;
  /** Whether Immich Sync was tested with this version; null when there is none to be used. */
  readonly verdict: 'tested' | 'untested' | null;
  readonly path: string | null;
  readonly problem: ProblemView | null;
  /** A command to copy, that installs it. */
  readonly installCommand: string | null;
  /** Whether the app can install it by itself. */
  readonly canInstall: boolean;
}

export interface PlanPreview {
  readonly assets: number;
  readonly bytes: number;
  readonly alreadyThere: number;
  readonly toUpload: number;
  readonly bytesToUpload: number;
  readonly forecast: ForecastView;
  readonly onlyInCloud: number;
  /** Of those, how many are fetched in a night; 0 when Photos has to download them by itself. */
  readonly downloadsPerNight: number;
  /** Assets that look like photos that the person's phone has sent. */
  readonly twins: number;
  readonly twinTreatment: TwinTreatment;
  readonly albumsToMake: number;
  readonly albumsWithSameName: number;
  /** At most, at any moment. */
  readonly diskNeeded: number;
  /** What stays of it: records. */
  readonly diskKept: number;
  readonly diskFree: number | null;
  readonly changes: ChangesView;
}

/** What the next sync would do, by name as far as it is not too many. */
export interface ChangesView {
  /** The first of those to upload, with their parts in words. */
  readonly uploads: readonly NamedChange[];
  /** The first of those that the phone seems to have sent. */
  readonly twins: readonly TwinView[];
  readonly twinsCount: number;
  /** What would be set on the server of what is there already. */
  readonly details: readonly NamedChange[];
  readonly detailsCount: number;
  readonly stacks: readonly string[];
  readonly stacksCount: number;
  readonly albumsToMake: readonly string[];
  /** Albums that get more, have less, or look otherwise; each with what. */
  readonly albums: readonly NamedChange[];
}

/** A file of Photos, and that of the phone that looks like it. */
export interface TwinView {
  readonly name: string;
  readonly phoneName: string;
  /** When the phone's was taken, milliseconds since 1970. */
  readonly takenAt: number;
}

export interface NamedChange {
  readonly name: string;
  readonly what: string;
}

export interface DoctorResult {
  readonly check: string;
  readonly title: string;
  readonly state: 'good' | 'warning' | 'bad';
  readonly sentence: string;
  readonly problem: ProblemView | null;
  /** Commands to copy into a terminal that mend it; none where a button does. */
  readonly commands: readonly string[];
}

/* ── The log ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────── */

export interface LogLine {
  /** Counts up from the first line that this session knows. */
  readonly number: number;
  readonly at: number | null;
  readonly level: LogLevel;
  readonly text: string;
}

/* ── Calls ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────── */

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
] as const;
export type LinkName = (typeof LINKS)[number];

export const WINDOW_NAMES = ['popover', 'settings', 'activity', 'setup', 'question'] as const;
export type WindowName = (typeof WINDOW_NAMES)[number];

/** Where in a window to go: a settings page, a run's number, a setup step. */
export interface WindowTarget {
  readonly window: Exclude<WindowName, 'popover' | 'question'>;
  readonly place: string | null;
}

export const PAUSE_CHOICES = ['hour', 'tomorrow', 'open-end'] as const;
export type PauseChoice = (typeof PAUSE_CHOICES)[number];

export const REVEALABLE = ['log', 'settings', 'ledger', 'staging'] as const;
export type Revealable = (typeof REVEALABLE)[number];

export const CHOOSABLE = ['library', 'staging', 'osxphotos', 'immich-go'] as const;
export type Choosable = (typeof CHOOSABLE)[number];

/** Each call with what it takes and what it gives. The channel is {@link CHANNEL_PREFIX} and the name. */
export interface Calls {
  'snapshot.get': { request: null; response: Snapshot };
  'sync.start': { request: null; response: null };
  'sync.stop': { request: null; response: null };
  'sync.pause': { request: { readonly choice: PauseChoice }; response: null };
  'sync.resume': { request: null; response: null };
  'settings.get': { request: null; response: SettingsView };
  'settings.change': { request: SettingChange; response: SettingsView };
  'key.save': { request: { readonly key: string }; response: KeyView };
  'key.remove': { request: null; response: KeyView };
  /** Null uses what is stored. */
  'server.test': { request: { readonly url: string | null; readonly key: string | null }; response: ServerTest };
  /** `mayAsk`: whether the person has said that macOS may ask for its permission now. */
  /** Goes on with the user of the present key, who is not the one of before; and syncs. */
  'user.accept': { request: null; response: null };
  'library.check': { request: { readonly mayAsk: boolean }; response: LibraryCheck };
  /** Hardware addresses of the routers of the networks that the Mac is on now. */
  'networks.current': { request: null; response: readonly string[] };
  /** Those of the last look at the library, by folder and title. */
  /** Albums made in Immich that have the name of one in Photos. */
  'albums.adoptable': { request: null; response: readonly AdoptableAlbumView[] };
  'albums.list': { request: null; response: readonly AlbumEntryView[] };
  'tools.check': { request: null; response: readonly ToolCheck[] };
  'tools.install': { request: { readonly name: string }; response: readonly ToolCheck[] };
  'plan.preview': { request: null; response: PlanPreview };
  'plan.cancel': { request: null; response: null };
  'legacy.find': { request: null; response: LegacyConfigView | null };
  'legacy.import': { request: null; response: SettingsView };
  'doctor.run': { request: null; response: readonly DoctorResult[] };
  'history.list': { request: { readonly limit: number }; response: readonly RunSummary[] };
  'history.details': { request: { readonly run: number }; response: RunDetails };
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
  'window.open': { request: WindowTarget; response: null };
  'window.close': { request: null; response: null };
  'link.open': { request: { readonly link: LinkName }; response: null };
  /** Opens an asset in Immich by its id there, a UUID; the address is made in main. */
  'asset.open': { request: { readonly remoteId: string }; response: null };
  reveal: { request: { readonly what: Revealable }; response: null };
  /** Shows the system's file dialog; gives the new settings, or null when it was cancelled. */
  choose: { request: { readonly what: Choosable }; response: SettingsView | null };
  'clipboard.write': { request: { readonly text: string }; response: null };
  /** Puts a description of this installation without secrets and picture names on the clipboard. */
  'diagnostics.copy': { request: { readonly run: number | null }; response: null };
  'app.relaunch': { request: null; response: null };
  'menu.open': { request: { readonly x: number; readonly y: number }; response: null };
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
  'sync.start': true,
  'sync.stop': true,
  'sync.pause': true,
  'sync.resume': true,
  'settings.get': true,
  'settings.change': true,
  'key.save': true,
  'key.remove': true,
  'server.test': true,
  'user.accept': true,
  'library.check': true,
  'networks.current': true,
  'albums.adoptable': true,
  'albums.list': true,
  'tools.check': true,
  'tools.install': true,
  'plan.preview': true,
  'plan.cancel': true,
  'legacy.find': true,
  'legacy.import': true,
  'doctor.run': true,
  'history.list': true,
  'history.details': true,
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
  'window.open': true,
  'window.close': true,
  'link.open': true,
  'asset.open': true,
  reveal: true,
  choose: true,
  'clipboard.write': true,
  'diagnostics.copy': true,
  'app.relaunch': true,
  'menu.open': true,
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
