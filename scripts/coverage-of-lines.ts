/** Lines that were run, out of what vitest has counted and what V8 has counted in processes beside it. */

interface Position {
  /** From 1. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
}

/** Of coverage-final.json, by istanbul. */
export interface FileCoverage {
  readonly statementMap: Readonly<Record<string, { readonly start: Position }>>;
  /** How often each statement was run. */
  readonly s: Record<string, number>;
}

/** Of a file in NODE_V8_COVERAGE, for one script. */
export interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly {
    /** From the outermost to the innermost. */
    readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
  }[];
}

/**
 * Adds what a process has run of a file to what the tests have run of it.
 * @param source as it lies on the disk; Node runs it with blanks in the place of types, so that every offset is the same
 */
export function addChildren(file: FileCoverage, script: ScriptCoverage, source: string): void {
  const starts = lineStarts(source);
  const ranges = script.functions.flatMap(({ ranges }) => ranges);
  for (const [id, { start }] of Object.entries(file.statementMap)) {
    const offset = (starts[start.line - 1] ?? 0) + start.column;
    file.s[id] = (file.s[id] ?? 0) + countAt(ranges, offset);
  }
}

/** V8's ranges lie in each other: the smallest around a place says how often it was run. */
function countAt(ranges: ScriptCoverage['functions'][number]['ranges'], offset: number): number {
  let smallest = Number.POSITIVE_INFINITY;
  let count = 0;
  for (const range of ranges) {
    const size = range.endOffset - range.startOffset;
    if (range.startOffset > offset || offset >= range.endOffset || size > smallest) continue;
    smallest = size;
    count = range.count;
  }
  return count;
}

function lineStarts(source: string): readonly number[] {
  const starts = [0];
  for (let end = source.indexOf('\n'); end !== -1; end = source.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

/** A line counts as run when the first statement on it was. */
export function countLines({ statementMap, s }: FileCoverage): { readonly run: number; readonly all: number } {
  const lines = new Map<number, number>();
  for (const [id, { start }] of Object.entries(statementMap)) {
    if (!lines.has(start.line)) lines.set(start.line, s[id] ?? 0);
  }
  return { run: [...lines.values()].filter((count) => count > 0).length, all: lines.size };
}
