import type { AlbumResponseDto, AlbumUserResponseDto } from '@immich/sdk';
import { isListed } from '../access.ts';
import type { ApiVersion, Plain } from '../api-version.ts';
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

const localTime = (asset: AssetRecord) => asset.exif.capturedAt.local.getTime();
const lastChange = (assets: readonly AssetRecord[]) =>
  new Date(Math.max(...assets.map((asset) => asset.updatedAt.getTime()))).toISOString();

/**
 * An album. Real server: v3 names its owner first among `albumUsers` and holds no assets; v2 has `owner`, `ownerId` and `assets`,
 * which only a single album's answer fills.
 */
export function albumReply(
  state: State,
  apiVersion: ApiVersion,
  album: AlbumRecord,
  options: { readonly withAssets: boolean; readonly isNew?: boolean },
): AlbumReply & Record<string, unknown> {
  const listed = listedAssets(state, album);
  const byLocalTime = listed.toSorted((a, b) => localTime(a) - localTime(b));
  const [oldest, newest] = [byLocalTime[0], byLocalTime.at(-1)];
  // Real server (2.7.5 and 3.1.0): an album that has just been made tells moments, any other whole days.
  const dateOf = (asset: AssetRecord) => {
    const moment = asset.exif.capturedAt.local.toISOString();
    return options.isNew ? moment : `${moment.slice(0, 10)}T00:00:00.000Z`;
  };
  const reply: AlbumReply = {
    id: album.id,
    albumName: album.name,
    description: album.description,
    albumThumbnailAssetId: album.thumbnailAssetId,
    albumUsers: albumUsers(state, album, apiVersion === 'v3'),
    assetCount: listed.length,
    shared: album.sharedWith.size > 0,
    hasSharedLink: false,
    isActivityEnabled: album.isActivityEnabled,
    order: album.order,
    createdAt: album.createdAt.toISOString(),
    updatedAt: album.updatedAt.toISOString(),
    ...(newest &&
      oldest && {
        startDate: dateOf(oldest),
        endDate: dateOf(newest),
        ...(options.isNew ? {} : { lastModifiedAssetTimestamp: lastChange(listed) }),
      }),
  };
  const owner = state.users.get(album.ownerId);
  if (apiVersion === 'v3' || !owner) return reply;
  return {
    ...reply,
    ownerId: owner.id,
    owner: userReply(owner),
    assets: options.withAssets ? listed.map((asset) => assetReply(state, apiVersion, asset, { exif: true })) : [],
  };
}
