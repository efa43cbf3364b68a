/** What must be on the server by the library's own manifest, against what an account holds. With the settings that nobody has changed. */
import { type ExpectedAsset, type ExpectedPart, inScope, type Manifest } from '../support/photos-library/index.ts';
import type { Seen, SeenAsset } from './server/reader.ts';
import { judged, LIMITS, type Row } from './verdict.ts';

/** One file on the server and all assets of Photos whose contents it has. */
interface Wanted {
  readonly part: ExpectedPart;
  readonly speakers: readonly ExpectedAsset[];
}

export interface JudgeOptions {
  /** SHA-1s of files that others brought, and that are to stay. */
  readonly others?: ReadonlySet<string>;
  /** What a scenario expects otherwise, by `about` and field. */
  readonly except?: (row: Row) => Row;
}

const isFilm = ({ kind }: ExpectedPart) => kind === 'live-video' || kind === 'edited-live-video';
const hasBytes = (part: ExpectedPart) => part.sha1 !== null && (part.size ?? 0) > 0;

export function judge(step: string, manifest: Manifest, seen: Seen, { others, except }: JudgeOptions = {}): Row[] {
  const assets = manifest.assets.filter(inScope);
  const held = new Map(seen.assets.map((asset) => [asset.checksum, asset]));
  const wanted = wantedFiles(assets);
  const rows: Row[] = [];
  for (const asset of assets)
    for (const part of asset.parts) if (!hasBytes(part)) rows.push(absentRow(step, asset, part));
  for (const [sha1, file] of wanted) rows.push(...fileRows(step, file, held.get(sha1)));
  for (const { checksum, name } of seen.assets)
    if (!wanted.has(checksum) && others?.has(checksum) !== true)
      rows.push(judged(step, name, 'file of nobody', ['', checksum]));
  for (const asset of assets) rows.push(...pairRows(step, asset, held), ...stackRows(step, asset, held, seen));
  rows.push(...burstRows(step, assets, held, seen), ...albumRows(step, manifest, held, seen));
  return except === undefined ? rows : rows.map(except);
}

function wantedFiles(assets: readonly ExpectedAsset[]): ReadonlyMap<string, Wanted> {
  const files = new Map<string, { part: ExpectedPart; speakers: ExpectedAsset[] }>();
  for (const asset of assets)
    for (const part of asset.parts) {
      if (part.sha1 === null || !hasBytes(part)) continue;
      const file = files.get(part.sha1) ?? { part, speakers: [] };
      file.speakers.push(asset);
      files.set(part.sha1, file);
    }
  return files;
}

/** In iCloud only, or empty: such a file is never uploaded. */
const absentRow = (step: string, asset: ExpectedAsset, part: ExpectedPart) =>
  judged(step, asset.originalFilename, `file: ${part.kind}`, ['in iCloud', 'absent'], LIMITS.cloud);

function fileRows(step: string, { part, speakers }: Wanted, seen: SeenAsset | undefined): Row[] {
  const [first] = speakers;
  if (first === undefined) return [];
  const about = first.originalFilename;
  const is = (field: string, photos: string, immich: string, limit?: string) =>
    judged(step, about, `${field}: ${part.kind}`, [photos, immich], limit);
  const rows = [is('file', part.sha1 ?? '', seen?.checksum ?? 'absent')];
  if (seen === undefined) return rows;
  rows.push(is('trash', 'no', yesNo(seen.trashed)));
  if (isFilm(part)) return [...rows, is('visibility', 'hidden', seen.visibility), is('tags', '', seen.tags.join(', '))];
  if (part.kind === 'original') {
    const names = speakers.map(({ originalFilename }) => originalFilename.normalize('NFC'));
    const name = names.includes(seen.name.normalize('NFC')) ? seen.name : about;
    rows.push(is('name', name, seen.name, /[/\\]/.test(about) ? LIMITS.slash : undefined));
    rows.push(is('type', first.media === 'movie' ? 'VIDEO' : 'IMAGE', seen.type));
  }
  const titles = speakers.flatMap(({ title }) => title ?? []);
  if (titles.length > 0 && part.kind === 'original') rows.push(is('title', titles.join(', '), '', LIMITS.title));
  return [...rows, ...detailRows(is, speakers, seen)];
}

