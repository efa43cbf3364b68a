/**
 * Details: what Photos says of an asset, set on each of its files on the server by a three-way rule. Changed only in Photos since the last
 * sync: set in Immich. Changed only in Immich: left alone. Changed in both: Photos wins, and the run tells. Files that were on the server
 * before us get what they lack there, and nothing that they have is overwritten.
 *
 * The sidecar brings caption, keywords, date and place with the upload; so only the rest takes requests in a first sync.
 */
import type { AssetChange, ImmichClient, RemoteAsset } from '../../immich/client.ts';
import type { Abilities } from '../../immich/permissions.ts';
import type { DetailQueue, DetailScope } from '../../ledger/detail-queue.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { DetailedFile } from '../../ledger/remote-ledger.ts';
import { makeProblem, type Problem, ProblemError } from '../../problem.ts';
import type { Caution } from '../caution.ts';
import type { DetailConflict, DetailCounts } from '../outcome.ts';
import type { Scope } from '../scope.ts';
import { eachOf } from './each-of.ts';

/** How details are brought over, as the person chose. */
export interface DetailRules {
  /** Where what is hidden in Photos goes. What is in the locked folder no API key can reach any more. */
  readonly hiddenAs: 'archive' | 'locked';
  /** Whether the title of Photos is the first line of the description: Immich knows no titles. */
  readonly titles: boolean;
  /** Whether favourites get five stars, too. */
  readonly favoriteRating: boolean;
  /** The tag below which keywords come; null for none. */
  readonly tagParent: string | null;
  /** Whose value counts where both were changed since the last sync. */
  readonly leader: 'photos' | 'immich';
}

export interface DetailContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  readonly scope: Scope;
  readonly rules: DetailRules;
  readonly abilities: Pick<Abilities, 'tag'>;
  readonly caution: Caution;
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
  /** Stars, null for none; not given where ratings are no concern of ours. */
  readonly rating?: number | null;
  /** The tag that `keywords` are below; not given for none. */
  readonly tagParent?: string;
  /** Those of `keywords` that the file had before we came to give them: they do not move with another parent. */
  readonly theirs?: readonly string[];
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
  /** Stars, null to take them away; not given when there is nothing to set. */
  readonly rating?: number | null;
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
    keywords: [...new Set(file.keywords.map(tagPath).filter((path) => path !== ''))]
      .map((path) => below(rules.tagParent, path))
      .sort(),
    capturedAt: file.capturedAt,
    place:
      file.latitude === null || file.longitude === null ? null : { latitude: file.latitude, longitude: file.longitude },
    ...(rules.favoriteRating ? { rating: file.favorite ? FAVORITE_RATING : null } : {}),
    ...(rules.tagParent === null ? {} : { tagParent: rules.tagParent }),
  };
}

/** Stars of a favourite. */
const FAVORITE_RATING = 5;

