/** What was looked at on this Mac: the library, the tools, the old script, and the doctor’s findings. */
import type { CheckName } from '../../core/model/checks.ts';
import type { Problem as ProblemView } from '../../core/model/problem.ts';
import type { FoundBy, InstallActivity, ToolName, ToolVerdict } from '../../core/model/tools.ts';

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

/** A program that was found on this computer. */
export interface FoundTool {
  readonly path: string;
  readonly by: FoundBy;
  /** Null when it does not say. */
  readonly version: string | null;
  readonly verdict: ToolVerdict;
  /** Why it cannot be used, for a sentence's end; null when it can. */
  readonly reason: string | null;
}

export interface ToolCheck {
  readonly name: ToolName;
  /** Null when none can be used; then there is a problem. */
  readonly inUse: FoundTool | null;
  readonly problem: ProblemView | null;
  readonly others: readonly FoundTool[];
  /** The version that the app would install; null when that is there. */
  readonly offered: string | null;
}

/** Tools that are being set up. */
export interface ToolSetUpView {
  /** All of them, in order. */
  readonly tools: readonly ToolName[];
  /** The one at hand. */
  readonly tool: ToolName;
  /** Null before the first thing is done. */
  readonly activity: InstallActivity | null;
  /** Of the file that is downloaded; null where nobody counts. */
  readonly bytes: { readonly done: number; readonly total: number } | null;
  /** From 0 to 1 of everything. */
  readonly fraction: number;
}

/** What came of looking for newer tools: others are in use now, or there are none. */
export interface ToolUpdateView {
  readonly outcome: 'updated' | 'current';
}

export interface DoctorResult {
  readonly check: CheckName;
  readonly state: 'good' | 'warning' | 'bad';
  /** What was found; empty where there is a problem. */
  readonly sentence: string;
  readonly problem: ProblemView | null;
  /** Commands to copy into a terminal that fix it; none where a button does. */
  readonly commands: readonly string[];
}
