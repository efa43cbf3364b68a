/** Albums of the key's user, and what is in them. */

import type { BulkIdsDto, CreateAlbumDto, UpdateAlbumDto } from '@immich/sdk';
import { z } from 'zod';
import { ALBUM_ORDERS, type AlbumOrder } from '../../model/remote.ts';
import { AnswerUnreasonable } from '../answer-reader.ts';
import { type Http, keyed, read, unreasonable } from './http.ts';

export interface RemoteAlbum {
  readonly id: string;
  readonly name: string;
  /** Remote id of the asset on its cover; null for an empty album. */
  readonly cover: string | null;
  /** By the time of capture; null where the server does not tell. A new album has the one that its owner prefers. */
  readonly order: AlbumOrder | null;
  /** How many assets are in it. */
  readonly size: number;
}

/** What can be changed of an album. Fields that are not given stay as they are. */
export interface AlbumChange {
  readonly name?: string;
  /** By the time of capture. */
  readonly order?: AlbumOrder;
  /** Remote id; the server refuses one that is not in the album. */
  readonly cover?: string;
}

/** The result of adding one asset to an album. `duplicate` means that it was in it before. */
export type AlbumAddResult = 'added' | 'duplicate' | 'refused';

const remoteAlbum = z.object({
  id: z.string(),
  albumName: z.string(),
  albumThumbnailAssetId: z.string().nullish(),
  order: z.enum(ALBUM_ORDERS).nullish(),
  assetCount: z.number(),
});
const remoteAlbums = z.array(remoteAlbum);
const bulk = z.array(z.object({ id: z.string(), success: z.boolean(), error: z.string().optional() }));

/** Assets added to an album in one request. */
const ALBUM_PAGE = 1_000;

export class Albums {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** The albums that the key's user owns. Needs `album.read`. */
  async owned(): Promise<readonly RemoteAlbum[]> {
    // On v3 a request without parameters also lists other people's albums that are shared with this user; `isOwned` leaves them out.
    // v2 does not know the parameter, ignores it, and lists owned albums only.
    const { major } = await this.#http.version();
    const albums = await this.#http.call(
      remoteAlbums,
      'list-albums',
      keyed('GET', major >= 3 ? '/albums?isOwned=true' : '/albums'),
    );
    return albums.map(toRemoteAlbum);
  }

  /** Needs `album.create`. Never tried again here: a lost answer does not tell whether the album was made. */
  async create(name: string): Promise<RemoteAlbum> {
    const body: CreateAlbumDto = { albumName: name };
    const what = 'create-album';
    const answer = await this.#http.send(keyed('POST', '/albums', body)).catch((error: unknown) => {
      throw error instanceof AnswerUnreasonable ? unreasonable(what, error) : error;
    });
    return toRemoteAlbum(read(remoteAlbum, what, answer));
  }

  /** Needs `album.update`. */
  async change(id: string, { name, order, cover }: AlbumChange): Promise<void> {
    const body = {
      ...(name === undefined ? {} : { albumName: name }),
      ...(order === undefined ? {} : { order }),
      ...(cover === undefined ? {} : { albumThumbnailAssetId: cover }),
    } as UpdateAlbumDto;
    await this.#http.call(remoteAlbum, 'update-album', keyed('PATCH', `/albums/${id}`, body));
  }

  /** Needs `albumAsset.create`. */
  add(id: string, remoteIds: readonly string[]): Promise<Map<string, AlbumAddResult>> {
    return this.#changeMembers('PUT', id, remoteIds);
  }

  /** Needs `albumAsset.delete`. The assets themselves stay. */
  remove(id: string, remoteIds: readonly string[]): Promise<Map<string, AlbumAddResult>> {
    return this.#changeMembers('DELETE', id, remoteIds);
  }

  async #changeMembers(
    method: 'PUT' | 'DELETE',
    id: string,
    remoteIds: readonly string[],
  ): Promise<Map<string, AlbumAddResult>> {
    const outcome = new Map<string, AlbumAddResult>();
    for (let start = 0; start < remoteIds.length; start += ALBUM_PAGE) {
      const body: BulkIdsDto = { ids: remoteIds.slice(start, start + ALBUM_PAGE) };
      const results = await this.#http.call(bulk, 'update-album', keyed(method, `/albums/${id}/assets`, body));
      for (const result of results)
        outcome.set(result.id, result.success ? 'added' : result.error === 'duplicate' ? 'duplicate' : 'refused');
    }
    return outcome;
  }
}

function toRemoteAlbum(album: z.output<typeof remoteAlbum>): RemoteAlbum {
  const { id, albumName: name, albumThumbnailAssetId, order, assetCount } = album;
  return { id, name, cover: albumThumbnailAssetId ?? null, order: order ?? null, size: assetCount };
}
