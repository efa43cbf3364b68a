/**
 * How time and memory grow with the size of a library: `npm run bench -- --growth` up to 10,000 assets, `--all` up to 100,000 and a ledger
 * of a million parts. Every step runs in a process of its own (growth-step.ts), so that none is measured with the leavings of another.
 * Prints a table and, with `--plot FILE.svg`, draws it.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { drawPlot } from './plot.ts';

export interface GrowthRow {
  readonly step: string;
  /** Assets, or parts of a ledger. */
  readonly size: number;
  /** Of the clock. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Bytes that the process took at most; of a step with osxphotos, without it. */
  readonly memory: number;
}

const STEP = join(import.meta.dirname, 'growth-step.ts');

export async function measureGrowth(options: {
  readonly isAll: boolean;
  /** Absolute path. */
  readonly osxphotos: string;
  readonly onRow: (row: GrowthRow) => void;
}): Promise<readonly GrowthRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'growth-'));
  const rows: GrowthRow[] = [];
  const step = async (kind: string, size: number, place: string) => {
    const args = ['--disable-warning=ExperimentalWarning', STEP, kind, String(size), place, options.osxphotos];
    return (await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 24 })).stdout;
  };
  const measure = async (kind: 'ledger' | 'library', size: number) => {
    const place = join(folder, kind);
    await step(`make-${kind}`, size, place);
    for (const line of (await step(kind, size, place)).trim().split('\n')) {
      const row = JSON.parse(line) as GrowthRow;
      rows.push(row);
      options.onRow(row);
    }
    await rm(place, { recursive: true, force: true });
  };
  try {
    for (const size of options.isAll ? [10_000, 100_000, 1_000_000] : [1_000, 10_000, 100_000])
      await measure('ledger', size);
    for (const size of options.isAll ? [1_000, 10_000, 100_000] : [1_000, 10_000]) await measure('library', size);
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns lines for people, in Markdown. */
export function growthTable(rows: readonly GrowthRow[]): readonly string[] {
  const line = ({ step, size, seconds, cpuSeconds, memory }: GrowthRow) =>
    `| ${step} | ${size.toLocaleString('en')} | ${shown(seconds)} | ${shown(cpuSeconds)} | ${Math.round(memory / 1e6)} MB |`;
  return ['| step | size | time | processor | memory |', '| --- | --: | --: | --: | --: |', ...rows.map(line)];
}

export async function writePlot(file: string, rows: readonly GrowthRow[]): Promise<void> {
  const series = [...Map.groupBy(rows, ({ step }) => step)].map(([name, points]) => ({
    name,
    points: points.map(({ size, cpuSeconds }) => ({ x: size, y: Math.max(cpuSeconds, 0.001) })),
  }));
  await writeFile(file, drawPlot({ title: 'Seconds of processor by size', series }));
}

function shown(seconds: number): string {
  return seconds < 1 ? `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms` : `${seconds.toFixed(1)} s`;
}
