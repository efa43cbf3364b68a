/**
 * How time, memory, requests and disk grow with the size of a library: up to 10,000 assets, with `--all` up to 100,000 and a ledger of a
 * million parts. Single steps run in processes of their own (growth-step.ts), so that none is measured with the leavings of another; whole
 * runs are those of the command (whole-runs.ts).
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { markdownTable, shownBytes, shownCount, shownRatio, shownTime } from './markdown.ts';
import { drawPlot } from './plot.ts';
import { measureAlreadyThere, measureDays, measureFirstSync } from './whole-runs.ts';

export interface GrowthRow {
  readonly step: string;
  /** Assets, or parts of a ledger. */
  readonly size: number;
  /** Of the clock. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Bytes that our process took at most; null for what others do. */
  readonly memory: number | null;
  /** Bytes that the programs which it started took at most, together; null where none can be. */
  readonly programMemory: number | null;
  /** How many were seen. */
  readonly programs: number | null;
  readonly requests: number | null;
  /** Beside what it is measured, and how many times that it took. */
  readonly beside: { readonly of: string; readonly time: number; readonly processor: number | null } | null;
  /** Bytes in staging and outbox at most, and the budget with one batch. */
  readonly disk: { readonly most: number; readonly allowed: number } | null;
}

export interface GrowthOptions {
  readonly isAll: boolean;
  /** Absolute paths. */
  readonly osxphotos: string;
  readonly immichGo: string;
  readonly onRow: (row: GrowthRow) => void;
}

const STEP = join(import.meta.dirname, 'growth-step.ts');
/** The power of the size with which time may grow: above it, a row is marked. Below {@link MIN_SECONDS} it is the clock that is measured. */
export const LINEAR = 1.1;
const MIN_SECONDS = 0.05;

export async function measureGrowth(options: GrowthOptions): Promise<readonly GrowthRow[]> {
  const { isAll, osxphotos, immichGo } = options;
  const root = await mkdtemp(join(tmpdir(), 'growth-'));
  const rows: GrowthRow[] = [];
  const onRow = (row: GrowthRow) => {
    rows.push(row);
    options.onRow(row);
  };
  const step = async (kind: string, size: number, place: string) => {
    const args = ['--disable-warning=ExperimentalWarning', STEP, kind, String(size), place, osxphotos];
    return (await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 24 })).stdout;
  };
  const measureSteps = async (kind: 'ledger' | 'library', size: number) => {
    const place = join(root, kind);
    await step(`make-${kind}`, size, place);
    const lines = (await step(kind, size, place)).trim().split('\n');
    for (const line of lines) onRow(JSON.parse(line) as GrowthRow);
    await rm(place, { recursive: true, force: true });
  };
  const sizes = isAll ? [1_000, 10_000, 100_000] : [1_000, 10_000];
  const whole = { osxphotos, immichGo, onRow, folder: join(root, 'whole') };
  try {
    for (const size of isAll ? [10_000, 100_000, 1_000_000] : [1_000, 10_000, 100_000])
      await measureSteps('ledger', size);
    for (const size of sizes) await measureSteps('library', size);
    for (const size of sizes) await measureDays(size, whole);
    for (const size of [1_000, 10_000]) await measureAlreadyThere(size, whole);
    for (const size of isAll ? [1_000, 10_000] : [1_000]) await measureFirstSync(size, whole);
    return rows;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** With which power of the size a step's processor time grows, since the row before; null for the first and for what is too short. Pure. */
export function growthOf(row: GrowthRow, before: GrowthRow | undefined): number | null {
  if (before === undefined || row.cpuSeconds < MIN_SECONDS) return null;
  return Math.log(row.cpuSeconds / Math.max(before.cpuSeconds, MIN_SECONDS / 10)) / Math.log(row.size / before.size);
}

/** @returns lines in Markdown, those of one step together. Pure. */
export function growthTable(rows: readonly GrowthRow[]): readonly string[] {
  const head = ['step', 'size', 'time', 'processor', 'our memory', 'programs’', 'requests', 'beside', 'grows as'];
  const cells = [...Map.groupBy(rows, ({ step }) => step).values()].flatMap((points) =>
    points.map((row, index) => [
      index === 0 ? row.step : '',
      shownCount(row.size),
      shownTime(row.seconds),
      shownTime(row.cpuSeconds),
      row.memory === null ? '' : shownBytes(row.memory),
      row.programMemory === null || row.programMemory === 0 ? '' : shownBytes(row.programMemory),
      row.requests === null ? '' : shownCount(row.requests),
      [
        ...(row.beside === null ? [] : [`${shownBeside(row.beside)} ${row.beside.of}`]),
        ...(row.disk === null ? [] : [`staging ${shownBytes(row.disk.most)} of ${shownBytes(row.disk.allowed)}`]),
      ].join('; '),
      shownGrowth(growthOf(row, points[index - 1])),
    ]),
  );
  return markdownTable(head, cells);
}

/** How many times what it is measured beside. Pure. */
export function shownBeside({ time, processor }: NonNullable<GrowthRow['beside']>): string {
  return `${shownRatio(time)} ×${processor === null ? '' : ` (processor ${shownRatio(processor)} ×)`}`;
}

function shownGrowth(power: number | null): string {
  if (power === null) return '';
  const text = `n^${power.toFixed(2)}`;
  return power > LINEAR ? `**${text}**` : text;
}

/** Draws time and memory over the size, one below the other. */
export async function writePlot(file: string, rows: readonly GrowthRow[]): Promise<void> {
  const steps = [...Map.groupBy(rows, ({ step }) => step)];
  const series = (value: (row: GrowthRow) => number | null) =>
    steps
      .map(([name, points], style) => ({
        name,
        style,
        points: points.map((row) => ({ x: row.size, y: value(row) ?? 0 })),
      }))
      .filter(({ points }) => points.length > 1 && points.every(({ y }) => y > 0));
  const sizes = rows.map(({ size }) => size);
  const inStep = {
    name: 'in step with the size',
    style: null,
    points: [Math.min(...sizes), Math.max(...sizes)].map((x) => ({ x, y: x / 100_000 })),
  };
  const svg = drawPlot([
    {
      title: 'Seconds of processor by size',
      unit: 's',
      series: [inStep, ...series((row) => Math.max(row.cpuSeconds, 0.001))],
    },
    { title: 'Megabytes of our process by size', unit: 'MB', series: series(({ memory }) => memory && memory / 1e6) },
  ]);
  await writeFile(file, svg);
}
