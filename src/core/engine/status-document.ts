/**
 * What `immich-sync status --json` and the status file say: a document of its own with stable names, for dashboards. Fields are only added; should
 * one change its meaning, `version` does. The table in docs/monitoring.md is made of this schema, and a test holds the document to it.
 */
import { z } from 'zod';
import type { RunRow } from '../ledger/run-history.ts';
import { REMAINDER_REASONS } from '../model/coverage.ts';
import type { Problem } from '../model/problem.ts';
import { OUTCOMES, TRIGGERS } from '../model/run-report.ts';
import { SET_UP_NEEDS, type SetUpNeed } from '../model/set-up.ts';
import { WAITING_FOR } from '../model/waiting.ts';
import { isPaused } from '../schedule/decide.ts';
import type { Overview } from './overview.ts';

/** How things stand, the first that applies. */
export const STATUS_STATES = [
  'not-set-up',
  'syncing',
  'paused',
  'waiting',
  'error',
  'attention',
  'up-to-date',
] as const;
export type StatusState = (typeof STATUS_STATES)[number];

const count = z.int().min(0);
const instant = z.iso.datetime();
const milliseconds = z.number();

const runSchema = z.looseObject({
  run: count.describe('Its number in the history'),
  trigger: z.enum(TRIGGERS).describe('What started it'),
  dueAt: instant.nullable().describe('The time that it was due; null where a person started it'),
  startedAt: instant.describe('When it started'),
  endedAt: instant.nullable().describe('When it ended; null while it is in progress'),
  outcome: z.enum(OUTCOMES).nullable().describe('How it ended; null while it is in progress'),
  reason: z.string().nullable().describe('One sentence where there is something to explain'),
  filesUploaded: count.nullable().describe('Files that it uploaded; null before its end'),
  bytesUploaded: count.nullable().describe('Their size in bytes'),
  seconds: z.number().nullable().describe('How long it took'),
});

export const statusDocumentSchema = z.looseObject({
  version: z.literal(1).describe('Of this form. Fields may be added without a new one'),
  writtenAt: instant.describe('When this was written'),
  state: z.enum(STATUS_STATES).describe('How things stand, the first that applies'),
  missing: z.array(z.enum(SET_UP_NEEDS)).describe('What the set-up lacks; empty when nothing'),
  server: z.string().nullable().describe('The address of Immich'),
  library: z.string().describe('The Photos library'),
  isChecked: z
    .boolean()
    .describe('False before this server was asked for the first time: then `coverage` means nothing'),
  coverage: z
    .object({
      assets: count.describe('Items in Photos that are to be in Immich'),
      complete: count.describe('Of those, wholly in Immich'),
      incomplete: count.describe('In Immich in part'),
      absent: count.describe('Not in Immich'),
      reasons: z.partialRecord(z.enum(REMAINDER_REASONS), count).describe('Those that are not complete, by reason'),
    })
    .describe('The number that the app shows'),
  verifiedAt: instant.nullable().describe('When Immich was last asked about all of it'),
  parts: z.object({
    known: count.describe('Files: originals, edits, films of Live Photos, RAW files'),
    verified: count.describe('Of those, in Immich'),
  }),
  running: z
    .object({ pid: z.int().describe('The process'), since: instant.describe('Since when') })
    .nullable()
    .describe('The sync in progress'),
  lastRun: runSchema.nullable().describe('The last sync, whether it went well or not; null before the first'),
  lastGoodRun: runSchema.nullable().describe('The last sync that went well'),
  nextRun: instant.nullable().describe('The next automatic sync; null when there is none'),
  waiting: z
    .looseObject({
      dueAt: milliseconds.describe('The time that it was due, in milliseconds since 1970'),
      since: milliseconds.describe('Since when it waits, in milliseconds since 1970'),
      waitingFor: z.enum(WAITING_FOR).describe('For what'),
      reason: z.string().describe('The same as a sentence'),
    })
    .nullable()
    .describe('The sync that is due and waits'),
  retry: z
    .looseObject({ nextTryAt: milliseconds.describe('In milliseconds since 1970') })
    .nullable()
    .describe('When a sync that broke off is tried again'),
  pause: z
    .object({
      since: instant.describe('Since when'),
      until: instant.nullable().describe('Until when; null until somebody resumes'),
    })
    .nullable()
    .describe('The pause of automatic syncs'),
  cloud: z.object({
    assets: count.describe('Originals that are only in iCloud'),
    bytes: count.describe('Their size'),
    downloadsPerNight: count.describe('How many are downloaded in a night'),
  }),
  problems: z
    .array(
      z.looseObject({
        code: z.string().describe('What it is, always the same for the same problem'),
        title: z.string().describe('A heading'),
        sentence: z.string().describe('What happened'),
        advice: z.string().describe('What to do'),
        count: count.describe('How many items it is about'),
        url: z.string().describe('Its page in this documentation'),
      }),
    )
    .describe('What needs somebody; empty when all is well'),
  forecast: z
    .looseObject({
      percent: z.number().describe('How much is in Immich'),
      isImport: z.boolean().describe('Whether so much is to come that this is worth showing'),
    })
    .nullable()
    .describe('What is still to come; null when nothing is'),
});

