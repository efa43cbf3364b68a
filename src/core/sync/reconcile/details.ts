/**
 * Details: what Photos says of an asset, set on each of its files on the server by a three-way rule. Changed only in Photos since the last
 * sync: set in Immich. Changed only in Immich: left alone. Changed in both: Photos wins, and the run tells. Files that were on the server
 * before us get what they lack there, and nothing that they have is overwritten.
 *
 * The sidecar brings caption, keywords, date and place with the upload; so only the rest takes requests in a first sync.
 */
import type { AssetChange, ImmichClient, RemoteAsset } from '../../immich/client.ts';
import type { Abilities } from '../../immich/permissions.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { DetailedFile } from '../../ledger/remote-ledger.ts';
import { makeProblem, type Problem, ProblemError } from '../../problem.ts';
import type { DetailConflict, DetailCounts } from '../outcome.ts';
import type { Scope } from '../scope.ts';
import { eachOf } from './each-of.ts';

/** How details are brought over, as the person chose. */
export interface DetailRules {
  /** Where what is hidden in Photos goes. What is in the locked folder no API key can reach any more. */
  readonly hiddenAs: 'archive' | 'locked';
  /** Whether the title of Photos is the first line of the description: Immich knows no titles. */
  readonly titles: boolean;
}

export interface DetailContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  readonly scope: Scope;
  readonly rules: DetailRules;
  readonly abilities: Pick<Abilities, 'tag'>;
}

/** The details of one file, as they are or as they shall be on the server. */
export interface Details {
  readonly favorite: boolean;
  readonly visibility: 'timeline' | 'archive' | 'locked';
  readonly description: string;
  /** Paths of tags, sorted. */
  readonly keywords: readonly string[];
  /** ISO 8601 with the offset of the place where it was taken. */
  readonly capturedAt: string;
  readonly place: { readonly latitude: number; readonly longitude: number } | null;
}

/** What has to be set on one file. */
export interface DetailDecision {
  readonly favorite: boolean | null;
  readonly visibility: Details['visibility'] | null;
  readonly description: string | null;
  readonly addKeywords: readonly string[];
  readonly removeKeywords: readonly string[];
  readonly capturedAt: string | null;
  readonly place: Details['place'];
  readonly conflicts: readonly Omit<DetailConflict, 'uuid' | 'filename'>[];
}

type DetailSource = Pick<
  DetailedFile,
  'favorite' | 'hidden' | 'title' | 'caption' | 'keywords' | 'capturedAt' | 'latitude' | 'longitude'
>;

/** What Immich shall say of a file. Pure. */
export function wantedDetails(file: DetailSource, rules: DetailRules): Details {
  const caption = (file.caption ?? '').trim();
  const title = rules.titles ? (file.title ?? '').trim() : '';
  const lines = title === '' || title === caption ? [caption] : [title, caption];
  return {
    favorite: file.favorite,
    visibility: file.hidden ? rules.hiddenAs : 'timeline',
    description: lines.filter((line) => line !== '').join('\n'),
    keywords: [...new Set(file.keywords.map(tagPath).filter((path) => path !== ''))].sort(),
    capturedAt: file.capturedAt,
    place:
      file.latitude === null || file.longitude === null ? null : { latitude: file.latitude, longitude: file.longitude },
  };
}

/** The tag that the server makes of a keyword: a slash nests, as it does when the keyword comes with the sidecar. */
function tagPath(keyword: string): string {
  return keyword
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('/');
}

/** What an upload of ours leaves on the server, once the server has read file and sidecar. Pure. */
export function uploadedDetails(file: DetailSource & Pick<DetailedFile, 'kind'>): Details {
  const fresh = { favorite: false, visibility: 'timeline' } as const;
  // osxphotos writes no sidecar for the RAW of a pair.
  if (file.kind === 'raw') return { ...fresh, description: '', keywords: [], capturedAt: '', place: null };
  const { description, keywords, capturedAt, place } = wantedDetails(file, { hiddenAs: 'archive', titles: false });
  return { ...fresh, description, keywords, capturedAt, place };
}

/**
 * The three-way rule. Pure.
 * @param wanted what Photos says now
 * @param synced what Photos said at the last sync, or what our upload brought
 * @param remote what Immich says now; null where it was not asked: then it is taken to be as it was synced.
 */
