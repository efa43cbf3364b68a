/** A line of the smoke test: what must be seen on a Mac, and how to look. All lines run, whatever becomes of the others. */

/** What a line sees. `seen` is one line of text, also when it is as expected: it is what a person reads afterwards. */
export interface Sight {
  readonly asExpected: boolean;
  readonly seen: string;
}

export interface Line<Bench> {
  /** Unique, short; docs/mac-checklist.md names it. */
  readonly name: string;
  readonly expected: string;
  /** What the line needs; `any` runs on Linux too, against the package for Linux. */
  readonly needs: 'macOS' | 'any';
  /** May throw: that is a line that failed. */
  readonly look: (bench: Bench) => Promise<Sight>;
}

export type Outcome = 'ok' | 'FAILED' | 'needs macOS';

export interface LineResult {
  readonly name: string;
  readonly outcome: Outcome;
  readonly expected: string;
  readonly seen: string;
}

export interface RunOptions<Bench> {
  readonly lines: readonly Line<Bench>[];
  readonly bench: Bench;
  readonly isMac: boolean;
  /** Milliseconds that a line may take. */
  readonly limit: number;
  readonly onResult: (result: LineResult) => void;
}

/** Runs the lines one after the other. */
export async function runLines<Bench>(options: RunOptions<Bench>): Promise<readonly LineResult[]> {
  const results: LineResult[] = [];
  for (const line of options.lines) {
    const result = await runLine(line, options);
    options.onResult(result);
    results.push(result);
  }
  return results;
}

async function runLine<Bench>(
  { name, expected, needs, look }: Line<Bench>,
  { bench, isMac, limit }: RunOptions<Bench>,
): Promise<LineResult> {
  if (needs === 'macOS' && !isMac) return { name, expected, outcome: 'needs macOS', seen: 'not looked at' };
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<Sight>((resolve) => {
    const seconds = Math.round(limit / 1000);
    timer = setTimeout(() => resolve({ asExpected: false, seen: `nothing within ${seconds} seconds` }), limit);
  });
  try {
    const { asExpected, seen } = await Promise.race([look(bench), tooLong]);
    return { name, expected, outcome: asExpected ? 'ok' : 'FAILED', seen };
  } catch (error) {
    return { name, expected, outcome: 'FAILED', seen: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

export function describeResult({ name, outcome, expected, seen }: LineResult): string {
  return [`${outcome.padEnd(11)} ${name}`, `            expected  ${expected}`, `            seen      ${seen}`].join(
    '\n',
  );
}

/** @returns `12 ok, 1 FAILED (name), 8 need macOS` */
export function summarize(results: readonly LineResult[]): string {
  const of = (wanted: Outcome) => results.filter(({ outcome }) => outcome === wanted);
  const failed = of('FAILED').map(({ name }) => name);
  return [
    `${of('ok').length} ok`,
    `${failed.length} FAILED${failed.length === 0 ? '' : ` (${failed.join('; ')})`}`,
    `${of('needs macOS').length} need macOS`,
  ].join(', ');
}

/** For the page of a workflow's run. */
export function markdownTable(results: readonly LineResult[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const rows = results.map((result) =>
    [result.outcome, result.name, result.expected, result.seen].map((text) => ` ${cell(text)} `).join('|'),
  );
  return ['| | line | expected | seen |', '| --- | --- | --- | --- |', ...rows.map((row) => `|${row}|`), ''].join('\n');
}
