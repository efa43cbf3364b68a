/** What Settings shows: values, the key without the key, and what a test of the connection found. */
import type { ConnectionView } from '../../core/model/connection.ts';
import type { HookState } from '../../core/model/hooks.ts';
import type { Permission } from '../../core/model/permissions.ts';
import type { Problem as ProblemView } from '../../core/model/problem.ts';
import type { VersionJudgement } from '../../core/model/remote.ts';
import type { WindowSettingName as SettingName, SettingValue } from '../../core/model/settings.ts';

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

/** A service, for its page: never its address. */
export interface HookView extends Omit<HookState, 'last'> {
  /** What became of the last message, and when; null before there was one. @property failure why it did not arrive, null when it did */
  readonly last: { readonly at: number; readonly failure: string | null } | null;
}

/** @property version null where it cannot be found out now */
export interface VersionView {
  readonly name: string;
  readonly version: string | null;
}

export interface SettingsView {
  readonly values: SettingValues;
  readonly key: KeyView;
  /** What the way to each of the server's addresses needs besides the key; then what earlier ones had. */
  readonly connections: readonly ConnectionView[];
  readonly loginItem: LoginItemState;
  readonly notifications: NotificationState;
  /** The next three due times under the present schedule. */
  readonly nextRuns: readonly number[];
  /** Where things are when the setting is null. */
  readonly paths: {
    readonly staging: string;
    readonly log: string;
    readonly settings: string;
    readonly statusFile: string;
  };
  /** What a key must or may be allowed to do, the needed groups first. */
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

export interface PermissionView extends Permission {
  readonly granted: boolean;
}

/** A server that was found at an address, before anybody has signed in. */
export interface ServerFound {
  /** The address as it is kept. */
  readonly url: string;
  readonly version: string;
  /** As those of {@link ServerTest}. */
  readonly warnings: readonly string[];
}

export interface ServerTest {
  readonly version: string;
  /** Whether Immich Sync was tested with this version; `unknown` is newer than it knows. */
  readonly judgement: VersionJudgement;
  readonly user: string | null;
  /** Each address that was tried, and what kept Immich from answering there; null where it does. The first that answers was looked at. */
  readonly addresses: readonly { readonly url: string; readonly problem: ProblemView | null }[];
  /** What keeps a sync from starting with this server and key; null when one could. */
  readonly problem: ProblemView | null;
  readonly permissions: readonly PermissionView[];
  /** Things that work but are worth knowing, for example plain HTTP over the internet. */
  readonly warnings: readonly string[];
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
