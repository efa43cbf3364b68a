/** Single assets, and many by their ids or checksums. */

import type { AssetBulkUpdateDto, AssetBulkUploadCheckDto, UpdateAssetDto } from '@immich/sdk';
import { z } from 'zod';
import type { Visibility } from '../../model/remote.ts';
import type { ServerTask } from '../../model/server-tasks.ts';
import { TransientFault } from '../../patience.ts';
import type { ServerAnswer } from '../transport.ts';
import {
  type RemoteAsset,
  remoteAsset,
  type TakenAsset,
  takenAsset,
  toRemoteAsset,
  toTakenAsset,
} from './asset-answers.ts';
import { type Http, keyed, malformed, read } from './http.ts';
import { refusal } from './refusal.ts';

/** What the server knows of one checksum. */
export type ChecksumAnswer =
  | { readonly state: 'absent' }
  | { readonly state: 'present'; readonly remoteId: string }
  | { readonly state: 'in-trash'; readonly remoteId: string };

/** What can be set on an asset. Fields that are not given stay as they are. */
export interface AssetChange {
  readonly isFavorite?: boolean;
  readonly visibility?: Visibility;
  readonly description?: string;
  /** ISO 8601 with an offset. */
  readonly dateTimeOriginal?: string;
  /** Only together with `longitude`. The server works out the time zone again when a place is set. */
  readonly latitude?: number;
  readonly longitude?: number;
  /** Stars; null takes them away. */
  readonly rating?: number | null;
}

const checked = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      action: z.enum(['accept', 'reject']),
      reason: z.string().optional(),
      assetId: z.string().optional(),
      isTrashed: z.boolean().optional(),
    }),
  ),
});
const named = z.object({ id: z.string(), livePhotoVideoId: z.string().nullish() });

/** Checksums asked about in one request. The server answers 5,000 in well under a second. */
const CHECK_PAGE = 5_000;
/** Nobody's small picture is larger; the deadline of the call ends what would never end. */
const MAX_THUMBNAIL_BYTES = 1_000_000;

