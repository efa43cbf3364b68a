/** Lines that were run, out of what vitest has counted and what V8 has counted in processes beside it. */
import { decode } from '@jridgewell/sourcemap-codec';

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
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

/** V8's ranges lie in each other: the smallest around a place says how often it was run. */
interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

/** A source map as it lies beside a bundle. */
export interface SourceMap {
  readonly mappings: string;
  /** Relative to the bundle. */
  readonly sources: readonly (string | null)[];
}

/**
 * Adds what a process has run of a file to what the tests have run of it.
 * @param source as it lies on the disk; Node runs it with blanks in the place of types, so that every offset is the same
 */
export function addChildren(file: FileCoverage, script: ScriptCoverage, source: string): void {
  const starts = lineStarts(source);
  const statements = Object.entries(file.statementMap).map(
    ([id, { start }]) => [id, (starts[start.line - 1] ?? 0) + start.column] as const,
  );
  const counts = countsAt(
    script,
    statements.map(([, offset]) => offset),
  );
  for (const [id, offset] of statements) file.s[id] = (file.s[id] ?? 0) + (counts.get(offset) ?? 0);
}

/**
 * Adds what a process has run of a bundle to what the tests have run of the files that it was made of.
 * @param bundle as it lies on the disk
 * @param fileOf what is known of a source of the map, null for one that is not ours
 */
export function addBundle(
  script: ScriptCoverage,
  bundle: string,
  map: SourceMap,
  fileOf: (source: string) => FileCoverage | null,
): void {
  const files = map.sources.map((source) => (source === null ? null : fileOf(source)));
  const starts = lineStarts(bundle);
  const places = decode(map.mappings).flatMap((segments, line) =>
    segments.flatMap((segment) => {
      if (segment.length === 1) return [];
      const [column, source, originalLine, originalColumn] = segment;
      const file = files[source];
      let offset = (starts[line] ?? 0) + column;
      // A place may begin before the blanks that a statement is indented by; its range begins behind them.
      while (bundle[offset] === ' ' || bundle[offset] === '\t') offset += 1;
      return file ? [{ offset, file, originalLine, originalColumn }] : [];
    }),
  );
  const counts = countsAt(
    script,
    places.map(({ offset }) => offset),
  );
  const lines = new Map<FileCoverage, Map<number, { readonly column: number; readonly count: number }[]>>();
  for (const { offset, file, originalLine, originalColumn } of places) {
    const ofFile = lines.get(file) ?? new Map();
    lines.set(file, ofFile);
    const ofLine = ofFile.get(originalLine + 1) ?? [];
    ofFile.set(originalLine + 1, ofLine);
    ofLine.push({ column: originalColumn, count: counts.get(offset) ?? 0 });
  }
  for (const [file, ofFile] of lines)
    for (const [id, { start }] of Object.entries(file.statementMap))
      file.s[id] = (file.s[id] ?? 0) + countFrom(ofFile.get(start.line) ?? [], start.column);
}

/** How often what begins at a column was run: of the places of its line, the last one up to there, in whichever copy was run most. */
function countFrom(places: readonly { readonly column: number; readonly count: number }[], column: number): number {
  const before = places.filter((place) => place.column <= column);
  const nearest = Math.max(...before.map((place) => place.column));
  return Math.max(0, ...before.filter((place) => place.column === nearest).map(({ count }) => count));
}

/** How often each of these places was run, by its offset. */
function countsAt({ functions }: ScriptCoverage, offsets: readonly number[]): ReadonlyMap<number, number> {
  const ranges = functions
    .flatMap((each) => each.ranges)
    .sort((one, other) => one.startOffset - other.startOffset || other.endOffset - one.endOffset);
  const counts = new Map<number, number>();
  const around: Range[] = [];
  let next = 0;
  for (const offset of [...new Set(offsets)].sort((one, other) => one - other)) {
    for (let range = ranges[next]; range !== undefined && range.startOffset <= offset; range = ranges[next]) {
      next += 1;
      while (around.length > 0 && (around.at(-1)?.endOffset ?? 0) <= range.startOffset) around.pop();
      around.push(range);
    }
    while (around.length > 0 && (around.at(-1)?.endOffset ?? 0) <= offset) around.pop();
    counts.set(offset, around.at(-1)?.count ?? 0);
  }
  return counts;
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
