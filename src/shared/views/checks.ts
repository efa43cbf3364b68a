/** What was looked at on this Mac: the library, the tools, the old script, and the doctor’s findings. */
import type { Problem as ProblemView } from '../../core/model/problem.ts';
import type { ToolVerdict } from '../../core/model/tools.ts';

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

export interface ToolCheck {
  readonly name: string;
  /** What it is for. */
  readonly purpose: string;
  readonly required: boolean;
  readonly version: string | null;
  /** How well it is known; null when there is none to be used. */
  readonly verdict: ToolVerdict | null;
  readonly path: string | null;
  readonly problem: ProblemView | null;
  /** A command to copy, that installs it. */
  readonly installCommand: string | null;
  /** Whether the app can install it by itself. */
  readonly canInstall: boolean;
}

/** What came of looking for newer tools: others are in use now, or there are none. */
export interface ToolUpdateView {
  readonly outcome: 'updated' | 'current';
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