export function decideDetails(wanted: Details, synced: Details, remote: RemoteAsset | null): DetailDecision {
  const conflicts: DetailDecision['conflicts'][number][] = [];
  const choose = <Value>(
    field: DetailConflict['field'],
    [now, before, there]: readonly [Value, Value, Value],
    isSame: (a: Value, b: Value) => boolean,
    show: (value: Value) => string,
  ): Value | null => {
    if (isSame(now, before) || isSame(now, there)) return null;
    if (!isSame(there, before)) conflicts.push({ field, photos: show(now), immich: show(there) });
    return now;
  };
  const description = choose(
    'description',
    [wanted.description, synced.description, remote === null ? synced.description : remote.description],
    isSameText,
    (text) => text.slice(0, 200),
  );
  const place = choose(
    'place',
    [wanted.place, synced.place, remote === null ? synced.place : placeOf(remote)],
    isSamePlace,
    showPlace,
  );
  let capturedAt: string | null = null;
  if (!isSameDate(wanted.capturedAt, synced.capturedAt)) {
    capturedAt = wanted.capturedAt;
    // The server tells the instant, without the offset: an offset that was changed there alone is not seen.
    const there = remote?.capturedAt == null ? null : new Date(remote.capturedAt).toISOString();
    if (there !== null && !isSameDate(there, synced.capturedAt) && !isSameDate(there, wanted.capturedAt))
      conflicts.push({ field: 'date', photos: wanted.capturedAt, immich: there });
  }
  return {
    favorite: wanted.favorite === synced.favorite ? null : wanted.favorite,
    visibility: wanted.visibility === synced.visibility ? null : wanted.visibility,
    description,
    addKeywords: wanted.keywords.filter((keyword) => !synced.keywords.includes(keyword)),
    removeKeywords: synced.keywords.filter((keyword) => !wanted.keywords.includes(keyword)),
    // The server works the time zone out anew from a place, so the date is said again after it.
    capturedAt: capturedAt ?? (place === null ? null : wanted.capturedAt),
    place,
    conflicts,
  };
}

/** What a file that was on the server before us lacks of what Photos knows. What it has stays. Pure. */
export function fillDetails(wanted: Details, remote: RemoteAsset): DetailDecision {
  return {
    favorite: wanted.favorite && !remote.isFavorite ? true : null,
    visibility: null,
    description: wanted.description !== '' && remote.description === '' ? wanted.description : null,
    addKeywords: wanted.keywords,
    removeKeywords: [],
    capturedAt: null,
    place: null,
    conflicts: [],
  };
}

/** True when Photos knows something that could be missing on the server. */
function hasAnythingToFill(wanted: Details): boolean {
  return wanted.favorite || wanted.description !== '' || wanted.keywords.length > 0;
}

function isSameText(a: string, b: string): boolean {
  return a.normalize('NFC').trim() === b.normalize('NFC').trim();
}

/** About a metre. */
const SAME_PLACE = 1e-5;

function isSamePlace(a: Details['place'], b: Details['place']): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a.latitude - b.latitude) < SAME_PLACE && Math.abs(a.longitude - b.longitude) < SAME_PLACE;
}

