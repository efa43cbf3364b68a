/**
 * What Photos says against what Immich says, asset by asset and field by field. It asks the server anew by its public API and believes
 * nothing that the sync wrote down but which file stands for which.
 */
import type { RemoteAlbum } from '../../../src/core/immich/client/albums.ts';
import type { RemoteAsset } from '../../../src/core/immich/client/asset-answers.ts';
import { ImmichClient } from '../../../src/core/immich/client/client.ts';
import type { ServerAddress } from '../../../src/core/immich/connections.ts';
import type { AlbumState } from '../../../src/core/ledger/album-ledger.ts';
import type { DetailedFile } from '../../../src/core/ledger/detailed-file.ts';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import type { LedgerAsset, LedgerPart } from '../../../src/core/ledger/ledger-asset.ts';
import type { StackableFile } from '../../../src/core/ledger/remote-ledger.ts';
import type { Scope } from '../../../src/core/model/scope.ts';
import { albumName, wantedOrder } from '../../../src/core/sync/reconcile/albums/rule.ts';
import type { DetailRules } from '../../../src/core/sync/reconcile/details/rule.ts';
import { wantedDetails } from '../../../src/core/sync/reconcile/details/wanted.ts';

export interface FidelityRow {
  /** The asset's file name, or `album` and its name. */
  readonly about: string;
  readonly part: string;
  readonly field: string;
  readonly photos: string;
  readonly immich: string;
  /** `equal`, a documented limit that begins with `limit:`, or `different`. */
  readonly verdict: string;
}

export interface FidelityOptions {
  readonly ledgerFile: string;
  readonly server: ServerAddress;
  readonly apiKey: string;
  readonly scope: Scope;
  readonly rules: DetailRules;
  readonly albumSeparator: string;
}

export const LIMITS = {
  cloud: 'limit: the file is only in iCloud',
  linked: 'limit: the phone’s copy stands for it, by setting',
  thrownAway: 'limit: it was thrown away in Immich',
  slash: 'limit: no file name can hold a slash; it becomes a colon',
  order: 'limit: Immich sorts albums by date only',
  locked: 'limit: no API key can look into the locked folder',
  title: 'limit: Immich has no titles; the setting details.titles puts them before the caption',
  place: 'limit: Immich cannot forget a place that the file itself tells',
} as const;

/** All rows of one library, sorted by file name. */
export async function compareFidelity(options: FidelityOptions): Promise<readonly FidelityRow[]> {
  const ledger = new Ledger(options.ledgerFile);
  const client = new ImmichClient(options.server, options.apiKey);
  try {
    const target = ledger.target((await client.account.user()).id, options.server.url);
    const files = new Map(
      // With rules that nobody has used, every file is to be detailed.
      ledger.remote
        .filesToDetail({ target, scope: options.scope, rules: ':compare' })
        .map((file) => [file.remoteId, file] as const),
    );
    const rows: FidelityRow[] = [];
    const memberships: Memberships = { photos: new Map(), immich: new Map() };
    const owned = await client.albums.owned();
    for (const album of ledger.albums.inPhotos(target, options.scope))
      rows.push(...(await albumRows(album, owned, memberships, client, options)));
    for (const asset of ledger.assets(target, options.scope))
      rows.push(...(await assetRows(asset, { files, memberships, client, ...options })));
    rows.push(...(await burstRows(ledger.remote.stackableFiles(target, options.scope), client)));
    return rows.sort((a, b) => (a.about < b.about ? -1 : a.about > b.about ? 1 : 0));
  } finally {
    client.close();
    ledger.close();
  }
}

/** Names of albums: by the UUID of the asset in Photos, by the id of the file in Immich. */
interface Memberships {
  readonly photos: Map<string, string[]>;
  readonly immich: Map<string, string[]>;
}

function note(names: Map<string, string[]>, key: string, name: string): void {
  names.set(key, [...(names.get(key) ?? []), name]);
}

