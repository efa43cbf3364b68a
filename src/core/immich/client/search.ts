/** Everything that fits a question, page by page. What is locked is never found. */

import { z } from 'zod';
import type { ServerTask } from '../../model/server-tasks.ts';
import {
  type RemoteAsset,
  remoteAsset,
  type TakenAsset,
  takenAsset,
  toRemoteAsset,
  toTakenAsset,
} from './asset-answers.ts';
import { type Http, keyed } from './http.ts';
import { type Question, searchFormFor } from './search-forms.ts';

/** What is searched for. */
export type AssetSearch = Pick<Question, 'withTrash' | 'takenBetween'>;

/** A still with the video that the server plays for it. */
export interface RemoteLivePhoto {
  readonly stillId: string;
  readonly videoId: string;
}

const motion = z.object({ id: z.string(), livePhotoVideoId: z.string().nullish() });

export class Search {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * All assets of an album or, without one, of the user, page by page; the locked ones are left out, and those in the trash unless they are
   * asked for. Needs `asset.read`.
   */
  async *assets(albumId?: string, search: AssetSearch = {}): AsyncGenerator<RemoteAsset> {
    const found = this.#pages(remoteAsset, 'list-assets', { ...search, albumId, withExif: true });
    for await (const asset of found) yield toRemoteAsset(asset);
  }

  /**
   * Assets that were taken in a span of time, both ends included (milliseconds since 1970). A server that does not know the question
   * answers more: whoever asks has to look at the answers. Needs `asset.read`.
   */
  async *taken(from: number, to: number): AsyncGenerator<TakenAsset> {
    const question: Question = { takenBetween: [from, to], withExif: true };
    for await (const asset of this.#pages(takenAsset, 'look-up-by-date', question)) yield toTakenAsset(asset);
  }

  /** All Live Photos of the user as the server plays them, page by page, but for those in the trash and the locked ones. Needs `asset.read`. */
  async *livePhotos(): AsyncGenerator<RemoteLivePhoto> {
    const found = this.#pages(motion, 'list-live-photos', { isMotion: true });
    for await (const { id, livePhotoVideoId } of found)
      if (livePhotoVideoId != null) yield { stillId: id, videoId: livePhotoVideoId };
  }

  /** Ids of the assets with a tag, or with one below it; without those that are locked or in the trash. Needs `asset.read`. */
  async *tagged(tagId: string): AsyncGenerator<string> {
    for await (const { id } of this.#pages(motion, 'list-assets-of-tag', { tagId })) yield id;
  }

  async *#pages<Item extends z.ZodType>(
    item: Item,
    what: ServerTask,
    question: Question,
  ): AsyncGenerator<z.output<Item>> {
    const form = searchFormFor(await this.#http.knownVersion());
    const answer = z.object({ assets: z.intersection(z.object({ items: z.array(item) }), form.following) });
    for (const search of form.searches(question)) {
      for (let page: typeof form.first | null = form.first; page !== null; ) {
        const call = keyed('POST', '/search/metadata', { ...search, ...page });
        const { assets }: z.output<typeof answer> = await this.#http.call(answer, what, call);
        yield* assets.items;
        page = form.next(assets);
      }
    }
  }
}
