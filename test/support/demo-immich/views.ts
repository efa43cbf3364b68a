import type { AlbumRecord, AlbumRole, AssetRecord, UserRecord, Visibility } from './records.ts';
import type { State } from './state.ts';

/** An asset as tests look at it: what matters of it, without ids of the server and without its clock. */
export interface AssetView {
  /** SHA-1, lower-case hex. */
  readonly checksum: string;
  readonly name: string;
  readonly type: 'IMAGE' | 'VIDEO';
  readonly visibility: Visibility;
  readonly isFavorite: boolean;
  readonly isTrashed: boolean;
  readonly description: string;
  readonly rating: number | null;
  /** The instant, ISO 8601. */
  readonly capturedAt: string;
  readonly timeZone: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** Paths of tags, sorted. */
  readonly tags: readonly string[];
  /** Checksum of the film of a live photo. */
  readonly liveVideo: string | null;
  /** Checksum of the primary of its stack. */
  readonly stackPrimary: string | null;
  readonly hasSidecar: boolean;
}

export interface AlbumView {
  readonly name: string;
  readonly description: string;
  /** Checksums, sorted. */
  readonly assets: readonly string[];
  readonly order: 'asc' | 'desc';
  /** Checksum of the asset on the cover. */
  readonly cover: string | null;
  /** `mail:role`, sorted. */
  readonly sharedWith: readonly string[];
}

/** The whole state for comparing two ends: equal snapshots mean the same photos, albums, tags, stacks and links. */
export interface DemoSnapshot {
  readonly users: readonly {
    readonly email: string;
    readonly assets: readonly AssetView[];
    /** Without covers: which is the first that came in is no difference. */
    readonly albums: readonly Omit<AlbumView, 'cover'>[];
    readonly tags: readonly string[];
  }[];
}

const sorted = (texts: Iterable<string>) => [...texts].sort();

export function assetView(state: State, asset: AssetRecord): AssetView {
  const stack = asset.stackId === null ? undefined : state.stacks.get(asset.stackId);
  const { exif } = asset;
  const checksumOf = (id: string | null | undefined) => (id ? (state.assets.get(id)?.checksum ?? null) : null);
  return {
    checksum: asset.checksum,
    name: asset.originalFileName,
    type: asset.type,
    visibility: asset.visibility,
    isFavorite: asset.isFavorite,
    isTrashed: asset.deletedAt !== null,
    description: exif.description,
    rating: exif.rating,
    capturedAt: exif.capturedAt.instant.toISOString(),
    timeZone: exif.capturedAt.timeZone,
    latitude: exif.latitude,
    longitude: exif.longitude,
    tags: sorted([...asset.tagIds].flatMap((id) => state.tags.get(id)?.value ?? [])),
    liveVideo: checksumOf(asset.livePhotoVideoId),
    stackPrimary: checksumOf(stack?.primaryAssetId),
    hasSidecar: asset.sidecarPath !== null,
  };
}

export function albumView(state: State, album: AlbumRecord): AlbumView {
  const guest = ([id, role]: [string, AlbumRole]) => `${state.users.get(id)?.email}:${role}`;
  return {
    name: album.name,
    description: album.description,
    assets: sorted([...album.assetIds].flatMap((id) => state.assets.get(id)?.checksum ?? [])),
    order: album.order,
    cover: album.thumbnailAssetId === null ? null : (state.assets.get(album.thumbnailAssetId)?.checksum ?? null),
    sharedWith: sorted([...album.sharedWith].map(guest)),
  };
}

const byText =
  <Item>(key: (item: Item) => string) =>
  (a: Item, b: Item) =>
    key(a) < key(b) ? -1 : 1;

export function snapshot(state: State): DemoSnapshot {
  const users = [...state.users.values()].sort(byText((user: UserRecord) => user.email));
  return {
    users: users.map((user) => ({
      email: user.email,
      assets: state
        .newestFirst(user.id)
        .map((asset) => assetView(state, asset))
        .sort(byText((asset) => asset.checksum)),
      albums: [...state.albums.values()]
        .filter((album) => album.ownerId === user.id)
        .map((album) => {
          const { cover: _cover, ...view } = albumView(state, album);
          return view;
        })
        .sort(byText((album) => `${album.name}\0${album.assets.join()}`)),
      tags: sorted([...state.tags.values()].filter((tag) => tag.ownerId === user.id).map((tag) => tag.value)),
    })),
  };
}
