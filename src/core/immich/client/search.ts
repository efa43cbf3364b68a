/** Everything that fits a question, page by page. */
import type { MetadataSearchDto } from '@immich/sdk';
import { z } from 'zod';
import {
  type RemoteAsset,
  remoteAsset,
  type TakenAsset,
  takenAsset,
  toRemoteAsset,
  toTakenAsset,
} from './asset-answers.ts';
import { type Http, keyed } from './http.ts';

/** What is searched for. */
export interface AssetSearch {
  /** Also what is in the trash; not if not given. */
  readonly withTrash?: boolean;
  /** Milliseconds since 1970, both ends included. */
  readonly takenBetween?: readonly [from: number, to: number];
}

/** A still with the video that the server plays for it. */
export interface RemoteLivePhoto {
  readonly stillId: string;
  readonly videoId: string;
}

const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ assets: z.object({ items: z.array(item), nextPage: z.string().nullable() }) });
const assetPage = pageOf(remoteAsset);
const takenPage = pageOf(takenAsset);
const motionPage = pageOf(z.object({ id: z.string(), livePhotoVideoId: z.string().nullish() }));

/** The largest page of a search. */
const SEARCH_PAGE = 1_000;
/** What a search is for: the videos of Live Photos are hidden behind their stills, and no key can search the locked folder. */
const SEARCHED = ['timeline', 'archive'] as const;

export class Search {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * All assets of an album or, without one, of the user, page by page; the locked ones are left out, and those in the trash unless they are
   * asked for. Needs `asset.read`.
   */
  async *assets(albumId?: string, { withTrash = false, takenBetween }: AssetSearch = {}): AsyncGenerator<RemoteAsset> {
    const found = this.#pages(assetPage, 'listing assets', {
      withExif: true,
      ...(takenBetween === undefined
        ? {}
        : {
            takenAfter: new Date(takenBetween[0]).toISOString(),
            takenBefore: new Date(takenBetween[1]).toISOString(),
          }),
      ...(withTrash ? { withDeleted: true } : {}),
      ...(albumId === undefined ? {} : { albumIds: [albumId] }),
    });
    for await (const asset of found) yield toRemoteAsset(asset);
  }

  /**
   * Assets that were taken in a span of time, both ends included (milliseconds since 1970). A server that does not know the question
   * answers more: whoever asks has to look at the answers. Needs `asset.read`.
   */
  async *taken(from: number, to: number): AsyncGenerator<TakenAsset> {
    const found = this.#pages(takenPage, 'looking up photos by date', {
      withExif: true,
      takenAfter: new Date(from).toISOString(),
      takenBefore: new Date(to).toISOString(),
    });
    for await (const asset of found) yield toTakenAsset(asset);
  }

  /** All Live Photos of the user as the server plays them, page by page, but for those in the trash and the locked ones. Needs `asset.read`. */
  async *livePhotos(): AsyncGenerator<RemoteLivePhoto> {
    const found = this.#pages(motionPage, 'listing Live Photos', { isMotion: true });
    for await (const { id, livePhotoVideoId } of found)
      if (livePhotoVideoId != null) yield { stillId: id, videoId: livePhotoVideoId };
  }

  /** Ids of the assets with a tag, or with one below it; without those that are locked or in the trash. Needs `asset.read`. */
  async *tagged(tagId: string): AsyncGenerator<string> {
    const found = this.#pages(motionPage, 'listing the assets of a tag', { tagIds: [tagId] });
    for await (const { id } of found) yield id;
  }

  /**
   * Everything that is found, page by page: what is in the timeline, then what is archived. Each is asked for by its name, because without one
   * Immich 2 answers the timeline alone and Immich 3 everything that is not locked. Source: their search services.
   */
  async *#pages<Item>(
    schema: z.ZodType<{ readonly assets: { readonly items: readonly Item[]; readonly nextPage: string | null } }>,
    what: string,
    question: MetadataSearchDto,
  ): AsyncGenerator<Item> {
    for (const visibility of SEARCHED) {
      for (let page: number | null = 1; page !== null; ) {
        const body = { ...question, visibility, page, size: SEARCH_PAGE } as MetadataSearchDto;
        const { assets } = await this.#http.call(schema, what, keyed('POST', '/search/metadata', body));
        yield* assets.items;
        page = assets.nextPage === null ? null : Number(assets.nextPage);
      }
    }
  }
}