type Is = (field: string, photos: string, immich: string, limit?: string) => Row;

/** Several assets with the same contents: favourite if any is, hidden only if all are, the keywords of all, a text of one of them. */
function detailRows(is: Is, speakers: readonly ExpectedAsset[], seen: SeenAsset): Row[] {
  const one = <Value>(values: readonly Value[], fits: (value: Value) => boolean) => values.find(fits) ?? values[0];
  const captions = speakers.map(({ caption }) => (caption ?? '').trim());
  const filled = captions.filter((caption) => caption !== '');
  const dates = speakers.map(({ capturedAt }) => capturedAt);
  const date = one(dates, (moment) => toTheSecond(moment) === seen.instant) ?? '';
  const near = speakers.find((speaker) => isNear(speaker, seen));
  const keywords = [...new Set(speakers.flatMap((speaker) => speaker.keywords.map(tagPath)))].filter(Boolean).sort();
  return [
    is('favourite', yesNo(speakers.some(({ favorite }) => favorite)), yesNo(seen.favorite)),
    is('visibility', speakers.every(({ hidden }) => hidden) ? 'archive' : 'timeline', seen.visibility),
    is('description', one(filled, (text) => text === seen.description) ?? '', seen.description),
    is('tags', keywords.join(', '), seen.tags.join(', ')),
    is('date', toTheSecond(date), seen.instant ?? ''),
    is('local time', date.slice(0, 19), seen.local),
    is('zone', offsetOf(date), offsetIn(seen.timeZone, date)),
    is('place', near ? placeOf(near) : placeOf(speakers[0]), near ? placeOf(near) : placeOf(seen)),
    is('rating', '', seen.rating === null || seen.rating === 0 ? '' : String(seen.rating)),
  ];
}

const heldPart = (asset: ExpectedAsset, kind: ExpectedPart['kind'], held: ReadonlyMap<string, SeenAsset>) =>
  held.get(asset.parts.find((part) => part.kind === kind)?.sha1 ?? '');

/** The file that stands for an asset in albums and on top of its stack. */
const standing = (asset: ExpectedAsset, held: ReadonlyMap<string, SeenAsset>) =>
  heldPart(asset, 'edited', held) ?? heldPart(asset, 'original', held);

function pairRows(step: string, asset: ExpectedAsset, held: ReadonlyMap<string, SeenAsset>): Row[] {
  const rows: Row[] = [];
  for (const [stillKind, filmKind] of [
    ['original', 'live-video'],
    ['edited', 'edited-live-video'],
  ] as const) {
    const [still, film] = [heldPart(asset, stillKind, held), heldPart(asset, filmKind, held)];
    if (still === undefined || film === undefined) continue;
    rows.push(judged(step, asset.originalFilename, `Live Photo: ${stillKind}`, [film.id, still.film ?? 'not paired']));
  }
  return rows;
}

function stackRows(step: string, asset: ExpectedAsset, held: ReadonlyMap<string, SeenAsset>, { stacks }: Seen): Row[] {
  const files = asset.parts
    .filter((part) => !isFilm(part))
    .flatMap(({ sha1 }) => held.get(sha1 ?? '') ?? [])
    .filter((file, index, all) => all.indexOf(file) === index);
  const cover = standing(asset, held);
  if (files.length < 2 || cover === undefined || asset.burstId !== null) return [];
  const stack = stacks.find(({ members }) => members.has(cover.id));
  const there = files.filter(({ id }) => stack?.members.has(id) === true).length;
  return [
    judged(step, asset.originalFilename, 'stack: files', [String(files.length), String(there)]),
    judged(step, asset.originalFilename, 'stack: on top', [cover.id, stack?.primary ?? 'none']),
  ];
}

function burstRows(
  step: string,
  assets: readonly ExpectedAsset[],
  held: ReadonlyMap<string, SeenAsset>,
  { stacks }: Seen,
): Row[] {
  const bursts = Map.groupBy(
    assets.filter(({ burstId }) => burstId !== null),
    ({ burstId }) => burstId,
  );
  return [...bursts.values()].flatMap((frames) => {
    const files = frames.flatMap((frame) => standing(frame, held) ?? []);
    if (files.length < 2) return [];
    const owners = new Set(files.map(({ id }) => stacks.find(({ members }) => members.has(id))?.id ?? 'none'));
    const count = owners.has('none') ? 'not all stacked' : String(owners.size);
    return [judged(step, `burst of ${frames[0]?.originalFilename}`, 'stacks', ['1', count])];
  });
}