function placeOf({ latitude, longitude }: Pick<RemoteAsset, 'latitude' | 'longitude'>): Details['place'] {
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

function showPlace(place: Details['place']): string {
  return place === null ? '' : `${place.latitude}, ${place.longitude}`;
}

/** To the second, and with the offset where both have one: files and sidecars know no finer time. */
function isSameDate(a: string, b: string): boolean {
  if (Math.floor(Date.parse(a) / 1000) !== Math.floor(Date.parse(b) / 1000)) return false;
  return a.endsWith('Z') || b.endsWith('Z') || a.slice(-6) === b.slice(-6);
}

/** Asking for single assets is quicker than turning all pages up to this many. */
const MOST_SINGLE_QUESTIONS = 100;
/** Files whose details are set and written down together. */
const BATCH = 500;

interface Work {
  readonly file: DetailedFile;
  readonly wanted: Details;
  readonly decision: DetailDecision;
}

type Counts = { -readonly [Name in keyof DetailCounts]: DetailCounts[Name] };

export interface DetailOutcome {
  readonly counts: DetailCounts;
  readonly conflicts: readonly DetailConflict[];
  readonly problems: readonly Problem[];
}

/** Changes with every change of how details are brought over, so that every file is looked at again. */
export function rulesMark(rules: DetailRules, abilities: Pick<Abilities, 'tag'>): string {
  return `:${rules.hiddenAs}:${rules.titles ? 'titles' : ''}:${abilities.tag ? 'tags' : ''}`;
}

/** Brings the details of all files up to date. No request is made for a file of which Photos says the same as at the last sync. */
export async function reconcileDetails(context: DetailContext): Promise<DetailOutcome> {
  const { ledger, target, scope, rules, abilities } = context;
  const counts: Counts = { favorites: 0, visibility: 0, descriptions: 0, keywords: 0, dates: 0, places: 0 };
  const conflicts: DetailConflict[] = [];
  const failures: { readonly filename: string; readonly reason: string }[] = [];
  const files = ledger.remote.filesToDetail(target, scope, rulesMark(rules, abilities));
  const questions = files.filter((file) => isQuestion(file, rules)).map((file) => file.remoteId);
  const answers = await askForDetails(questions, context.client);
  for (let start = 0; start < files.length; start += BATCH) {
    const batch = files.slice(start, start + BATCH).map((file) => decide(file, context, answers));
    const failed = await setAll(batch, context, counts);
    for (const [{ file }, reason] of failed) failures.push({ filename: file.filename, reason });
    const done = batch.filter((work) => !failed.has(work));
    for (const { file, decision } of done)
      for (const conflict of decision.conflicts)
        conflicts.push({ uuid: file.uuid, filename: file.filename, ...conflict });
    ledger.remote.recordDetails(
      target,
      done.map(({ file, wanted }) => ({
        remoteId: file.remoteId,
        digest: file.digest,
        details: JSON.stringify(abilities.tag ? wanted : { ...wanted, keywords: syncedDetails(file).keywords }),
      })),
    );
  }
  const [first] = failures;
  if (first === undefined) return { counts, conflicts, problems: [] };
  const about = failures.map((failure) => failure.filename);
  return {
    counts,
    conflicts,
    problems: [makeProblem('details-failed', { count: failures.length, reason: first.reason }, about)],
  };
}

/** What Photos changed since the last sync, for each file, without asking what Immich says now. */
export function foreseeDetails({ ledger, target, scope, rules, abilities }: Omit<DetailContext, 'client'>): readonly {
  readonly uuid: string;
  readonly filename: string;
  readonly changes: readonly string[];
}[] {
  return ledger.remote.filesToDetail(target, scope, rulesMark(rules, abilities)).flatMap((file) => {
    // What was on the server before us gets what it lacks, which nobody knows without asking.
    if (file.synced === null && file.origin === 'found') return [];
    const decision = decideDetails(wantedDetails(file, rules), syncedDetails(file), null);
    const changes = [
      ...(decision.favorite === null ? [] : [decision.favorite ? 'favourite' : 'no favourite']),
      ...(decision.visibility === null ? [] : [decision.visibility]),
      ...(decision.description === null ? [] : ['description']),
      ...(abilities.tag ? decision.addKeywords.map((keyword) => `+${keyword}`) : []),
      ...(abilities.tag ? decision.removeKeywords.map((keyword) => `-${keyword}`) : []),
      ...(decision.place === null ? [] : ['place']),
      ...(decision.capturedAt === null ? [] : ['date']),
    ];
    return changes.length === 0 ? [] : [{ uuid: file.uuid, filename: file.filename, changes }];
  });
}

function syncedDetails(file: DetailedFile): Details {
  return file.synced === null ? uploadedDetails(file) : (JSON.parse(file.synced) as Details);
}

/** True when it cannot be decided without asking what Immich says now. */
function isQuestion(file: DetailedFile, rules: DetailRules): boolean {
  const wanted = wantedDetails(file, rules);
  if (file.synced === null) return file.origin === 'found' && hasAnythingToFill(wanted);
  const synced = syncedDetails(file);
  return (
    !isSameText(wanted.description, synced.description) ||
    !isSameDate(wanted.capturedAt, synced.capturedAt) ||
    !isSamePlace(wanted.place, synced.place)
  );
}

async function askForDetails(ids: readonly string[], client: ImmichClient): Promise<ReadonlyMap<string, RemoteAsset>> {
  const answers = new Map<string, RemoteAsset>();
  if (ids.length > MOST_SINGLE_QUESTIONS) {
    const open = new Set(ids);
    for await (const asset of client.searchAssets()) {
      if (open.delete(asset.id)) answers.set(asset.id, asset);
      if (open.size === 0) break;
    }
    return answers;
  }
  await eachOf(ids, async (id) => {
    const asset = await client.assetDetails(id);
    if (asset !== null) answers.set(id, asset);
  });
  return answers;
}

const NOTHING: DetailDecision = {
  favorite: null,
  visibility: null,
  description: null,
  addKeywords: [],
  removeKeywords: [],
  capturedAt: null,
  place: null,
  conflicts: [],
};

function decide(file: DetailedFile, { rules }: DetailContext, answers: ReadonlyMap<string, RemoteAsset>): Work {
  const wanted = wantedDetails(file, rules);
  const remote = answers.get(file.remoteId) ?? null;
  const isOld = file.synced === null && file.origin === 'found';
  const decision = isOld
    ? remote === null
      ? NOTHING
      : fillDetails(wanted, remote)
    : decideDetails(wanted, syncedDetails(file), remote);
  return { file, wanted, decision };
}

/** @returns what could not be set, with the reason; whatever ends the whole run is thrown. */
async function setAll(
  batch: readonly Work[],
  context: DetailContext,
  counts: Counts,
): Promise<ReadonlyMap<Work, string>> {
  const failed = new Map<Work, string>();
  const attempt = async (works: readonly Work[], change: () => Promise<void>): Promise<boolean> => {
    try {
      await change();
      return true;
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'server-error') throw error;
      for (const work of works) failed.set(work, error.message);
      return false;
    }
  };
  const { client } = context;
  const setMany = async (works: readonly Work[], change: AssetChange): Promise<number> => {
    const before = new Map(failed);
    const ids = works.map(({ file }) => file.remoteId);
    if (works.length === 0) return 0;
    if (await attempt(works, () => client.updateAssets(ids, change))) return works.length;
    if (works.length === 1) return 0;
    // One that the key cannot reach makes the server refuse all.
    for (const work of works) if (!before.has(work)) failed.delete(work);
    let done = 0;
    for (const work of works)
      if (await attempt([work], () => client.updateAssets([work.file.remoteId], change))) done += 1;
    return done;
  };
  for (const isFavorite of [true, false]) {
    const works = batch.filter(({ decision }) => decision.favorite === isFavorite);
    counts.favorites += await setMany(works, { isFavorite });
  }
  if (context.abilities.tag) await setKeywords(batch, context, attempt, counts);
  await eachOf(batch, async (work) => {
    const { description, place, capturedAt } = work.decision;
    const id = work.file.remoteId;
    if (description !== null || place !== null) {
      const change = { ...(description === null ? {} : { description }), ...(place ?? {}) };
      if (!(await attempt([work], () => client.updateAsset(id, change)))) return;
      counts.descriptions += Number(description !== null);
      counts.places += Number(place !== null);
    }
    if (capturedAt === null) return;
    if (await attempt([work], () => client.updateAsset(id, { dateTimeOriginal: capturedAt })))
      counts.dates += Number(place === null);
  });
  // Last, because nothing can be set any more on what was locked away.
  for (const visibility of ['timeline', 'archive', 'locked'] as const) {
    const works = batch.filter(({ decision }) => decision.visibility === visibility);
    counts.visibility += await setMany(works, { visibility });
  }
  return failed;
}

