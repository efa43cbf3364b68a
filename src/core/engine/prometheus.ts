/**
 * The status as text for Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/), with base units in the names
 * (https://prometheus.io/docs/practices/naming/). Pure.
 */
import { REMAINDER_REASONS } from '../model/coverage.ts';
import { OUTCOMES } from '../model/run-report.ts';
import { STATUS_STATES, type StatusDocument } from './status-document.ts';

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Metric {
  readonly name: string;
  readonly help: string;
  /** Empty for what is not known: left out, instead of a number that means nothing. */
  readonly samples: (status: StatusDocument) => readonly Sample[];
}

const one = (name: string, help: string, value: (status: StatusDocument) => number | null | undefined): Metric => ({
  name,
  help,
  samples: (status) => {
    const found = value(status);
    return found == null ? [] : [{ value: found }];
  },
});

/** Known only once this server was asked. */
const counted = (name: string, help: string, value: (status: StatusDocument) => number) =>
  one(name, help, (status) => (status.isChecked ? value(status) : null));

const instant = (name: string, help: string, value: (status: StatusDocument) => string | null | undefined) =>
  one(name, help, (status) => {
    const found = value(status);
    return found == null ? null : Date.parse(found) / 1_000;
  });

/** One of several words, as a sample for each: 1 for what is, 0 for what is not. */
const samplesOf = (label: string, words: readonly string[], word: string | null): readonly Sample[] =>
  word === null ? [] : words.map((each) => ({ labels: { [label]: each }, value: each === word ? 1 : 0 }));

export const METRICS: readonly Metric[] = [
  {
    name: 'immich_sync_state',
    help: 'How things stand: 1 for the state that applies.',
    samples: ({ state }) => samplesOf('state', STATUS_STATES, state),
  },
  counted('immich_sync_items', 'Items in Photos that are to be in Immich.', ({ coverage }) => coverage.assets),
  counted('immich_sync_items_verified', 'Of those, wholly in Immich.', ({ coverage }) => coverage.complete),
  {
    name: 'immich_sync_items_not_in_immich',
    help: 'Items that are not wholly in Immich, by reason.',
    samples: ({ isChecked, coverage: { reasons } }) =>
      isChecked ? REMAINDER_REASONS.map((reason) => ({ labels: { reason }, value: reasons[reason] ?? 0 })) : [],
  },
  counted('immich_sync_files', 'Files of these items whose contents are known.', ({ parts }) => parts.known),
  counted('immich_sync_files_verified', 'Of those, in Immich.', ({ parts }) => parts.verified),
  instant(
    'immich_sync_verified_timestamp_seconds',
    'When Immich was last asked about all of it.',
    ({ verifiedAt }) => verifiedAt,
  ),
  one('immich_sync_running', '1 while a sync is in progress.', ({ running }) => (running === null ? 0 : 1)),
  one('immich_sync_paused', '1 while automatic syncs are paused.', ({ state }) => (state === 'paused' ? 1 : 0)),
  {
    name: 'immich_sync_last_sync_outcome',
    help: 'How the last sync ended: 1 for what applies.',
    samples: ({ lastRun }) => samplesOf('outcome', OUTCOMES, lastRun?.outcome ?? null),
  },
  instant(
    'immich_sync_last_sync_start_timestamp_seconds',
    'When the last sync started.',
    ({ lastRun }) => lastRun?.startedAt,
  ),
  instant(
    'immich_sync_last_sync_end_timestamp_seconds',
    'When the last sync ended.',
    ({ lastRun }) => lastRun?.endedAt,
  ),
  one('immich_sync_last_sync_duration_seconds', 'How long the last sync took.', ({ lastRun }) => lastRun?.seconds),
  one(
    'immich_sync_last_sync_uploaded_files',
    'Files that the last sync uploaded.',
    ({ lastRun }) => lastRun?.filesUploaded,
  ),
  one(
    'immich_sync_last_sync_uploaded_bytes',
    'Bytes that the last sync uploaded.',
    ({ lastRun }) => lastRun?.bytesUploaded,
  ),
  instant(
    'immich_sync_last_success_timestamp_seconds',
    'When the last sync that went well ended.',
    ({ lastGoodRun }) => lastGoodRun?.endedAt,
  ),
  instant('immich_sync_next_sync_timestamp_seconds', 'When the next automatic sync is due.', ({ nextRun }) => nextRun),
  counted('immich_sync_icloud_only_items', 'Originals that are only in iCloud.', ({ cloud }) => cloud.assets),
  counted('immich_sync_icloud_only_bytes', 'Their size.', ({ cloud }) => cloud.bytes),
  {
    name: 'immich_sync_problems',
    help: 'Items that each problem is about, by its code. Without any, nothing needs you.',
    samples: ({ problems }) => problems.map(({ code, count }) => ({ labels: { code }, value: count })),
  },
];

export function prometheusText(status: StatusDocument): string {
  return METRICS.map(({ name, help, samples }) => ({ name, help, samples: samples(status) }))
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, help, samples }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} gauge`,
      ...samples.map(({ labels = {}, value }) => `${name}${labelText(labels)} ${value}`),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escaped = (value: string) => value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
