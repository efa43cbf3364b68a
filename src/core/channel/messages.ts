/**
 * What processes on one home tell each other over their local sockets: one JSON object a line. What does not look like one of these is
 * passed over by the receiver. Nothing here is a secret: a report is what `sync --json` prints.
 */
import { z } from 'zod';
import { PROBLEMS, type Problem } from '../model/problem.ts';
import { PHASES, type Progress, START } from '../model/progress.ts';
import { OUTCOMES, type RunReport, TRIGGERS } from '../model/run-report.ts';

/** Raised when a message changes its meaning: processes with different numbers do not talk to each other. */
export const PROTOCOL = 2;

/**
 * What holds the run lock: a sync, the look at what one would do, a look at what is on the server, what a person decides about its trash, or the trial
 * of new tools.
 */
export const WORKS = ['sync', 'plan', 'verify', 'trash', 'tools'] as const;
export type Work = (typeof WORKS)[number];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Every number that we know is there; numbers that a newer version has besides do no harm. */
const progressSchema = z.custom<Progress>(
  (value) =>
    isObject(value) &&
    PHASES.some((phase) => phase === value.phase) &&
    Object.entries(START).every(
      ([name, start]) =>
        name === 'phase' || typeof value[name] === 'number' || (start === null && value[name] === null),
    ),
);
const problemSchema = z.custom<Problem>(
  (value) =>
    isObject(value) &&
    Object.hasOwn(PROBLEMS, String(value.code)) &&
    ['title', 'sentence', 'advice'].every((text) => typeof value[text] === 'string') &&
    Array.isArray(value.about),
);
const reportParts = z.looseObject({
  run: z.int(),
  trigger: z.enum(TRIGGERS),
  outcome: z.enum(OUTCOMES),
  reason: z.string().nullable(),
  coverage: z.looseObject({ assets: z.number(), complete: z.number(), reasons: z.record(z.string(), z.number()) }),
  parts: z.looseObject({ uploaded: z.number(), alreadyThere: z.number() }),
  albums: z.looseObject({ created: z.number(), assetsAdded: z.number() }),
  durations: z.looseObject({ total: z.number() }),
  problems: z.array(problemSchema),
});
/** The whole document is the engine's own; what a reader of it relies on is checked. */
const reportSchema = z.custom<RunReport>((value) => reportParts.safeParse(value).success);

/** From the one who listens. */
const tellingSchema = z.discriminatedUnion('tells', [
  /** The first line of every connection. */
  z.object({
    tells: z.literal('hello'),
    protocol: z.literal(PROTOCOL),
    pid: z.int().min(1),
    /** What is in progress; null at the app's socket while nothing is. */
    work: z.enum(WORKS).nullable(),
    /** ISO 8601, UTC. */
    since: z.string().nullable(),
  }),
  z.object({ tells: z.literal('progress'), progress: progressSchema }),
  /** A sync has come to its end. */
  z.object({ tells: z.literal('report'), report: reportSchema }),
  /** It could not start, or what went on was no sync. */
  z.object({ tells: z.literal('end'), problem: problemSchema.nullable() }),
]);

/** From the one who has come. */
const requestSchema = z.discriminatedUnion('asks', [
  /** To the app: do a sync, and tell about it until its end. */
  z.object({ asks: z.literal('sync'), isFull: z.boolean() }),
  /** To the app: a run, a pause or a setting has changed, look again. */
  z.object({ asks: z.literal('look') }),
  /** To whoever runs: stop. */
  z.object({ asks: z.literal('stop') }),
]);

export type Telling = Readonly<z.output<typeof tellingSchema>>;
export type Request = Readonly<z.output<typeof requestSchema>>;

export const encode = (message: Telling | Request) => `${JSON.stringify(message)}\n`;
/** @returns null for anything else. */
export const readTelling = (line: string): Telling | null => read(tellingSchema, line);
/** @returns null for anything else. */
export const readRequest = (line: string): Request | null => read(requestSchema, line);

function read<Message>(schema: z.ZodType<Message>, line: string): Message | null {
  try {
    return schema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
