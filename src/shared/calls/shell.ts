/** What windows ask of the shell: texts, windows and dialogs of the system, links, the app itself. */
import type { Problem as ProblemView } from '../../core/model/problem.ts';
import type { ReleaseNotes } from '../../core/model/updates.ts';
import type { Language } from '../texts.ts';
import type { DiagnosticsView } from '../views/diagnostics.ts';
import type { LoginItemState, NotificationState, SettingsView } from '../views/settings.ts';
import type { QuestionView, Snapshot } from '../views/snapshot.ts';

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

export interface ShellCalls {
  'snapshot.get': { request: null; response: Snapshot };
  /** The texts of the language in use. */
  'language.get': { request: null; response: Language };
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

/** Their names, for the preload script; one without the other does not compile. */
export const SHELL_CALLS: Readonly<Record<keyof ShellCalls, true>> = {
  'snapshot.get': true,
  'language.get': true,
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
