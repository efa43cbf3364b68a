/**
 * What Photos says against what Immich says, asset by asset and field by field. It asks the server anew by its public API and believes
 * nothing that the sync wrote down but which file stands for which.
 */
import { ImmichClient, type RemoteAsset } from '../../../src/core/immich/client.ts';
import type { ServerAddress } from '../../../src/core/immich/transport.ts';
import { Ledger, type LedgerAsset } from '../../../src/core/ledger/ledger.ts';
import type { DetailedFile } from '../../../src/core/ledger/remote-ledger.ts';
import { albumName } from '../../../src/core/sync/reconcile/albums.ts';
import { type DetailRules, wantedDetails } from '../../../src/core/sync/reconcile/details.ts';
import type { Scope } from '../../../src/core/sync/scope.ts';

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
  locked: 'limit: no API key can look into the locked folder',
  title: 'limit: Immich has no titles; the setting details.titles puts them before the caption',
  place: 'limit: Immich cannot forget a place that the file itself tells',
} as const;

/** All rows of one library, sorted by file name. */
export async function compareFidelity(options: FidelityOptions): Promise<readonly FidelityRow[]> {
  const ledger = new Ledger(options.ledgerFile);
  const client = new ImmichClient(options.server, options.apiKey);
  try {
    const target = ledger.target((await client.user()).id, options.server.url);
    const files = new Map(
      // With rules that nobody has used, every file is to be detailed.
      ledger.remote.filesToDetail(target, options.scope, ':compare').map((file) => [file.remoteId, file]),
    );
    const rows: FidelityRow[] = [];
    for (const asset of ledger.assets(target, options.scope))
      rows.push(...(await assetRows(asset, files, client, options)));
    for (const album of ledger.albums.inPhotos(target, options.scope)) {
      const members = new Set<string>();
      if (album.remote?.remoteId)
        for await (const asset of client.searchAssets(album.remote.remoteId)) members.add(asset.id);
      const wanted = new Set(album.members.map((member) => member.remoteId));
      const there = [...wanted].filter((id) => members.has(id)).length;
      const name = albumName(album, options.albumSeparator);
      const remote = (await client.ownedAlbums()).find(({ id }) => id === album.remote?.remoteId);
      const about = `album ${name}`;
      rows.push(
        row(about, '', 'name', name, remote?.name ?? ''),
        row(about, '', 'members', String(wanted.size), String(there)),
        row(about, '', 'members of others', '0', String(members.size - there)),
      );
    }
    return rows.sort((a, b) => (a.about < b.about ? -1 : a.about > b.about ? 1 : 0));
  } finally {
    client.close();
    ledger.close();
  }
}

function row(about: string, part: string, field: string, photos: string, immich: string, limit?: string): FidelityRow {
  const isEqual = photos.normalize('NFC') === immich.normalize('NFC');
  return { about, part, field, photos, immich, verdict: isEqual ? 'equal' : (limit ?? 'different') };
}

async function assetRows(
  asset: LedgerAsset,
  files: ReadonlyMap<string, DetailedFile>,
  client: ImmichClient,
  { rules }: FidelityOptions,
): Promise<FidelityRow[]> {
  const rows: FidelityRow[] = [];
  const idOf = (kind: string) => asset.parts.find((part) => part.kind === kind)?.remoteId ?? null;
  const cover = idOf('edited') ?? idOf('original');
  for (const part of asset.parts) {
    const is = (field: string, photos: string, immich: string, limit?: string) =>
      rows.push(row(asset.filename, part.kind, field, photos, immich, limit));
    is('file', part.sha1 ?? 'in iCloud', part.remoteId === null ? 'absent' : (part.sha1 ?? ''), LIMITS.cloud);
    if (part.remoteId === null) continue;
    const remote = await client.assetDetails(part.remoteId);
    if (remote === null) {
      is('visibility', 'locked', '', LIMITS.locked);
      continue;
    }
    if (part.kind === 'live-video' || part.kind === 'edited-live-video') {
      const still = idOf(part.kind === 'live-video' ? 'original' : 'edited');
      if (still === null) continue;
      is('pair', part.remoteId, (await client.liveVideoOf(still)) ?? '');
      is('visibility', 'hidden', remote.visibility);
      is('keywords', '', (remote.tags ?? []).join(', '));
      continue;
    }
    const others = asset.parts.filter(({ kind, remoteId }) => !kind.endsWith('video') && remoteId !== null).length;
    if (others > 1 && cover !== null) is('stack', cover, remote.stack?.primaryAssetId ?? '');
    const file = files.get(part.remoteId);
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
    row(about, part, 'keywords', wanted.keywords.join(', '), [...(remote.tags ?? [])].sort().join(', ')),
    row(about, part, 'date', seconds(wanted.capturedAt), seconds(remote.capturedAt)),
    row(about, part, 'zone', offsetOf(wanted.capturedAt), offsetIn(remote.timeZone, wanted.capturedAt)),
    row(about, part, 'place', place(wanted.place), place(remote), wanted.place === null ? LIMITS.place : undefined),
  ];
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