function below(parent: string | null | undefined, path: string): string {
  return parent == null ? path : `${parent}/${path}`;
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
export function uploadedDetails(
  file: DetailSource & Pick<DetailedFile, 'kind'>,
  { tagParent }: Pick<DetailRules, 'tagParent'>,
): Details {
  const fresh = { favorite: false, visibility: 'timeline' } as const;
  // osxphotos writes no sidecar for the RAW of a pair.
  if (file.kind === 'raw') return { ...fresh, description: '', keywords: [], capturedAt: '', place: null };
  const { description, keywords, capturedAt, place } = wantedDetails(file, {
    hiddenAs: 'archive',
    titles: false,
    favoriteRating: false,
    tagParent,
    leader: 'photos',
  });
  return { ...fresh, description, keywords, capturedAt, place, ...(tagParent === null ? {} : { tagParent }) };
}

/**
 * The three-way rule. Pure.
 * @param wanted what Photos says now
 * @param synced what Photos said at the last sync, or what our upload brought
 * @param remote what Immich says now; null where it was not asked: then it is taken to be as it was synced.
 * @param leader whose value counts where both were changed.
 */
export function decideDetails(
  wanted: Details,
  synced: Details,
  remote: RemoteAsset | null,
  leader: DetailRules['leader'],
): DetailDecision {
  const conflicts: DetailDecision['conflicts'][number][] = [];
  const choose = <Value>(
    field: DetailConflict['field'],
    [now, before, there]: readonly [Value, Value, Value],
    isSame: (a: Value, b: Value) => boolean,
    show: (value: Value) => string,
  ): Value | null => {
    if (isSame(now, before) || isSame(now, there)) return null;
    if (isSame(there, before)) return now;
    conflicts.push({ field, photos: show(now), immich: show(there), winner: leader });
    return leader === 'photos' ? now : null;
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
    if (there !== null && !isSameDate(there, synced.capturedAt) && !isSameDate(there, wanted.capturedAt)) {
      conflicts.push({ field: 'date', photos: wanted.capturedAt, immich: there, winner: leader });
      if (leader === 'immich') capturedAt = null;
    }
  }
  const rating = decideRating(wanted, synced, remote, choose);
  return {
    favorite: wanted.favorite === synced.favorite ? null : wanted.favorite,
    visibility: wanted.visibility === synced.visibility ? null : wanted.visibility,
    description,
    addKeywords: wanted.keywords.filter((keyword) => !synced.keywords.includes(keyword)),
    removeKeywords: removedKeywords(wanted, synced),
    // The server works the time zone out anew from a place, so the date is said again after it.
    capturedAt: capturedAt ?? (place === null ? null : wanted.capturedAt),
    place,
    ...(rating === undefined ? {} : { rating }),
    conflicts,
  };
}

type Choose = <Value>(
  field: DetailConflict['field'],
  values: readonly [Value, Value, Value],
  isSame: (a: Value, b: Value) => boolean,
  show: (value: Value) => string,
) => Value | null;

/** A number of stars, 0 for none inside of here because null means that nothing is chosen. */
function decideRating(
  wanted: Details,
  synced: Details,
  remote: RemoteAsset | null,
  choose: Choose,
): number | null | undefined {
  if (wanted.rating === undefined) return undefined;
  const before = synced.rating ?? 0;
  const there = remote === null ? before : (remote.rating ?? 0);
  const chosen = choose(
    'rating',
    [wanted.rating ?? 0, before, there],
    (a, b) => a === b,
    (stars) => (stars === 0 ? '' : String(stars)),
  );
  if (chosen === null) return undefined;
  return chosen === 0 ? null : chosen;
}

/** What Photos has no more, and what moves to another parent, but for what was there before us. */
function removedKeywords(wanted: Details, synced: Details): readonly string[] {
  const isStillMeant = (keyword: string) => {
    const path = synced.tagParent === undefined ? keyword : keyword.slice(synced.tagParent.length + 1);
    return wanted.keywords.includes(below(wanted.tagParent, path));
  };
  return synced.keywords.filter(
    (keyword) => !wanted.keywords.includes(keyword) && !(synced.theirs?.includes(keyword) && isStillMeant(keyword)),
  );
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
    ...(wanted.rating != null && remote.rating === null ? { rating: wanted.rating } : {}),
    conflicts: [],
  };
}

/** True when Photos knows something that could be missing on the server. */
function hasAnythingToFill(wanted: Details): boolean {
  return wanted.favorite || wanted.rating != null || wanted.description !== '' || wanted.keywords.length > 0;
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
  /** Keywords that turned out to be on the file before we gave them. */
  readonly theirs: Set<string>;
}

type Counts = { -readonly [Name in keyof DetailCounts]: DetailCounts[Name] };

export interface DetailOutcome {
  readonly counts: DetailCounts;
  readonly conflicts: readonly DetailConflict[];
  readonly problems: readonly Problem[];
}

/** Changes with every change of how details are brought over, so that every file is looked at again. */
export function rulesMark(rules: DetailRules, abilities: Pick<Abilities, 'tag'>): string {
  const { hiddenAs, titles, favoriteRating, tagParent } = rules;
  const more = favoriteRating || tagParent !== null ? `:${favoriteRating ? 'stars' : ''}:${tagParent ?? ''}` : '';
  return `:${hiddenAs}:${titles ? 'titles' : ''}:${abilities.tag ? 'tags' : ''}${more}`;
}