async function setKeywords(
  batch: readonly Work[],
  { client }: DetailContext,
  attempt: (works: readonly Work[], change: () => Promise<void>) => Promise<boolean>,
  counts: Counts,
): Promise<void> {
  const given = byKeyword(batch, (work) => work.decision.addKeywords);
  const taken = byKeyword(batch, (work) => work.decision.removeKeywords);
  const paths = [...new Set([...given.keys(), ...taken.keys()])];
  if (paths.length === 0) return;
  const tags = new Map<string, string>();
  const isMade = await attempt([...new Set([...given.values(), ...taken.values()].flat())], async () => {
    for (const { id, value } of await client.upsertTags(paths)) tags.set(value, id);
  });
  if (!isMade) return;
  const idsOf = (works: readonly Work[]) => works.map(({ file }) => file.remoteId);
  for (const [path, works] of given) {
    const tag = tags.get(path);
    if (tag !== undefined && (await attempt(works, () => client.tagAssets(tag, idsOf(works)))))
      counts.keywords += works.length;
  }
  for (const [path, works] of taken) {
    const tag = tags.get(path);
    if (tag !== undefined && (await attempt(works, () => client.untagAssets(tag, idsOf(works)))))
      counts.keywords += works.length;
  }
}

function byKeyword(batch: readonly Work[], keywordsOf: (work: Work) => readonly string[]): Map<string, Work[]> {
  const groups = new Map<string, Work[]>();
  for (const work of batch) {
    for (const keyword of keywordsOf(work)) {
      const group = groups.get(keyword);
      if (group === undefined) groups.set(keyword, [work]);
      else group.push(work);
    }
  }
  return groups;
}
