/**
 * The list of tool sets that were tested together, as the project publishes it between releases of the app: each macOS can need another
 * osxphotos, and nobody shall have to wait for an app update. What is in it is trusted because it is signed (`signed-list.ts`), and installed by the
 * checksums that it names. The form is described in `docs/tool-sets.md`.
 */
import * as z from 'zod';
import { tell } from '../../model/problem.ts';
import { because, quote, type Reason } from '../../model/reasons.ts';

/** Raised when something changes its meaning. What is added besides is passed over by older apps. */
export const FORMAT = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const toolVersion = z.string().regex(/^\d+(?:\.\d+){1,3}$/);
/** One that cannot lead out of its folder. */
const fileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/);
const range = z
  .tuple([z.int().min(0), z.int().min(0)])
  .refine(([first, last]) => first <= last, 'the first must not be above the last');

const listedSetSchema = z.object({
  /** Counts upwards and is never given twice: a higher one is newer. */
  number: z.int().min(1),
  osxphotos: z.object({
    version: toolVersion,
    /** A pip requirements file, all by checksums, beside the list. */
    requirements: z.object({ file: fileName, sha256 }),
    /** The Python that uv brings for it, for example `3.13`. */
    python: z.string().regex(/^3\.\d{1,2}$/),
  }),
  'immich-go': z.object({
    version: toolVersion,
    /** The archives of its release by platform and processor as Node calls them, for example `darwin-arm64`. */
    archives: z.record(z.string().regex(/^[a-z0-9]+-[a-z0-9]+$/), z.object({ name: fileName, sha256 })),
  }),
  testedWith: z.object({
    /** The first and the last macOS, by their first numbers. */
    macos: range,
    /** First and last `PLModelVersion` of Photos' databases that were read whole and right. */
    photosModels: z.array(range).min(1).max(20),
    /** The first and the last Immich, as `2.0` or `3.3`: the last with all that begins like it. */
    immich: z.tuple([z.string().regex(/^\d+\.\d+$/), z.string().regex(/^\d+\.\d+$/)]),
  }),
});

const toolListSchema = z
  .object({
    format: z.literal(FORMAT),
    /** Counts upwards with each list that is published: an older one is never taken in place of a newer one. */
    serial: z.int().min(1),
    created: z.iso.datetime(),
    /** After it nothing more is installed by this list: somebody may be keeping the newer ones away. */
    expires: z.iso.datetime(),
    sets: z.array(listedSetSchema).max(50),
  })
  .refine(({ sets }) => new Set(sets.map(({ number }) => number)).size === sets.length, 'a number is given twice');

export type ListedSet = z.infer<typeof listedSetSchema>;
export type ToolList = z.infer<typeof toolListSchema>;

/** Why a list is not taken. */
export type Refusal =
  /** Cut short, too long, or something else: a page of a portal for example. */
  | 'unreadable'
  /** Not signed by a key that this app trusts, or changed since. */
  | 'forged'
  /** Of a later format. */
  | 'needs-newer-app'
  /** An older one than the one kept, or another one under the same serial number. */
  | 'replayed'
  | 'expired';

export class ListRefused extends Error {
  override readonly name = 'ListRefused';
  readonly refusal: Refusal;
  readonly reason: Reason;

  constructor(refusal: Refusal, reason: Reason) {
    super(tell(reason));
    this.refusal = refusal;
    this.reason = reason;
  }
}

/**
 * Reads a list whose signature was verified.
 * @throws {ListRefused} needs-newer-app, unreadable
 */
export function parseToolList(text: string): ToolList {
  const value = parseJson(text);
  const format = z.looseObject({ format: z.int() }).safeParse(value).data?.format;
  if (format !== undefined && format > FORMAT)
    throw new ListRefused('needs-newer-app', because('list-of-format', { format }));
  const parsed = toolListSchema.safeParse(value);
  if (!parsed.success)
    throw new ListRefused(
      'unreadable',
      because('list-lacks', { said: quote(z.prettifyError(parsed.error).split('\n').slice(0, 2).join(' ')) }),
    );
  return parsed.data;
}

/** @throws {ListRefused} unreadable */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ListRefused('unreadable', because('list-not-json'));
  }
}

/** What is remembered of the last list that was taken. */
export interface KeptList {
  readonly serial: number;
  /** SHA-256 of what was signed. */
  readonly digest: string;
}

/** The newer one of two that were taken. */
export function newestOf(one: KeptList | null, other: KeptList | null): KeptList | null {
  if (one === null || other === null) return one ?? other;
  return other.serial > one.serial ? other : one;
}

/**
 * Whether a list may take the place of the one kept. Pure.
 * @param now milliseconds since 1970
 * @throws {ListRefused} replayed, expired
 */
export function checkSuccession(list: ToolList, digest: string, kept: KeptList | null, now: number): void {
  if (kept !== null && list.serial < kept.serial)
    throw new ListRefused('replayed', because('list-older', { serial: list.serial, known: kept.serial }));
  if (kept !== null && list.serial === kept.serial && digest !== kept.digest)
    throw new ListRefused('replayed', because('list-another', { serial: list.serial }));
  if (Date.parse(list.expires) <= now)
    throw new ListRefused('expired', because('list-expired', { expires: list.expires }));
}