/** Brings the details of all files up to date. No request is made for a file of which Photos says the same as at the last sync. */
export async function reconcileDetails(context: DetailContext): Promise<DetailOutcome> {
  const { ledger, target } = context;
  const counts: Counts = { favorites: 0, visibility: 0, descriptions: 0, keywords: 0, dates: 0, places: 0, ratings: 0 };
  const conflicts: DetailConflict[] = [];
  const failures: { readonly filename: string; readonly reason: string }[] = [];
  const locked: string[] = [];
  const queue = ledger.remote.detailQueue;
  queue.fill(withinScope(context));
  await askForDetails(context, queue);
  for (const page of queue.pages(BATCH)) {
    const works: Work[] = [];
    for (const { file, answer } of page) {
      if (!mayDetail(file, context)) continue;
      if (!isLockedAway(file) || answer !== null)
        works.push(decide(file, context, answer === null ? null : (JSON.parse(answer) as RemoteAsset)));
      else if (!file.hidden) locked.push(file.filename);
    }
    const failed = await setAll(works, context, counts);
    for (const [{ file }, reason] of failed) failures.push({ filename: file.filename, reason });
    const done = works.filter((work) => !failed.has(work));
    for (const { file, decision } of done)
      for (const conflict of decision.conflicts)
        conflicts.push({ uuid: file.uuid, filename: file.filename, ...conflict });
    ledger.remote.recordDetails(
      target,
      done.map((work) => ({
        remoteId: work.file.remoteId,
        digest: work.file.digest,
        details: JSON.stringify(toRecord(work, context)),
      })),
    );
  }
  const [first] = failures;
  const about = failures.map((failure) => failure.filename);
  return {
    counts,
    conflicts,
    problems: [
      ...(first === undefined
        ? []
        : [makeProblem('details-failed', { count: failures.length, reason: first.reason }, about)]),
      ...(locked.length === 0 ? [] : [makeProblem('locked-away', { count: locked.length }, locked)]),
    ],
  };
}

function withinScope({ target, scope, rules, abilities }: Omit<DetailContext, 'client'>): DetailScope {
  return {
    target,
    // What is on the server goes on being kept in step when it is hidden, also where hidden items are not brought there any more.
    scope: { ...scope, includeHidden: true },
    rules: rulesMark(rules, abilities),
  };
}

/** True for a file that we put into the locked folder: until a person takes it out, nobody else can see or change it. */
function isLockedAway(file: DetailedFile): boolean {
  return file.synced !== null && (JSON.parse(file.synced) as Details).visibility === 'locked';
}

/** What Photos said, for the next time. */
function toRecord({ file, wanted, theirs }: Work, { rules, abilities }: DetailContext): Details {
  const synced = syncedDetails(file, rules);
  // Where tags cannot be given, what Photos says of them is not brought over.
  const { tagParent: _parent, ...rest } = wanted;
  if (!abilities.tag) {
    return {
      ...rest,
      keywords: synced.keywords,
      ...(synced.tagParent === undefined ? {} : { tagParent: synced.tagParent }),
      ...(synced.theirs === undefined ? {} : { theirs: synced.theirs }),
    };
  }
  const kept = [...(synced.theirs ?? []), ...theirs].filter((keyword) => wanted.keywords.includes(keyword));
  return { ...wanted, ...(kept.length === 0 ? {} : { theirs: [...new Set(kept)] }) };
}

/** Under caution only what a run of ours has brought and nobody has touched: to hide what is hidden in Photos is part of bringing it. */
function mayDetail(file: DetailedFile, { caution }: Pick<DetailContext, 'caution'>): boolean {
  return caution.mayChange || (file.synced === null && file.origin === 'uploaded');
}

/** What Photos changed since the last sync, for each file, without asking what Immich says now. */
export function foreseeDetails(context: Omit<DetailContext, 'client'>): readonly {
  readonly uuid: string;
  readonly filename: string;
  readonly changes: readonly string[];
}[] {
  const { ledger, rules, abilities } = context;
  return ledger.remote
    .filesToDetail(withinScope(context))
    .flatMap((file) => {
      if (isLockedAway(file) || !mayDetail(file, context)) return [];
      // What was on the server before us gets what it lacks, which nobody knows without asking.
      if (file.synced === null && file.origin !== 'uploaded') return [];
      const decision = decideDetails(wantedDetails(file, rules), syncedDetails(file, rules), null, rules.leader);
      const changes = [
        ...(decision.favorite === null ? [] : [decision.favorite ? 'favourite' : 'no favourite']),
        ...(decision.visibility === null ? [] : [decision.visibility]),
        ...(decision.description === null ? [] : ['description']),
        ...(abilities.tag ? decision.addKeywords.map((keyword) => `+${keyword}`) : []),
        ...(abilities.tag ? decision.removeKeywords.map((keyword) => `-${keyword}`) : []),
        ...(decision.place === null ? [] : ['place']),
        ...(decision.capturedAt === null ? [] : ['date']),
        ...(decision.rating === undefined ? [] : [decision.rating === null ? 'no stars' : `${decision.rating} stars`]),
      ];
      return changes.length === 0 ? [] : [{ uuid: file.uuid, filename: file.filename, changes }];
    })
    .toArray();
}