/** Albums of the same name are told apart by what is in them. */
function albumRows(step: string, manifest: Manifest, held: ReadonlyMap<string, SeenAsset>, seen: Seen): Row[] {
  const assets = new Map(manifest.assets.filter(inScope).map((asset) => [asset.uuid, asset]));
  const left = new Set(seen.albums);
  const rows: Row[] = [];
  for (const { title, folders, assets: uuids } of manifest.albums) {
    const members = uuids.flatMap((uuid) => assets.get(uuid) ?? []);
    const wanted = new Set(members.flatMap((member) => standing(member, held)?.id ?? []));
    if (wanted.size === 0) continue;
    const name = [...folders, title].join(' / ').normalize('NFC');
    const common = (album: (typeof seen.albums)[number]) => [...wanted].filter((id) => album.members.has(id)).length;
    const candidates = [...left].filter((album) => album.name.normalize('NFC') === name);
    const album = candidates.sort((a, b) => common(b) - common(a) || a.members.size - b.members.size)[0];
    const about = `album ${name}`;
    rows.push(judged(step, about, 'name', [name, album?.name ?? 'absent']));
    if (album === undefined) continue;
    left.delete(album);
    rows.push(judged(step, about, 'members', [String(wanted.size), String(common(album))]));
    rows.push(judged(step, about, 'members of others', ['0', String(album.members.size - common(album))]));
    const order = orderOf(members);
    if (order !== null) rows.push(judged(step, about, 'order', [order, album.order]));
    else if (members.length > 1) rows.push(judged(step, about, 'order', ['by hand', album.order], LIMITS.order));
  }
  return rows;
}

/** By the time of capture, if the album is in such an order. */
function orderOf(members: readonly ExpectedAsset[]): 'asc' | 'desc' | null {
  const times = members.map(({ capturedAt }) => Date.parse(capturedAt));
  const isSorted = (sign: 1 | -1) =>
    times.every((time, index) => index === 0 || sign * (time - (times[index - 1] ?? 0)) >= 0);
  if (new Set(times).size < 2) return null;
  if (isSorted(1)) return 'asc';
  return isSorted(-1) ? 'desc' : null;
}

const yesNo = (value: boolean) => (value ? 'yes' : 'no');
const toTheSecond = (moment: string) => (moment === '' ? '' : `${new Date(moment).toISOString().slice(0, 19)}Z`);

type Place = Pick<SeenAsset, 'latitude' | 'longitude'>;

const placeOf = ({ latitude, longitude }: Place = { latitude: null, longitude: null }) =>
  latitude === null || longitude === null ? '' : `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;

/** To ten metres: files keep places as fractions. */
function isNear(a: Place, b: Place): boolean {
  if (a.latitude === null || a.longitude === null || b.latitude === null || b.longitude === null)
    return placeOf(a) === placeOf(b);
  return Math.abs(a.latitude - b.latitude) < 0.0001 && Math.abs(a.longitude - b.longitude) < 0.0001;
}

/** A slash nests, as the README says. */
const tagPath = (keyword: string) =>
  keyword
    .normalize('NFC')
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('/');

const offsetOf = (moment: string) => /[+-]\d\d:\d\d$/.exec(moment)?.[0] ?? '+00:00';

/** The offset of the server's zone (`UTC+2`, `Europe/Lisbon`) at a moment. */
function offsetIn(zone: string | null, moment: string): string {
  if (zone === null) return 'none';
  const fixed = /^UTC(?:([+-])(\d{1,2})(?::?(\d\d))?)?$/.exec(zone);
  if (fixed) return `${fixed[1] ?? '+'}${(fixed[2] ?? '0').padStart(2, '0')}:${fixed[3] ?? '00'}`;
  try {
    const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
      .formatToParts(new Date(moment))
      .find(({ type }) => type === 'timeZoneName')?.value;
    return name === 'GMT' ? '+00:00' : (name ?? '').replace('GMT', '');
  } catch {
    return zone;
  }
}