async function albumRows(
  album: AlbumState,
  owned: readonly RemoteAlbum[],
  memberships: Memberships,
  client: ImmichClient,
  { albumSeparator }: FidelityOptions,
): Promise<FidelityRow[]> {
  const name = albumName(album, albumSeparator);
  const remote = owned.find(({ id }) => id === album.remote?.remoteId);
  const members = new Set<string>();
  if (remote !== undefined) for await (const { id } of client.search.assets(remote.id)) members.add(id);
  for (const { uuid } of album.members) note(memberships.photos, uuid, name);
  for (const id of members) note(memberships.immich, id, remote?.name ?? '');
  const wanted = new Set(album.members.map((member) => member.remoteId));
  const there = [...wanted].filter((id) => members.has(id)).length;
  const cover = album.members.find(({ uuid }) => uuid === album.keyAsset)?.remoteId;
  const order = wantedOrder(album.members);
  const about = `album ${name}`;
  return [
    row(about, '', 'name', name, remote?.name ?? ''),
    row(about, '', 'members', String(wanted.size), String(there)),
    row(about, '', 'members of others', '0', String(members.size - there)),
    order === null
      ? row(about, '', 'order', 'by hand', `by date, ${remote?.order ?? ''}`, LIMITS.order)
      : row(about, '', 'order', order, remote?.order ?? ''),
    ...(cover === undefined ? [] : [row(about, '', 'cover', cover, remote?.cover ?? '')]),
  ];
}

/** The frames of each burst that are on the server, in one stack under the same cover. */
async function burstRows(files: readonly StackableFile[], client: ImmichClient): Promise<FidelityRow[]> {
  const bursts = new Map<string, StackableFile[]>();
  for (const file of files) {
    if (file.burstId === null || file.remoteId === null) continue;
    bursts.set(file.burstId, [...(bursts.get(file.burstId) ?? []), file]);
  }
  const rows: FidelityRow[] = [];
  for (const frames of bursts.values()) {
    if (frames.length < 2) continue;
    const stacks = new Set<string>();
    for (const { remoteId } of frames) stacks.add((await client.assets.details(remoteId ?? ''))?.stack?.id ?? 'none');
    rows.push(row(`burst ${frames[0]?.filename}`, '', 'stack', '1', stacks.has('none') ? '0' : String(stacks.size)));
  }
  return rows;
}

function row(about: string, part: string, field: string, photos: string, immich: string, limit?: string): FidelityRow {
  const isEqual = photos.normalize('NFC') === immich.normalize('NFC');
  return { about, part, field, photos, immich, verdict: isEqual ? 'equal' : (limit ?? 'different') };
}

interface Sight extends FidelityOptions {
  readonly files: ReadonlyMap<string, DetailedFile>;
  readonly memberships: Memberships;
  readonly client: ImmichClient;
}

async function assetRows(asset: LedgerAsset, sight: Sight): Promise<FidelityRow[]> {
  const { files, memberships, client, rules } = sight;
  const rows: FidelityRow[] = [];
  const idOf = (kind: string) => asset.parts.find((part) => part.kind === kind)?.remoteId ?? null;
  const cover = idOf('edited') ?? idOf('original');
  for (const part of asset.parts) {
    const is = (field: string, photos: string, immich: string, limit?: string) =>
      rows.push(row(asset.filename, part.kind, field, photos, immich, limit));
    is('file', part.sha1 ?? 'in iCloud', part.remoteId === null ? 'absent' : (part.sha1 ?? ''), whyAbsent(part));
    if (part.remoteId === null) continue;
    const remote = await client.assets.details(part.remoteId);
    const seen = await client.assets.taken(part.remoteId);
    const file = files.get(part.remoteId);
    if (remote === null || seen === null) {
      const isLocked = file?.hidden === true && rules.hiddenAs === 'locked';
      is('visibility', isLocked ? 'locked' : 'to be seen', 'out of reach', isLocked ? LIMITS.locked : undefined);
      continue;
    }
    if (part.kind === 'original') {
      const isFileName = !asset.filename.includes('/');
      is('name', asset.filename, seen.filename, isFileName ? undefined : LIMITS.slash);
      is('kind', asset.media, seen.media);
      if (asset.width !== null && asset.height !== null)
        is('pixels', pixels(asset.width, asset.height), pixels(seen.width, seen.height));
    }
    if (part.kind === 'live-video' || part.kind === 'edited-live-video') {
      const still = idOf(part.kind === 'live-video' ? 'original' : 'edited');
      if (still === null) continue;
      is('pair', part.remoteId, (await client.assets.liveVideoOf(still)) ?? '');
      is('visibility', 'hidden', remote.visibility);
      is('keywords', '', (remote.tags ?? []).join(', '));
      continue;
    }
    const others = asset.parts.filter(({ kind, remoteId }) => !kind.endsWith('video') && remoteId !== null).length;
    if (others > 1 && cover !== null) is('stack', cover, remote.stack?.primaryAssetId ?? '');
    if (part.remoteId === (cover ?? part.remoteId)) {
      const names = (of: readonly string[] | undefined) => [...new Set(of)].sort().join(', ');
      is('albums', names(memberships.photos.get(asset.uuid)), names(memberships.immich.get(part.remoteId)));
    }
    if (file !== undefined && file.uuid === asset.uuid)
      rows.push(...detailRows(asset.filename, part.kind, file, remote, rules));
  }
  return rows;
}

