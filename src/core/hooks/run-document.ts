/**
 * What a webhook gets: a document of its own, so that changes of the report inside change nothing for those who read it. Fields are only added;
 * should one change its meaning, `version` does. Without names of photos, albums, people and folders.
 */
import { z } from 'zod';
import { type Coverage, REMAINDER_REASONS } from '../model/coverage.ts';
import type { Problem } from '../model/problem.ts';
import { OUTCOMES, TRIGGERS } from '../model/run-report.ts';
import type { RunEvent } from './run-event.ts';

const count = z.int().min(0);
const instant = z.iso.datetime();

const problemSchema = z.strictObject({
  code: z.string().describe('What it is, always the same for the same problem'),
  title: z.string().describe('The same for people, in English'),
  count: count.describe('How many items it is about'),
  url: z.string().describe('Its page in this documentation'),
});

const itemsSchema = z.strictObject({
  inPhotos: count.describe('Items in Photos that are to be in Immich'),
  verified: count.describe('Of those, wholly in Immich'),
  notInImmich: z
    .partialRecord(z.enum(REMAINDER_REASONS), count)
    .describe('The others, by reason: the names are those of `immich-sync remainder --reason`'),
});

export const runDocumentSchema = z.strictObject({
  version: z.literal(1).describe('Of this form. Fields may be added without a new one'),
  event: z
    .enum(['ended', 'not-started', 'test'])
    .describe('A sync ended, one could not start, or somebody tries the address'),
  sentAt: instant.describe('When this was written'),
  id: z.uuid().nullable().describe('Of this sync; null for a test'),
  run: z
    .strictObject({
      number: count.describe('In the history of this Mac'),
      trigger: z.enum(TRIGGERS).describe('What started it'),
      startedAt: instant.describe('When it started'),
      endedAt: instant.describe('When it ended'),
      seconds: z.number().min(0).describe('How long it took'),
      outcome: z.enum(OUTCOMES).describe('How it ended'),
    })
    .nullable()
    .describe('Null where no sync has run'),
  items: itemsSchema.nullable().describe('Null where no sync has run, or none has reached this server yet'),
  files: z
    .strictObject({
      uploaded: count.describe('Sent by this sync'),
      bytesUploaded: count.describe('Their size'),
      alreadyThere: count.describe('Found in Immich without being sent'),
      failed: count.describe('Tried without success'),
    })
    .nullable()
    .describe('Null where no sync has run'),
  problems: z.array(problemSchema).describe('Empty when all is well'),
});

export type RunDocument = z.output<typeof runDocumentSchema>;

/** @param now milliseconds since 1970 */
export function runDocument(event: Exclude<RunEvent, { readonly kind: 'started' }>, now: number): RunDocument {
  const sentAt = new Date(now).toISOString();
  const none = {
    version: 1,
    event: event.kind,
    sentAt,
    id: null,
    run: null,
    items: null,
    files: null,
    problems: [],
  } as const;
  switch (event.kind) {
    case 'test':
      return { ...none, problems: [] };
    case 'not-started':
      return { ...none, id: event.ping, problems: [problemEntry(event.problem)] };
    case 'ended': {
      const { run, trigger, startedAt, endedAt, outcome, durations, coverage, parts, bytesUploaded, problems } =
        event.report;
      const isChecked = event.report.isChecked !== false;
      return {
        ...none,
        id: event.ping,
        run: { number: run, trigger, startedAt, endedAt, seconds: durations.total, outcome },
        items: isChecked ? itemsEntry(coverage) : null,
        files: { uploaded: parts.uploaded, bytesUploaded, alreadyThere: parts.alreadyThere, failed: parts.failed },
        problems: problems.map(problemEntry),
      };
    }
  }
}

const problemEntry = ({ code, title, count, url }: Problem) => ({ code, title, count, url });

const itemsEntry = ({ assets, complete, reasons }: Coverage) => ({
  inPhotos: assets,
  verified: complete,
  notInImmich: { ...reasons },
});
