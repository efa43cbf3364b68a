import type { AlbumResponseDto, AlbumUserResponseDto } from '@immich/sdk';
import { isListed } from '../access.ts';
import type { Manner, Plain } from '../manner.ts';
import type { AlbumRecord, AssetRecord } from '../records.ts';
import type { State } from '../state.ts';
import { assetReply } from './asset.ts';
import { userReply } from './user.ts';

type AlbumReply = Plain<AlbumResponseDto>;

function albumUsers(state: State, album: AlbumRecord, withOwner: boolean): Plain<AlbumUserResponseDto>[] {
  const roles = [...(withOwner ? [[album.ownerId, 'owner'] as const] : []), ...album.sharedWith];
  return roles.flatMap(([id, role]) => {
    const user = state.users.get(id);
    return user ? [{ user: userReply(user), role }] : [];
  });
}

/** Members that count. Real server: hidden motion halves and trashed assets are in the album, but not in its count. */
function listedAssets(state: State, album: AlbumRecord): AssetRecord[] {
  return [...album.assetIds]
    .flatMap((id) => state.assets.get(id) ?? [])
    .filter((asset) => isListed(asset) && asset.deletedAt === null)
    .sort((a, b) => b.fileCreatedAt.getTime() - a.fileCreatedAt.getTime());
}

/**
 * An album. Real server: v3 names its owner first among `albumUsers` and holds no assets; v2 has `owner`, `ownerId` and `assets`,
 * which only a single album's answer fills.
 */
export function albumReply(
  state: State,
  manner: Manner,
  album: AlbumRecord,
  options: { readonly withAssets: boolean },
): AlbumReply & Record<string, unknown> {
  const listed = listedAssets(state, album);
  const [newest, oldest] = [listed[0], listed.at(-1)];
  const reply: AlbumReply = {
    id: album.id,
    albumName: album.name,
    description: album.description,
    albumThumbnailAssetId: album.thumbnailAssetId,
    albumUsers: albumUsers(state, album, manner === 'v3'),
    assetCount: listed.length,
    shared: album.sharedWith.size > 0,
    hasSharedLink: false,
    isActivityEnabled: album.isActivityEnabled,
    order: album.order,
    createdAt: album.createdAt.toISOString(),
    updatedAt: album.updatedAt.toISOString(),
    ...(newest &&
      oldest && {
        startDate: oldest.exif.capturedAt.local.toISOString(),
        endDate: newest.exif.capturedAt.local.toISOString(),
        lastModifiedAssetTimestamp: new Date(
          Math.max(...listed.map((asset) => asset.updatedAt.getTime())),
        ).toISOString(),
      }),
  };
  const owner = state.users.get(album.ownerId);
  if (manner === 'v3' || !owner) return reply;
  return {
    ...reply,
    ownerId: owner.id,
    owner: userReply(owner),
    assets: options.withAssets ? listed.map((asset) => assetReply(state, manner, asset, { exif: true })) : [],
  };
}