function syncedDetails(file: DetailedFile, rules: DetailRules): Details {
  return file.synced === null ? uploadedDetails(file, rules) : (JSON.parse(file.synced) as Details);
}

/** True when it cannot be decided without asking what Immich says now. */
function isQuestion(file: DetailedFile, rules: DetailRules): boolean {
  const wanted = wantedDetails(file, rules);
  if (file.synced === null) return file.origin !== 'uploaded' && hasAnythingToFill(wanted);
  const synced = syncedDetails(file, rules);
  return (
    // Whether a person has taken it out of the locked folder only the server knows.
    (synced.visibility === 'locked' && !file.hidden) ||
    (wanted.rating !== undefined && (wanted.rating ?? 0) !== (synced.rating ?? 0)) ||
    !isSameText(wanted.description, synced.description) ||
    !isSameDate(wanted.capturedAt, synced.capturedAt) ||
    !isSamePlace(wanted.place, synced.place)
  );
}

/** Asks what Immich says of the files that are a question, and puts it into the queue. */
async function askForDetails({ client, rules, caution }: DetailContext, queue: DetailQueue): Promise<void> {
  const open = new Set<string>();
  for (const page of queue.pages(BATCH))
    for (const { file } of page) if (mayDetail(file, { caution }) && isQuestion(file, rules)) open.add(file.remoteId);
  if (open.size > MOST_SINGLE_QUESTIONS) {
    for await (const asset of client.searchAssets()) {
      if (open.delete(asset.id)) queue.answer(asset.id, JSON.stringify(asset));
      if (open.size === 0) break;
    }
  } else {
    await eachOf(open, async (id) => {
      const asset = await client.assetDetails(id);
      if (asset !== null) queue.answer(id, JSON.stringify(asset));
    });
  }
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

/** @param remote what Immich says now; null where it was not asked, or does not know the file. */
function decide(file: DetailedFile, { rules }: DetailContext, remote: RemoteAsset | null): Work {
  const wanted = wantedDetails(file, rules);
  const isOld = file.synced === null && file.origin !== 'uploaded';
  const decision = isOld
    ? remote === null
      ? NOTHING
      : fillDetails(wanted, remote)
    : decideDetails(wanted, syncedDetails(file, rules), remote, rules.leader);
  return { file, wanted, decision, theirs: new Set() };
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
      for (const work of works) failed.set(work, error.message.replace(/\.$/, ''));
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
  for (const rating of new Set(
    batch.flatMap(({ decision }) => (decision.rating === undefined ? [] : [decision.rating])),
  )) {
    const works = batch.filter(({ decision }) => decision.rating === rating);
    counts.ratings += await setMany(works, { rating });
  }
  if (context.abilities.tag) await setKeywords(batch, context, attempt, counts);
  const alike = Map.groupBy(batch, ({ decision }) => JSON.stringify(textChange(decision)));
  await eachOf(alike.values(), async (works) => {
    const [first] = works;
    const change = first === undefined ? {} : textChange(first.decision);
    if (first === undefined || Object.keys(change).length === 0) return;
    if (works.length > 1) await setMany(works, change);
    else await attempt(works, () => client.updateAsset(first.file.remoteId, change));
    for (const work of works.filter((candidate) => !failed.has(candidate))) {
      const { description, place, capturedAt } = work.decision;
      counts.descriptions += Number(description !== null);
      counts.places += Number(place !== null);
      counts.dates += Number(capturedAt !== null && place === null);
      // Together with the place the server would work the time zone out by itself.
      if (capturedAt !== null && place !== null)
        await attempt([work], () => client.updateAsset(work.file.remoteId, { dateTimeOriginal: capturedAt }));
    }
  });
  // Last, because nothing can be set any more on what was locked away.
  for (const visibility of ['timeline', 'archive', 'locked'] as const) {
    const works = batch.filter(({ decision }) => decision.visibility === visibility);
    counts.visibility += await setMany(works, { visibility });
  }
  return failed;
}

/** What is set with one request, and for all files at once to which the same happens. */
function textChange({ description, place, capturedAt }: DetailDecision): Omit<AssetChange, 'visibility'> {
  return {
    ...(description === null ? {} : { description }),
    ...(place ?? (capturedAt === null ? {} : { dateTimeOriginal: capturedAt })),
  };
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
    if (tag === undefined) continue;
    let had: ReadonlySet<string> = new Set();
    const isGiven = await attempt(works, async () => {
      had = await client.tagAssets(tag, idsOf(works));
    });
    if (!isGiven) continue;
    for (const { file, theirs } of works) if (had.has(file.remoteId)) theirs.add(path);
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
