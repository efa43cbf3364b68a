/** What is said about a problem, in one place for the app and the command line. */
import type { Explanation, Told } from '../reasons/kind.ts';
import type { Say } from './say.ts';

/** What a screen's one button does about a problem. The command line prints the problem's `command` instead. */
export const PROBLEM_ACTIONS = [
  'check-address',
  'replace-key',
  'edit-key',
  'accept-user',
  'accept-server',
  'update-server',
  'choose-library',
  'confirm-library',
  'install-tool',
  'update-tools',
  'free-space',
  'choose-staging',
  /** Settings and ledger lie in one folder. */
  'show-file',
  'try-again',
  'show-assets',
  'open-immich',
  'open-trash',
  'photos-access',
  'local-network-access',
  'open-settings',
  'check-hooks',
  'check-for-updates',
  'open-downloads',
  'copy-details',
] as const;
export type ProblemAction = (typeof PROBLEM_ACTIONS)[number];

/** Why the run ended, as a process exit code (`sysexits`-like; their words are in `scripts/docs/exit-codes.ts`). */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 75 | 130;

/** What a problem can be told with: facts, not words, as far as they are ours. Can cross every border as JSON. */
export type ProblemValue = string | number | null | readonly string[] | Explanation | readonly Explanation[];

/** A problem that is reported without values. */
export type NoValues = Readonly<Record<string, never>>;

/** @typeParam Values by name, what the sentence needs. `count` is that of the items that it is about. */
export interface ProblemKind<Values> {
  /** A heading for the screens. */
  readonly title: string;
  /** What happened, in the person's terms: one whole sentence for each case, never put together from pieces. */
  readonly sentence: (values: Told<Values>, say: Say) => string;
  /** What to do: one imperative sentence that is right on screens and in a terminal alike. */
  readonly advice: string;
  /** What does it, or helps, on the command line, which prints it below the advice; capitals stand for what a person has to fill in. */
  readonly command?: string;
  readonly action: ProblemAction;
  readonly exitCode: ExitCode;
}

export const problem = <Values extends Readonly<Record<string, ProblemValue>> = NoValues>(
  kind: ProblemKind<Values>,
): ProblemKind<Values> => kind;
