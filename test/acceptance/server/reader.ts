/** All that an account holds, read by the public API alone. */
import type { Call } from './calls.ts';

export interface SeenAsset {
  readonly id: string;
  /** SHA-1, hexadecimal. */
  readonly checksum: string;
  readonly name: string;
  readonly type: string;
  readonly visibility: string;
  readonly favorite: boolean;
  readonly trashed: boolean;
  readonly description: string;
  /** Paths, sorted. */
  readonly tags: readonly string[];
  /** The moment it was taken, ISO 8601 in UTC, to the second; null when the server does not tell. */
  readonly instant: string | null;
  /** The wall clock at the place where it was taken, `2024-05-01T10:00:00`. */
  readonly local: string;
  /** `UTC+2` or a name. */
  readonly timeZone: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly rating: number | null;
  /** Id of the moving half. */
  readonly film: string | null;
  /** When the server last changed it. */
  readonly updatedAt: string;
}

export interface SeenAlbum {
  readonly id: string;
  readonly name: string;
  readonly order: string;
  /** Id of the asset on the cover. */
  readonly cover: string | null;
  /** Ids; moving halves are left out. */
  readonly members: ReadonlySet<string>;
  readonly updatedAt: string;
}

export interface SeenStack {
  readonly id: string;
  readonly primary: string;
  readonly members: ReadonlySet<string>;
}

export interface Seen {
  readonly assets: readonly SeenAsset[];
  readonly albums: readonly SeenAlbum[];
  readonly stacks: readonly SeenStack[];
}

interface AssetAnswer {
  readonly id: string;
  readonly checksum: string;
  readonly originalFileName: string;
  readonly type: string;
  readonly visibility: string;
  readonly isFavorite: boolean;
  readonly isTrashed: boolean;
  readonly localDateTime: string;
  readonly livePhotoVideoId?: string | null;
  readonly updatedAt: string;
  readonly tags?: readonly { readonly value: string }[];
  readonly exifInfo?: {
    readonly dateTimeOriginal?: string | null;
    readonly timeZone?: string | null;
    readonly description?: string | null;
    readonly latitude?: number | null;
    readonly longitude?: number | null;
    readonly rating?: number | null;
  };
}

/** What is in the locked folder, no key can see. */
const VISIBLE = ['timeline', 'archive', 'hidden'] as const;
const PAGE = 500;
const AT_A_TIME = 4;

/** Every visibility is asked for by name: without one, servers of 2.x and 3.x answer differently. */
async function idsOf(call: Call, filter: Readonly<Record<string, unknown>>, visible: readonly string[]) {
  const ids = new Set<string>();
  for (const visibility of visible) {
    for (let page: number | null = 1; page !== null; ) {
      const answer: { assets: { items: { id: string }[]; nextPage: string | null } } = await call(
        'POST',
        '/search/metadata',
        { ...filter, visibility, page, size: PAGE },
      );
      for (const { id } of answer.assets.items) ids.add(id);
      page = answer.assets.nextPage === null ? null : Number(answer.assets.nextPage);
    }
  }
  return ids;
}

async function mapSome<Item, Result>(items: Iterable<Item>, work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const queue = [...items].entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return results;
}

function seenAsset(answer: AssetAnswer): SeenAsset {
  const { exifInfo = {} } = answer;
  return {
    id: answer.id,
    checksum: Buffer.from(answer.checksum, 'base64').toString('hex'),
    name: answer.originalFileName,
    type: answer.type,
    visibility: answer.visibility,
    favorite: answer.isFavorite,
    trashed: answer.isTrashed,
    description: exifInfo.description ?? '',
    tags: (answer.tags ?? []).map(({ value }) => value).sort(),
    instant: exifInfo.dateTimeOriginal == null ? null : toTheSecond(exifInfo.dateTimeOriginal),
    local: answer.localDateTime.slice(0, 19),
    timeZone: exifInfo.timeZone ?? null,
    latitude: exifInfo.latitude ?? null,
    longitude: exifInfo.longitude ?? null,
    rating: exifInfo.rating ?? null,
    film: answer.livePhotoVideoId ?? null,
    updatedAt: answer.updatedAt,
  };
}

const toTheSecond = (moment: string) => `${new Date(moment).toISOString().slice(0, 19)}Z`;

/** @param call with a key that may read everything of the account */
export async function readAccount(call: Call): Promise<Seen> {
  const ids = await idsOf(call, { withDeleted: true }, VISIBLE);
  const assets = await mapSome(ids, async (id) => seenAsset(await call<AssetAnswer>('GET', `/assets/${id}`)));
  const rows = await call<
    { id: string; albumName: string; order?: string; albumThumbnailAssetId: string | null; updatedAt: string }[]
  >('GET', '/albums');
  const albums = await mapSome(
    rows,
    async (row): Promise<SeenAlbum> => ({
      id: row.id,
      name: row.albumName,
      order: row.order ?? '',
      cover: row.albumThumbnailAssetId,
      members: await idsOf(call, { albumIds: [row.id] }, ['timeline', 'archive']),
      updatedAt: row.updatedAt,
    }),
  );
  const stacks = await call<{ id: string; primaryAssetId: string; assets: { id: string }[] }[]>('GET', '/stacks');
  return {
    assets: assets.sort((a, b) => (a.checksum < b.checksum ? -1 : 1)),
    albums: albums.sort((a, b) => (`${a.name}\0${a.id}` < `${b.name}\0${b.id}` ? -1 : 1)),
    stacks: stacks.map(({ id, primaryAssetId, assets: members }) => ({
      id,
      primary: primaryAssetId,
      members: new Set(members.map((member) => member.id)),
    })),
  };
}

/** How many files an account holds by now; quick. */
export async function countFiles(call: Call): Promise<number> {
  return (await idsOf(call, {}, VISIBLE)).size;
}
