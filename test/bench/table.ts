/** From samples to medians and a table. Pure. */
import { styleText } from 'node:util';
import type { Sample } from './contenders.ts';

const PHASES = ['first', 'unchanged', 'one-new'] as const;
type Phase = (typeof PHASES)[number];

export interface Turn {
  readonly pipeline: Sample;
  readonly engine: Sample;
}
export type PhaseSamples = Record<Phase, Turn[]>;

/** Medians of one side in one phase. */
export interface SideSummary {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Bytes. */
  readonly peakMemory: number;
  readonly requests: number;
  readonly samples: readonly Sample[];
}

export interface PhaseSummary {
  readonly phase: Phase;
  readonly pipeline: SideSummary;
  readonly engine: SideSummary;
  /** Median of the engine's time by the pipeline's, turn by turn: below 1 the engine is faster. */
  readonly ratio: number;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function summarise(samples: PhaseSamples): readonly PhaseSummary[] {
  return PHASES.map((phase) => {
    const turns = samples[phase];
    return {
      phase,
      pipeline: summariseSide(turns.map((turn) => turn.pipeline)),
      engine: summariseSide(turns.map((turn) => turn.engine)),
      ratio: median(turns.map((turn) => turn.engine.seconds / turn.pipeline.seconds)),
    };
  });
}

function summariseSide(samples: readonly Sample[]): SideSummary {
  const medianOf = (value: (sample: Sample) => number) => median(samples.map(value));
  return {
    seconds: medianOf((sample) => sample.seconds),
    cpuSeconds: medianOf((sample) => sample.cpuSeconds),
    peakMemory: medianOf((sample) => sample.peakMemory),
    requests: medianOf((sample) => sample.server.requests),
    samples,
  };
}

const TITLES: Record<Phase, string> = {
  first: 'First sync',
  unchanged: 'Nothing changed',
  'one-new': 'One new photo',
};

/** @returns lines for people. */
export function tableOf(phases: readonly PhaseSummary[]): readonly string[] {
  const head = ['', 'side', 'time', 'processor', 'memory', 'requests', 'on the server'];
  const rows = phases.flatMap(({ phase, pipeline, engine, ratio }) => [
    [TITLES[phase], ...sideCells('shell pipeline', pipeline)],
    [`  engine ${describeRatio(ratio)}`, ...sideCells('engine', engine)],
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return ['', styleText('bold', line(head)), ...rows.map(line), ''];
}

function sideCells(name: string, side: SideSummary): readonly string[] {
  const { assets = 0, albums = 0 } = side.samples.at(-1)?.server ?? {};
  return [
    name,
    `${side.seconds.toFixed(2)} s`,
    `${side.cpuSeconds.toFixed(2)} s`,
    `${Math.round(side.peakMemory / 1e6)} MB`,
    String(side.requests),
    `${assets} files, ${albums} albums`,
  ];
}

function describeRatio(ratio: number): string {
  return ratio <= 1 ? `${(1 / ratio).toFixed(1)} × as fast (${ratio.toFixed(2)})` : `${ratio.toFixed(2)} × as long`;
}
