/** The whole of what main tells every window, again and again, and what a question looks like. */
import type { CheckProgress, CheckResult } from '../../core/model/library-check.ts';
import type { Problem as ProblemView } from '../../core/model/problem.ts';
import type { UpdateState } from '../../core/model/updates.ts';
import type { AppStatus, CoverageView, ForecastView, ProgressView } from './app-status.ts';
import type { ToolSetUpView } from './checks.ts';
import type { HistoryDay, RunSummary } from './history.ts';

export interface Snapshot {
  /** Main's clock when the snapshot was made; windows count on from it. */
  readonly now: number;
  readonly status: AppStatus;
  readonly coverage: CoverageView | null;
  /** Of an import that is under way, also between its syncs; null when no more than an everyday sync is to come. */
  readonly importing: ForecastView | null;
  /** Of a preview that is being made; null while none is. */
  readonly previewing: ProgressView | null;
  /** Of a check of everything; null while none is made. */
  readonly checking: CheckProgress | null;
  /** What the last check of everything came to; null before the first one. */
  readonly lastCheck: CheckResult | null;
  /** Null while no tools are being set up. */
  readonly settingUpTools: ToolSetUpView | null;
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
  /** Whether lists have small pictures beside the names. */
  readonly showsPictures: boolean;
  /** Of the app itself. */
  readonly update: UpdateState;
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
  /** BCP 47, of the texts; `language.get` has them. */
  readonly language: string;
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