function detailRows(
  about: string,
  part: string,
  file: DetailedFile,
  remote: RemoteAsset,
  rules: DetailRules,
): FidelityRow[] {
  const wanted = wantedDetails(file, rules);
  const seconds = (text: string | null) => (text === null ? '' : `${new Date(text).toISOString().slice(0, 19)}Z`);
  const place = (at: { readonly latitude: number | null; readonly longitude: number | null } | null) =>
    at === null || at.latitude === null || at.longitude === null
      ? ''
      : `${at.latitude.toFixed(4)}, ${at.longitude.toFixed(4)}`;
  return [
    row(about, part, 'favourite', yesNo(wanted.favorite), yesNo(remote.isFavorite)),
    row(about, part, 'visibility', wanted.visibility, remote.visibility),
    row(about, part, 'description', wanted.description, remote.description),
    ...(file.title === null || rules.titles ? [] : [row(about, part, 'title', file.title, '', LIMITS.title)]),
    ...(wanted.rating === undefined ? [] : [row(about, part, 'rating', stars(wanted.rating), stars(remote.rating))]),
    row(about, part, 'keywords', wanted.keywords.join(', '), [...(remote.tags ?? [])].sort().join(', ')),
    row(about, part, 'date', seconds(wanted.capturedAt), seconds(remote.capturedAt)),
    row(about, part, 'zone', offsetOf(wanted.capturedAt), offsetIn(remote.timeZone, wanted.capturedAt)),
    row(about, part, 'place', place(wanted.place), place(remote), wanted.place === null ? LIMITS.place : undefined),
  ];
}

const stars = (rating: number | null) => (rating === null ? '' : String(rating));

/** The longer side last: one side tells a picture as it lies, the other as it is shown. */
const pixels = (width: number | null, height: number | null) =>
  width === null || height === null ? '' : `${Math.min(width, height)} × ${Math.max(width, height)}`;

/** The documented reason for a file that is not on the server; undefined when there is none. */
function whyAbsent(part: LedgerPart): string | undefined {
  if (part.linkedId !== null) return LIMITS.linked;
  if (part.isLeftOut || part.refusal?.reason === 'in-server-trash') return LIMITS.thrownAway;
  return part.available ? undefined : LIMITS.cloud;
}

const yesNo = (value: boolean) => (value ? 'yes' : 'no');

/** For example `+02:00`. */
function offsetOf(moment: string): string {
  return /[+-]\d\d:\d\d$/.exec(moment)?.[0] ?? '+00:00';
}

/** The offset of the server's zone (`UTC+2`, `Europe/Lisbon`) at a moment. */
function offsetIn(zone: string | null, moment: string): string {
  if (zone === null) return '';
  const fixed = /^UTC(?:([+-])(\d{1,2})(?::?(\d\d))?)?$/.exec(zone);
  if (fixed) return `${fixed[1] ?? '+'}${(fixed[2] ?? '0').padStart(2, '0')}:${fixed[3] ?? '00'}`;
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
      new Date(moment),
    );
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    return name === 'GMT' ? '+00:00' : name.replace('GMT', '');
  } catch {
    return zone;
  }
}
