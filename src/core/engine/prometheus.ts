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
  readonly samples: readonly Sample[];
}

const one = (name: string, help: string, value: number | null): Metric => ({
  name,
  help,
  samples: value === null ? [] : [{ value }],
});

/** One of several words, as a sample for each: 1 for what is, 0 for what is not. */
const oneOf = (name: string, help: string, label: string, words: readonly string[], word: string | null): Metric => ({
  name,
  help,
  samples: word === null ? [] : words.map((each) => ({ labels: { [label]: each }, value: each === word ? 1 : 0 })),
});

const seconds = (instant: string | null | undefined) => (instant == null ? null : Date.parse(instant) / 1_000);

/** All that there is; what is not known is left out instead of being a number that means nothing. */
function metricsOf(status: StatusDocument): readonly Metric[] {
  const { coverage, parts, lastRun, lastGoodRun, cloud, problems, isChecked } = status;
  const counted = (value: number) => (isChecked ? value : null);
  return [
    oneOf('immich_sync_state', 'How things stand: 1 for the state that applies.', 'state', STATUS_STATES, status.state),
    one('immich_sync_items', 'Items in Photos that are to be in Immich.', counted(coverage.assets)),
    one('immich_sync_items_verified', 'Of those, wholly in Immich.', counted(coverage.complete)),
    {
      name: 'immich_sync_items_not_in_immich',
      help: 'Items that are not wholly in Immich, by reason.',
      samples: isChecked
        ? REMAINDER_REASONS.map((reason) => ({ labels: { reason }, value: coverage.reasons[reason] ?? 0 }))
        : [],
    },
    one('immich_sync_files', 'Files of these items whose contents are known.', counted(parts.known)),
    one('immich_sync_files_verified', 'Of those, in Immich.', counted(parts.verified)),
    one(
      'immich_sync_verified_timestamp_seconds',
      'When Immich was last asked about all of it.',
      seconds(status.verifiedAt),
    ),
    one('immich_sync_running', '1 while a sync is in progress.', status.running === null ? 0 : 1),
    one('immich_sync_paused', '1 while automatic syncs are paused.', status.state === 'paused' ? 1 : 0),
    oneOf(
      'immich_sync_last_sync_outcome',
      'How the last sync ended: 1 for what applies.',
      'outcome',
      OUTCOMES,
      lastRun?.outcome ?? null,
    ),
    one('immich_sync_last_sync_start_timestamp_seconds', 'When the last sync started.', seconds(lastRun?.startedAt)),
    one('immich_sync_last_sync_end_timestamp_seconds', 'When the last sync ended.', seconds(lastRun?.endedAt)),
    one('immich_sync_last_sync_duration_seconds', 'How long the last sync took.', lastRun?.seconds ?? null),
    one('immich_sync_last_sync_uploaded_files', 'Files that the last sync uploaded.', lastRun?.filesUploaded ?? null),
    one('immich_sync_last_sync_uploaded_bytes', 'Bytes that the last sync uploaded.', lastRun?.bytesUploaded ?? null),
    one(
      'immich_sync_last_success_timestamp_seconds',
      'When the last sync that went well ended.',
      seconds(lastGoodRun?.endedAt),
    ),
    one('immich_sync_next_sync_timestamp_seconds', 'When the next automatic sync is due.', seconds(status.nextRun)),
    one('immich_sync_icloud_only_items', 'Originals that are only in iCloud.', counted(cloud.assets)),
    one('immich_sync_icloud_only_bytes', 'Their size.', counted(cloud.bytes)),
    {
      name: 'immich_sync_problems',
      help: 'Items that each problem is about, by its code. Without any, nothing needs somebody.',
      samples: problems.map(({ code, count }) => ({ labels: { code }, value: count })),
    },
  ];
}

export function prometheusText(status: StatusDocument): string {
  return metricsOf(status)
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