export class Assets {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Asks the server which contents it holds. This, and nothing else, is what the program calls proof. Needs `asset.upload`.
   * @param checksums SHA-1 in hexadecimal.
   * @returns one answer for every checksum asked about.
   */
  async check(checksums: readonly string[]): Promise<Map<string, ChecksumAnswer>> {
    const found = new Map<string, ChecksumAnswer>();
    for (let start = 0; start < checksums.length; start += CHECK_PAGE) {
      const page = checksums.slice(start, start + CHECK_PAGE);
      const body: AssetBulkUploadCheckDto = { assets: page.map((checksum) => ({ id: checksum, checksum })) };
      const { results } = await this.#http.call(
        checked,
        'look-up-checksums',
        keyed('POST', '/assets/bulk-upload-check', body),
      );
      for (const result of results) found.set(result.id, checksumAnswer(result));
      const unanswered = page.find((checksum) => !found.has(checksum));
      if (unanswered !== undefined) throw malformed('look-up-checksums', 'an answer for every file');
    }
    return found;
  }

  /** An asset with its tags and its stack; null when the key cannot see it (gone, or locked away). Needs `asset.read`. */
  async details(id: string): Promise<RemoteAsset | null> {
    const what = 'look-up-asset';
    const found = await this.#look(id, what, (answer) => {
      const asset = toRemoteAsset(read(remoteAsset, what, answer));
      if (asset.id !== id) throw malformed(what);
      return asset;
    });
    return found ?? null;
  }

  /** One asset as a search by date tells it, also from the trash; null when the key cannot see it. Needs `asset.read`. */
  async taken(id: string): Promise<TakenAsset | null> {
    const what = 'look-up-asset';
    const found = await this.#look(id, what, (answer) => toTakenAsset(read(takenAsset, what, answer)));
    return found ?? null;
  }

  /**
   * The video that the server plays for a still; null when it is not a Live Photo there, `no-asset` when the key cannot see the still (gone, or
   * locked away). Needs `asset.read`.
   */
  async liveVideoOf(remoteId: string): Promise<string | 'no-asset' | null> {
    const what = 'look-up-live-photo';
    const found = await this.#look(remoteId, what, (answer) => read(named, what, answer).livePhotoVideoId ?? null);
    return found === undefined ? 'no-asset' : found;
  }

  /** Makes a still and a video one Live Photo; the server then hides the video. Needs `asset.update`. */
  async linkLivePhoto(stillId: string, videoId: string): Promise<void> {
    const body: UpdateAssetDto = { livePhotoVideoId: videoId };
    const asset = await this.#http.call(named, 'pair-live-photo', keyed('PUT', `/assets/${stillId}`, body));
    if (asset.id !== stillId || asset.livePhotoVideoId !== videoId) throw malformed('pair-live-photo', 'the pair');
  }

  /** Needs `asset.update`. */
  async update(id: string, change: Omit<AssetChange, 'visibility'>): Promise<void> {
    const body = (await this.#spell(change)) as UpdateAssetDto;
    await this.#http.call(named, 'update-asset', keyed('PUT', `/assets/${id}`, body));
  }

  /** Sets the same on many assets. Needs `asset.update`; one asset that the key cannot reach makes the server refuse all. */
  async updateMany(ids: readonly string[], change: AssetChange): Promise<void> {
    const body = { ids: [...ids], ...(await this.#spell(change)) } as AssetBulkUpdateDto;
    await this.#http.command('update-assets', keyed('PUT', '/assets', body));
  }

  /**
   * Downloads the file that was uploaded, as it lies on the server's disk now; nothing of it is kept. Needs `asset.download`.
   * @param onChunk is given the bytes in order, and says how many milliseconds to wait before more
   * @param onStart is called before the first byte, and again when a download that broke off is started over
   * @returns false when the server has no such file, or does not give it out
   */
  download(id: string, onStart: () => void, onChunk: (chunk: Buffer) => number): Promise<boolean> {
    const what = 'download-file';
    return this.#http.repeat(what, async () => {
      onStart();
      const answer = await this.#http.send(keyed('GET', `/assets/${id}/original`), onChunk);
      if (answer.status === 200) return true;
      const problem = refusal(answer, what);
      if (problem.code === 'server-error' && !(problem instanceof TransientFault)) return false;
      throw problem;
    });
  }

  /**
   * The small picture that the server has made of an asset, some 250 pixels. Needs `asset.view`.
   * @returns null when it has none (yet), or does not give this one out
   * @throws {ProblemError} also when it is larger than any small picture
   */
  thumbnail(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const what = 'hand-out-picture';
    return this.#http.repeat(what, async () => {
      const chunks: Buffer[] = [];
      let length = 0;
      const answer = await this.#http.send(keyed('GET', `/assets/${id}/thumbnail?size=thumbnail`), (chunk) => {
        length += chunk.length;
        if (length <= MAX_THUMBNAIL_BYTES) chunks.push(chunk);
        return 0;
      });
      if (length > MAX_THUMBNAIL_BYTES) throw malformed(what);
      if (answer.status === 200) return new Uint8Array(Buffer.concat(chunks));
      if (answer.status === 400 || answer.status === 404) return null;
      throw refusal(answer, what);
    });
  }

  /** What `take` makes of the answer about one asset; undefined when the key cannot see it. */
  #look<Found>(id: string, what: ServerTask, take: (answer: ServerAnswer) => Found): Promise<Found | undefined> {
    return this.#http.repeat(what, async () => {
      const answer = await this.#http.send(keyed('GET', `/assets/${id}`));
      // A key without access and an asset that is not there are both told with 400 "Not found or no asset.read access".
      return answer.status === 400 || answer.status === 404 ? undefined : take(answer);
    });
  }

  /** Before v3 the server takes 0 for no rating; v3 refuses it and wants null. */
  async #spell(change: AssetChange): Promise<AssetChange> {
    if (change.rating !== null) return change;
    const { major } = await this.#http.version();
    return major >= 3 ? change : { ...change, rating: 0 };
  }
}

function checksumAnswer(result: z.output<typeof checked>['results'][number]): ChecksumAnswer {
  if (result.action === 'accept') return { state: 'absent' };
  // A rejection for another reason than "duplicate" says nothing about what the server holds.
  if (result.reason !== 'duplicate' || result.assetId === undefined) return { state: 'absent' };
  return { state: result.isTrashed ? 'in-trash' : 'present', remoteId: result.assetId };
}