export type StatusDocument = z.output<typeof statusDocumentSchema>;

export interface StatusFacts {
  readonly overview: Overview;
  readonly missing: readonly SetUpNeed[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether names of photos are left out, as in a file that others may read. */
  readonly isPublic: boolean;
}

/** As plain JSON: instants are texts. */
export function statusDocument({ overview, missing, now, isPublic }: StatusFacts): StatusDocument {
  const { cloudChoices: _choices, lastRun, lastGoodRun, problems, ...rest } = overview;
  const document = {
    version: 1,
    writtenAt: new Date(now).toISOString(),
    state: stateOf(overview, missing, now),
    missing,
    ...rest,
    // Without a server or a key none begins.
    nextRun: missing.length > 0 ? null : rest.nextRun,
    lastRun: runEntry(lastRun, isPublic),
    lastGoodRun: runEntry(lastGoodRun, isPublic),
    problems: isPublic ? problems.map(publicEntry) : problems,
  };
  return JSON.parse(JSON.stringify(document)) as StatusDocument;
}

/** A sentence may name an album, or hold what a tool says of a photo; a title never does. */
function publicEntry({ about: _about, values: _values, ...told }: Problem) {
  return { ...told, sentence: `${told.title}.` };
}

function stateOf(overview: Overview, missing: StatusFacts['missing'], now: number): StatusState {
  const { running, pause, waiting, retry, lastRun, problems, coverage } = overview;
  if (missing.length > 0) return 'not-set-up';
  if (running !== null) return 'syncing';
  if (isPaused(new Date(now), pause)) return 'paused';
  if (problems.some(({ code }) => code === 'not-synced-lately')) return 'error';
  if (waiting !== null || (retry !== null && lastRun?.outcome !== 'interrupted')) return 'waiting';
  if (lastRun?.outcome === 'failed') return 'error';
  if (lastRun === null || problems.length > 0 || (coverage.reasons['not-yet-uploaded'] ?? 0) > 0) return 'attention';
  return 'up-to-date';
}

function runEntry(run: RunRow | null, isPublic: boolean) {
  if (run === null) return null;
  const { report, ...entry } = runDocument(run);
  return {
    ...entry,
    filesUploaded: report?.parts.uploaded ?? null,
    bytesUploaded: report?.bytesUploaded ?? null,
    seconds: report?.durations.total ?? null,
    // A sentence may name a folder or a photo.
    reason: isPublic && report !== null ? (report.problems[0]?.title ?? null) : entry.reason,
    ...(isPublic ? {} : { report }),
  };
}

/** A row of the history, as `immich-sync history --json` has it. */
export function runDocument(run: RunRow) {
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    run: run.id,
    trigger: run.trigger,
    dueAt: iso(run.dueAt),
    startedAt: iso(run.startedAt),
    endedAt: iso(run.endedAt),
    outcome: run.outcome,
    reason: run.reason,
    waited: run.waited === null ? null : { waitingFor: run.waited.waitingFor, since: iso(run.waited.since) },
    report: run.report,
  };
}
