/** Which albums that a person made in Immich could be taken for those of the same name in Photos, if the person agrees. Pure. */
import type { RemoteAlbum } from '../../../immich/client/albums.ts';
import { albumName } from './rule.ts';

export interface AdoptableAlbum {
  /** With its folders, as it is called in Immich; what the setting `albums.adopt` holds. */
  readonly name: string;
  /** Items that it has in Photos. */
  readonly assets: number;
}

interface AlbumInPhotos {
  readonly uuid: string;
  readonly title: string;
  readonly folders: readonly string[];
  readonly assets: number;
}

/**
 * @param photos albums in Photos
 * @param linked UUIDs of those that have their album in Immich already
 * @param owned albums of this user in Immich
 * @param managed remote ids of those that are ours
 * @returns sorted by name; names that several albums have on either side are left out, because no one could say which is meant.
 */
export function adoptableAlbums(
  photos: readonly AlbumInPhotos[],
  linked: ReadonlySet<string>,
  owned: readonly Pick<RemoteAlbum, 'id' | 'name'>[],
  managed: readonly string[],
  separator: string,
): readonly AdoptableAlbum[] {
  const foreign = owned.filter(({ id }) => !managed.includes(id));
  const named = photos.map((album) => ({ ...album, name: albumName(album, separator) }));
  return named
    .filter(
      ({ uuid, name }) =>
        !linked.has(uuid) &&
        named.filter((other) => other.name === name).length === 1 &&
        foreign.filter((other) => other.name === name).length === 1,
    )
    .map(({ name, assets }) => ({ name, assets }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
