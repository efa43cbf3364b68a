/** From samples to medians and a table. Pure. */
import type { Sample } from './contenders.ts';
import { markdownTable, shownBytes, shownCount, shownTime } from './markdown.ts';

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

/** @returns lines in Markdown. */
export function tableOf(phases: readonly PhaseSummary[]): readonly string[] {
  const head = ['', 'side', 'time', 'processor', 'memory', 'requests', 'on the server'];
  const rows = phases.flatMap(({ phase, pipeline, engine, ratio }) => [
    [TITLES[phase], ...sideCells('shell pipeline', pipeline)],
    [describeRatio(ratio), ...sideCells('Immich Sync', engine)],
  ]);
  return markdownTable(head, rows);
}

function sideCells(name: string, side: SideSummary): readonly string[] {
  const { assets = 0, albums = 0 } = side.samples.at(-1)?.server ?? {};
  return [
    name,
    shownTime(side.seconds),
    shownTime(side.cpuSeconds),
    shownBytes(side.peakMemory),
    shownCount(side.requests),
    `${shownCount(assets)} files, ${shownCount(albums)} albums`,
  ];
}

function describeRatio(ratio: number): string {
  return ratio <= 1 ? `${(1 / ratio).toFixed(1)} × as fast (${ratio.toFixed(2)})` : `${ratio.toFixed(2)} × as long`;
}
