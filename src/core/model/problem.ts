/**
 * Everything that can go wrong, in words a person understands. `problems/` holds the table: for each code its values, title, sentence, advice,
 * command, action and exit code. The command line, the app's screens and the history all use it, and it is complete at compile time.
 */
import { plainText } from './plain-text.ts';
import { ITEM_PROBLEMS } from './problems/items.ts';
import type { ExitCode, NoValues, ProblemAction, ProblemKind, ProblemValue } from './problems/kind.ts';
import { LIBRARY_PROBLEMS } from './problems/library.ts';
import { type Say, sayIn } from './problems/say.ts';
import { SERVER_PROBLEMS } from './problems/server.ts';
import { SETUP_PROBLEMS } from './problems/setup.ts';
import { THIS_MAC_PROBLEMS } from './problems/this-mac.ts';
import { TOOL_PROBLEMS } from './problems/tools.ts';
import { UPDATE_PROBLEMS } from './problems/updates.ts';
import { problemPage } from './project.ts';
import { clauseOf, type Explanation, quote, type Reason } from './reasons.ts';

export type { ExitCode, ProblemAction } from './problems/kind.ts';

export const PROBLEMS = {
  ...SETUP_PROBLEMS,
  ...SERVER_PROBLEMS,
  ...LIBRARY_PROBLEMS,
  ...TOOL_PROBLEMS,
  ...THIS_MAC_PROBLEMS,
  ...ITEM_PROBLEMS,
  ...UPDATE_PROBLEMS,
};

export type ProblemCode = keyof typeof PROBLEMS;

/** What the sentence of a code needs; of several codes, what all of them need. */
export type ValuesOf<Code extends ProblemCode> =
  (typeof PROBLEMS)[Code] extends ProblemKind<infer Values> ? Values : never;

type Values = Readonly<Record<string, ProblemValue>>;

/** A problem as the history keeps it: no words, so that these can be changed and translated. */
export interface KeptProblem {
  readonly code: ProblemCode;
  /** Those of its code. */
  readonly values: Values;
  /** Up to 20 file names or UUIDs that the problem is about. */
  readonly about: readonly string[];
  readonly count: number;
}

/** What an earlier version kept: its words alone. */
export interface FormerProblem extends Omit<KeptProblem, 'values'> {
  readonly values: null;
  readonly text: Pick<Problem, 'sentence' | 'advice' | 'action'>;
}

/** A problem as it is reported, printed and shown. Holds no secrets and can cross every border as JSON. */
export interface Problem extends Omit<KeptProblem, 'values'> {
  /** Null for one that an earlier version has kept. */
  readonly values: Values | null;
  readonly title: string;
  readonly sentence: string;
  readonly advice: string;
  /** See `ProblemKind`; null where no command helps. */
  readonly command: string | null;
  readonly action: ProblemAction;
  /** Its page in the documentation. */
  readonly url: string;
}

/** The language of the table; times as the log writes them. */
const IN_LOG = sayIn('en');

/** Puts an explanation into words, for the inside of a sentence. */
export const tell = (explanation: Explanation): string => tellWith(explanation, IN_LOG);

/** @param say how its numbers and times are written */
export function tellWith(explanation: Explanation, say: Say): string {
  if (typeof explanation === 'string') return explanation;
  const { code, values } = explanation;
  const { problem } = values;
  if (code === OF_PROBLEM) return tellProblemWith(problem as KeptProblem, say).sentence.replace(/\.$/, '');
  return clauseOf(code, tellValues(values, say), say) ?? code;
}

const OF_PROBLEM = 'problem';

/** A problem as the reason of another one: its sentence. */
export function becauseOf(problem: Problem): Reason {
  return { code: OF_PROBLEM, values: { problem: keepProblem(problem) } };
}

const isReason = (value: unknown): value is Reason =>
  typeof value === 'object' && value !== null && 'code' in value && 'values' in value;

function tellValues(values: Readonly<Record<string, unknown>>, say: Say): Readonly<Record<string, never>> {
  const told = (value: unknown) => (isReason(value) ? tellWith(value, say) : value);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.map(told) : told(value)]),
  ) as Readonly<Record<string, never>>;
}

/** Puts what was kept into words. */
export const tellProblem = (kept: KeptProblem | FormerProblem): Problem => tellProblemWith(kept, IN_LOG);

/** @param say how its numbers and times are written */
export function tellProblemWith(kept: KeptProblem | FormerProblem, say: Say): Problem {
  const { code, about, count } = kept;
  const url = problemPage(code);
  if (kept.values === null) {
    const { sentence, advice, action } = kept.text;
    return { code, values: null, title: sentence, sentence, advice, command: null, action, url, about, count };
  }
  // Another version may have kept one that this one does not know.
  if (!Object.hasOwn(PROBLEMS, code))
    return {
      ...tellProblem({ ...kept, code: 'unexpected', values: { reason: quote(code) } }),
      values: kept.values,
      code,
      url,
    };
  const { title, sentence, advice, command = null, action } = PROBLEMS[code] as ProblemKind<Values>;
  const { values } = kept;
  const said = sentence(tellValues(values, say), say);
  return { code, values, title, sentence: said, advice, command, action, url, about, count };
}

/** What of a problem is kept. */
export function keepProblem(problem: Problem): KeptProblem | FormerProblem {
  const { code, values, sentence, advice, action, about, count } = problem;
  return values === null
    ? { code, values, text: { sentence, advice, action }, about, count }
    : { code, values, about, count };
}

/** What comes after the code; values may be left out where it has none. */
export type ProblemArguments<Code extends ProblemCode, More extends readonly unknown[]> =
  NoValues extends ValuesOf<Code> ? [values?: ValuesOf<Code>, ...more: More] : [values: ValuesOf<Code>, ...more: More];

export function makeProblem<Code extends ProblemCode>(
  code: Code,
  ...[given, about = []]: ProblemArguments<Code, [about?: readonly string[]]>
): Problem {
  const values = plainValues(given ?? {});
  const { count } = values;
  return tellProblem({
    code,
    values,
    about: about.slice(0, 20).map((name) => plainText(name)),
    count: typeof count === 'number' ? count : Math.max(1, about.length),
  });
}

/** The one place through which words of the server and of tools come into sentences. */
function plainValues(given: Values): Values {
  return plain(given) as Values;
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

interface ProblemOptions {
  readonly cause?: unknown;
  readonly about?: readonly string[];
}

/** An error that a person can act on. Everything the core throws on purpose is one of these. */
export class ProblemError<Code extends ProblemCode = ProblemCode> extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(code: Code, ...[values, options]: ProblemArguments<Code, [options?: ProblemOptions]>) {
    const problem = makeProblem(
      code,
      ...([values, options?.about] as ProblemArguments<Code, [about?: readonly string[]]>),
    );
    super(problem.sentence, options?.cause === undefined ? undefined : { cause: options.cause });
    this.problem = problem;
  }

  get code(): ProblemCode {
    return this.problem.code;
  }

  get exitCode(): ExitCode {
    return PROBLEMS[this.problem.code].exitCode;
  }
}

/** SQLite's SQLITE_BUSY and SQLITE_LOCKED: another process wrote for longer than one waits for it. */
function isLedgerBusy(error: unknown): boolean {
  const code = Number((error as { errcode?: number } | null)?.errcode ?? 0) & 0xff;
  return code === 5 || code === 6;
}

/** Turns anything thrown into a problem, so that no failure reaches a person as a stack trace. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (isLedgerBusy(error)) return makeProblem('ledger-busy');
  return makeProblem('unexpected', { reason: quote(error instanceof Error ? error.message : String(error)) });
}
