/** What the shell needs of the engine, and nothing of how the engine does it. Tests give the shell other services. */

import type { LanguageChoice } from '../../core/model/languages.ts';
import type {
  CallName,
  Calls,
  LogLine,
  NotifyChoice,
  Revealable,
  SettingsView,
  Snapshot,
} from '../../shared/contract.ts';

/** What the engine knows; the shell adds the clock, the looks, and updates of the app. */
export type EngineState = Omit<Snapshot, 'now' | 'appearance' | 'update'>;

/** The calls that the shell answers itself, because they are about windows and the system. */
export const SHELL_CALLS = [
  'snapshot.get',
  'language.get',
  'login-item.set',
  'notifications.introduce',
  'window.open',
  'window.close',
  'link.open',
  'problem.explain',
  'asset.open',
  'reveal',
  'choose',
  'certificate.choose',
  'authority.choose',
  'clipboard.write',
  'report.save',
  'diagnostics.copy',
  'diagnostics.save',
  'app.relaunch',
  'updates.check',
  'updates.restart',
  'updates.notes',
  'updates.forget-news',
  'menu.open',
  'popover.fit',
] as const satisfies readonly CallName[];
export type ShellCall = (typeof SHELL_CALLS)[number];
/** Answered by `Questions`, which are there before the shell. */
export type QuestionCall = 'question.get' | 'question.answer' | 'question.fit';
export type EngineCall = Exclude<CallName, ShellCall | QuestionCall>;

export type Handler<Name extends CallName> = (
  request: Calls[Name]['request'],
) => Promise<Calls[Name]['response']> | Calls[Name]['response'];

export type EngineHandlers = { readonly [Name in EngineCall]: Handler<Name> };

export interface Services {
  readonly handlers: EngineHandlers;
  readonly state: () => EngineState;
  /** Called whenever {@link state} has changed; returns the function that ends the listening. */
  readonly onState: (listener: () => void) => () => void;
  /** The language that the person has chosen. */
  readonly language: () => LanguageChoice;
  readonly onLogLines: (listener: (lines: readonly LogLine[]) => void) => () => void;
  /** The address to open for a person, or null while not set up. */
  readonly serverUrl: () => string | null;
  /** What notifications are shown for: a setting. */
  readonly notifications: () => NotifyChoice;
  readonly paths: () => Readonly<Record<Revealable, string>>;
  /** Takes over a client certificate from its file. @param path absolute */
  readonly takeCertificate: (address: string, path: string, passphrase: string | null) => Promise<SettingsView>;
  /** Takes over a person's own authority from its file. @param path absolute */
  readonly takeAuthority: (address: string, path: string) => Promise<SettingsView>;
  /** A description of this installation without secrets and picture names. */
  readonly diagnostics: (run: number | null) => Promise<string>;
  /** Saves the map as a page without names. @throws {ProblemError} report-not-saved */
  readonly saveReport: (path: string, at: Date, locale: string) => Promise<void>;
  /** Saves what `diagnostics.collect` has shown. @throws {ProblemError} diagnostics-not-saved */
  readonly saveDiagnostics: (path: string) => Promise<void>;
  /** @param until null for a pause without an end */
  readonly pauseUntil: (until: Date | null) => Promise<void>;
  /** The Mac woke up: what waited may continue. */
  readonly wake: () => void;
  /** The Mac was plugged in: what waited for that may continue. */
  readonly plugIn: () => void;
  /** The Mac falls asleep: no sync starts until {@link wake}. */
  readonly sleep: () => void;
  /** Whether a sync is in progress, whoever does it, or other long work of the engine: windows are to leave the machine to it. */
  readonly isBusy: () => boolean;
  /** Aborted when {@link close} begins. */
  readonly closing: AbortSignal;
  /** Whether a sync is in progress that {@link close} would stop: one of the app's own. */
  readonly quitStopsSync: () => boolean;
  /** The session is about to end, which an app may still cancel: stops the sync without waiting for it, and starts none for a while. */
  readonly sessionEnds: () => void;
  /** Stops what runs and lets go of everything; resolves when it is safe to quit. */
  readonly close: () => Promise<void>;
}
