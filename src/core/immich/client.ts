/**
 * The few calls of Immich's HTTP API that this program makes itself, typed against the server's own description (`@immich/sdk`, types
 * only: its code is under the AGPL and does not ship with us). Every answer is checked before it is used.
 */
import type {
  AssetBulkUpdateDto,
  AssetBulkUploadCheckDto,
  AssetMetadataBulkUpsertDto,
  BulkIdsDto,
  CreateAlbumDto,
  MetadataSearchDto,
  StackCreateDto,
  StackUpdateDto,
  TagBulkAssetsDto,
  TagUpsertDto,
  UpdateAlbumDto,
  UpdateAssetDto,
} from '@immich/sdk';
import { z } from 'zod';
import { plainText } from '../plain-text.ts';
import { ProblemError } from '../problem.ts';
import { isTransientStatus, parseRetryAfter, type RetryRules, retry, TransientFault } from '../retry.ts';
import { limitFor } from './answer-limits.ts';
import { AnswerUnreasonable } from './answer-reader.ts';
import { isChange, methodOfChange } from './dialect.ts';
import { type ServerAddress, type ServerAnswer, type ServerCall, Transport } from './transport.ts';

/** What the server knows of one checksum. */
export type ChecksumAnswer =
  | { readonly state: 'absent' }
  | { readonly state: 'present'; readonly remoteId: string }
  | { readonly state: 'in-trash'; readonly remoteId: string };

export interface RemoteAlbum {
  readonly id: string;
  readonly name: string;
  /** Remote id of the asset on its cover; null for an empty album. */
  readonly cover: string | null;
  /** By the time of capture; null where the server does not tell. A new album has the one that its owner prefers. */
  readonly order: 'asc' | 'desc' | null;
  /** How many assets are in it. */
  readonly size: number;
}

/** What can be changed of an album. Fields that are not given stay as they are. */
export interface AlbumChange {
  readonly name?: string;
  /** By the time of capture. */
  readonly order?: 'asc' | 'desc';
  /** Remote id; the server refuses one that is not in the album. */
  readonly cover?: string;
}

/** The result of adding one asset to an album. `duplicate` means that it was in it before. */
export type AlbumAddResult = 'added' | 'duplicate' | 'refused';

export interface ServerVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

export interface RemoteUser {
  readonly id: string;
  readonly email: string;
}

/** An asset as the server describes it, as far as we look. */
export interface RemoteAsset {
  readonly id: string;
  readonly isFavorite: boolean;
  readonly isTrashed: boolean;
  readonly visibility: string;
  readonly description: string;
  /** ISO 8601, the instant; null before the server has read the file. */
  readonly capturedAt: string | null;
  /** For example `UTC+2` or `Europe/Lisbon`. */
  readonly timeZone: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** Paths of its tags; null where the server does not tell them (in lists). */
  readonly tags: readonly string[] | null;
  readonly stack: RemoteStackMembership | null;
  /** One to five stars, -1 for rejected; null for none. */
  readonly rating: number | null;
}

/** What is searched for. */
export interface AssetSearch {
  /** Also what is in the trash; not if not given. */
  readonly withTrash?: boolean;
  /** Milliseconds since 1970, both ends included. */
  readonly takenBetween?: readonly [from: number, to: number];
}

export interface RemoteStackMembership {
  readonly id: string;
  readonly primaryAssetId: string;
  readonly assetCount: number;
}

export interface RemoteStack {
  readonly id: string;
  readonly primaryAssetId: string;
  /** Remote ids, as far as they are neither in the trash nor locked away. */
  readonly members: readonly string[];
}

/** A still with the video that the server plays for it. */
export interface RemoteLivePhoto {
  readonly stillId: string;
  readonly videoId: string;
}

/** What can be set on an asset. Fields that are not given stay as they are. */
export interface AssetChange {
  readonly isFavorite?: boolean;
  readonly visibility?: 'timeline' | 'archive' | 'locked';
  readonly description?: string;
  /** ISO 8601 with an offset. */
  readonly dateTimeOriginal?: string;
  /** Only together with `longitude`. The server works the time zone out anew when a place is set. */
  readonly latitude?: number;
  readonly longitude?: number;
  /** Stars; null takes them away. */
  readonly rating?: number | null;
}

export interface RemoteTag {
  readonly id: string;
  /** Its path, `a/b` for a child. */
  readonly value: string;
}

/** What an asset is known by where its bytes cannot tell. */
export interface TakenAsset {
  readonly id: string;
  readonly ownerId: string;
  readonly filename: string;
  readonly media: 'photo' | 'movie' | 'other';
  /** ISO 8601, the instant. */
  readonly capturedAt: string;
  /** Pixels, as it lies or as it is shown; null before the server has read the file. */
  readonly width: number | null;
  readonly height: number | null;
  /** 1 to 8 as in EXIF; null where the file does not say. */
  readonly orientation: number | null;
  readonly cameraMake: string | null;
  readonly cameraModel: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** SHA-1 in hexadecimal. */
  readonly sha1: string;
  /** Whether it lies in a folder that the server only reads: such files have no checksum of their contents. */
  readonly isExternal: boolean;
  readonly isHidden: boolean;
  readonly isTrashed: boolean;
  readonly liveVideoId: string | null;
}

const takenAsset = z.object({
  id: z.string(),
  ownerId: z.string(),
  originalFileName: z.string(),
  type: z.string(),
  fileCreatedAt: z.string(),
  visibility: z.string(),
  isTrashed: z.boolean(),
  livePhotoVideoId: z.string().nullish(),
  // In base64, whatever a client sent.
  checksum: z.string(),
  libraryId: z.string().nullish(),
  exifInfo: z
    .object({
      dateTimeOriginal: z.string().nullish(),
      exifImageWidth: z.number().nullish(),
      exifImageHeight: z.number().nullish(),
      orientation: z.string().nullish(),
      make: z.string().nullish(),
      model: z.string().nullish(),
      latitude: z.number().nullish(),
      longitude: z.number().nullish(),
    })
    .nullish(),
});

const remoteAsset = z.object({
  id: z.string(),
  isFavorite: z.boolean(),
  isTrashed: z.boolean(),
  visibility: z.string(),
  livePhotoVideoId: z.string().nullish(),
  exifInfo: z
    .object({
      description: z.string().nullish(),
      dateTimeOriginal: z.string().nullish(),
      timeZone: z.string().nullish(),
      latitude: z.number().nullish(),
      longitude: z.number().nullish(),
      rating: z.number().nullish(),
    })
    .nullish(),
  tags: z.array(z.object({ value: z.string() })).nullish(),
  stack: z.object({ id: z.string(), primaryAssetId: z.string(), assetCount: z.number() }).nullish(),
});

const remoteAlbum = z.object({
  id: z.string(),
  albumName: z.string(),
  albumThumbnailAssetId: z.string().nullish(),
  order: z.enum(['asc', 'desc']).nullish(),
  assetCount: z.number(),
});

const fullStack = z.object({
  id: z.string(),
  primaryAssetId: z.string(),
  assets: z.array(z.object({ id: z.string() })),
});

const answers = {
  ping: z.object({ res: z.literal('pong') }),
  version: z.object({ major: z.number(), minor: z.number(), patch: z.number() }),
  user: z.object({ id: z.string(), email: z.string().transform((email) => plainText(email, 200)) }),
  key: z.object({ permissions: z.array(z.string()) }),
  mediaTypes: z.object({ image: z.array(z.string()), video: z.array(z.string()) }),
  check: z.object({
    results: z.array(
      z.object({
        id: z.string(),
        action: z.enum(['accept', 'reject']),
        reason: z.string().optional(),
        assetId: z.string().optional(),
        isTrashed: z.boolean().optional(),
      }),
    ),
  }),
  album: remoteAlbum,
  albums: z.array(remoteAlbum),
  bulk: z.array(z.object({ id: z.string(), success: z.boolean(), error: z.string().optional() })),
  asset: z.object({ id: z.string(), livePhotoVideoId: z.string().nullish() }),
  details: remoteAsset,
  page: z.object({ assets: z.object({ items: z.array(remoteAsset), nextPage: z.string().nullable() }) }),
  takenPage: z.object({ assets: z.object({ items: z.array(takenAsset), nextPage: z.string().nullable() }) }),
  taken: takenAsset,
  stack: z.object({ id: z.string(), primaryAssetId: z.string() }),
  fullStack,
  stacks: z.array(fullStack),
  motionPage: z.object({
    assets: z.object({
      items: z.array(z.object({ id: z.string(), livePhotoVideoId: z.string().nullish() })),
      nextPage: z.string().nullable(),
    }),
  }),
  tags: z.array(z.object({ id: z.string(), value: z.string() })),
  note: z.object({ key: z.string(), value: z.unknown() }),
  notes: z.array(z.object({ assetId: z.string(), key: z.string() })),
} as const;

/** Checksums asked about in one request. The server answers 5,000 in well under a second. */
const CHECK_PAGE = 5_000;
/** Assets added to an album in one request. */
const ALBUM_PAGE = 1_000;
/** Assets taken out of the trash in one request. */
const RESTORE_PAGE = 1_000;
/** The largest page of a search. */
const SEARCH_PAGE = 1_000;
/** What a search is for: the videos of Live Photos are hidden behind their stills, and no key can search the locked folder. */
const SEARCHED = ['timeline', 'archive'] as const;

export interface ClientOptions {
  /** Aborting it breaks off every call with a `stopped` problem. */
  readonly signal?: AbortSignal | undefined;
  /** How calls are tried again; once if not given. */
  readonly retries?: Omit<RetryRules, 'signal'> | undefined;
  /** Milliseconds without any byte from the server; 60,000 if not given. */
  readonly timeout?: number | undefined;
  /** Milliseconds for a whole call, if less than what {@link limitFor} says. */
  readonly deadline?: number | undefined;
}

export class ImmichClient {
  readonly #transport: Transport;
  readonly #apiKey: string;
  readonly #options: ClientOptions;
  /** Kinds of calls that did not succeed in all their tries: the next of the kind gets one, until one succeeds. */
  readonly #givenUp = new Set<string>();
  /** As it was last told; null until it has been asked. */
  #version: ServerVersion | null = null;

  constructor(address: ServerAddress, apiKey: string, options: ClientOptions = {}) {
    this.#transport = new Transport(address);
    this.#apiKey = apiKey;
    this.#options = options;
  }

  get server(): string {
    return this.#transport.address.url;
  }

  close(): void {
    this.#transport.close();
  }

  /**
   * Does the work, and again while it fails for what may pass by itself, as this client does with each of its calls.
   * @param what names the kind of call.
   * @param work is given the number of tries before this one.
   */
  async repeat<Result>(what: string, work: (tries: number) => Promise<Result>): Promise<Result> {
    const { retries, signal } = this.#options;
    try {
      const result = await (retries === undefined || this.#givenUp.has(what)
        ? work(0)
        : retry(work, { ...retries, signal }));
      this.#givenUp.delete(what);
      return result;
    } catch (error) {
      if (error instanceof TransientFault) this.#givenUp.add(what);
      throw error instanceof AnswerUnreasonable ? unreasonable(what, error) : error;
    }
  }

  /** Asks without the key whether Immich is there at all, so that the key is never shown to anything else. */
  ping(): Promise<void> {
    const what = 'answering a ping';
    return this.repeat(what, async () => {
      const answer = await this.#send({ method: 'GET', path: '/server/ping', apiKey: null }).catch((error: unknown) => {
        if (!(error instanceof AnswerUnreasonable)) throw error;
        throw new ProblemError('server-not-immich', { server: this.server, reason: error.message });
      });
      if (answer.status === 401 || answer.status === 403) {
        // Immich answers this question to everybody.
        throw new ProblemError('server-login-page', { server: this.server, reason: `it says ${answer.status}` });
      }
      if (answer.status === 400 && /HTTP request[^<]*HTTPS/i.test(answer.text)) {
        const reason = 'it speaks https there; begin the address with https';
        throw new ProblemError('server-not-immich', { server: this.server, reason });
      }
      if (isProxyAnswer(answer.status)) {
        // It is there, but Immich behind it is not: it restarts, or is being updated.
        const reason = `the proxy before it says ${answer.status}`;
        throw new TransientFault('server-unreachable', { server: this.server, reason }, waitOf(answer));
      }
      if (isTransientStatus(answer.status)) throw refusal(answer, what);
      if (!answers.ping.safeParse(parseJson(answer.text)).success) {
        throw new ProblemError('server-not-immich', { server: this.server, reason: `status ${answer.status}` });
      }
    });
  }

  async version(): Promise<ServerVersion> {
    this.#version = await this.#call(answers.version, 'telling its version', {
      method: 'GET',
      path: '/server/version',
      apiKey: null,
    });
    return this.#version;
  }

  /** Needs `user.read`. */
  user(): Promise<RemoteUser> {
    return this.#call(answers.user, 'looking up the user of the key', this.#keyed('GET', '/users/me'));
  }

  /** The permissions of the key itself; works with any valid key. */
  async permissions(): Promise<readonly string[]> {
    const key = await this.#call(
      answers.key,
      'looking up the permissions of the key',
      this.#keyed('GET', '/api-keys/me'),
    );
    return key.permissions;
  }

  /** The endings of the files that it takes, small letters, with their dots. Needs no permission. */
  async takenEndings(): Promise<ReadonlySet<string>> {
    const { image, video } = await this.#call(
      answers.mediaTypes,
      'listing the file types that it accepts',
      this.#keyed('GET', '/server/media-types'),
    );
    return new Set([...image, ...video].map((ending) => ending.toLowerCase()));
  }

  /**
   * Asks the server which contents it holds. This, and nothing else, is what the program calls proof. Needs `asset.upload`.
   * @param checksums SHA-1 in hexadecimal.
   * @returns one answer for every checksum asked about.
   */
  async checkUploads(checksums: readonly string[]): Promise<Map<string, ChecksumAnswer>> {
    const found = new Map<string, ChecksumAnswer>();
    for (let start = 0; start < checksums.length; start += CHECK_PAGE) {
      const page = checksums.slice(start, start + CHECK_PAGE);
      const body: AssetBulkUploadCheckDto = { assets: page.map((checksum) => ({ id: checksum, checksum })) };
      const { results } = await this.#call(
        answers.check,
        'looking up checksums',
        this.#keyed('POST', '/assets/bulk-upload-check', body),
      );
      for (const result of results) found.set(result.id, checksumAnswer(result));
      const unanswered = page.find((checksum) => !found.has(checksum));
      if (unanswered !== undefined) throw this.#malformed('looking up checksums', 'an answer for every file');
    }
    return found;
  }

  /** The albums that the key's user owns. Needs `album.read`. */
  async ownedAlbums(): Promise<readonly RemoteAlbum[]> {
    // On v3 a request without parameters also lists other people's albums that are shared with this user; `isOwned` leaves them out.
    // v2 does not know the parameter, ignores it, and lists owned albums only.
    const { major } = await this.version();
    const albums = await this.#call(
      answers.albums,
      'listing albums',
      this.#keyed('GET', major >= 3 ? '/albums?isOwned=true' : '/albums'),
    );
    return albums.map(toRemoteAlbum);
  }

  /** Needs `album.create`. Never tried again here: a lost answer does not tell whether the album was made. */
  async createAlbum(name: string): Promise<RemoteAlbum> {
    const body: CreateAlbumDto = { albumName: name };
    const what = 'creating an album';
    const answer = await this.#send(this.#keyed('POST', '/albums', body)).catch((error: unknown) => {
      throw error instanceof AnswerUnreasonable ? unreasonable(what, error) : error;
    });
    return toRemoteAlbum(this.#read(answers.album, what, answer));
  }

  /** Needs `album.update`. */
  async changeAlbum(id: string, { name, order, cover }: AlbumChange): Promise<void> {
    const body = {
      ...(name === undefined ? {} : { albumName: name }),
      ...(order === undefined ? {} : { order }),
      ...(cover === undefined ? {} : { albumThumbnailAssetId: cover }),
    } as UpdateAlbumDto;
    await this.#call(answers.album, 'updating an album', this.#keyed('PATCH', `/albums/${id}`, body));
  }

  /** Needs `albumAsset.create`. */
  addToAlbum(id: string, remoteIds: readonly string[]): Promise<Map<string, AlbumAddResult>> {
    return this.#changeMembers('PUT', id, remoteIds);
  }

  /** Needs `albumAsset.delete`. The assets themselves stay. */
  removeFromAlbum(id: string, remoteIds: readonly string[]): Promise<Map<string, AlbumAddResult>> {
    return this.#changeMembers('DELETE', id, remoteIds);
  }

  /**
   * The video that the server plays for a still; null when it is not a Live Photo there, `no-asset` when the key cannot see the still (gone, or
   * locked away). Needs `asset.read`.
   */
  async liveVideoOf(remoteId: string): Promise<string | 'no-asset' | null> {
    const what = 'looking up a Live Photo';
    return this.repeat(what, async () => {
      const answer = await this.#send(this.#keyed('GET', `/assets/${remoteId}`));
      if (answer.status === 400 || answer.status === 404) return 'no-asset';
      return this.#read(answers.asset, what, answer).livePhotoVideoId ?? null;
    });
  }

  /** All Live Photos of the user as the server plays them, page by page, but for those in the trash and the locked ones. Needs `asset.read`. */
  async *livePhotos(): AsyncGenerator<RemoteLivePhoto> {
    const found = this.#search(answers.motionPage, 'listing Live Photos', { isMotion: true });
    for await (const { id, livePhotoVideoId } of found)
      if (livePhotoVideoId != null) yield { stillId: id, videoId: livePhotoVideoId };
  }

  /** Makes a still and a video one Live Photo; the server then hides the video. Needs `asset.update`. */
  async linkLivePhoto(stillId: string, videoId: string): Promise<void> {
    const body: UpdateAssetDto = { livePhotoVideoId: videoId };
    const asset = await this.#call(
      answers.asset,
      'pairing a Live Photo',
      this.#keyed('PUT', `/assets/${stillId}`, body),
    );
    if (asset.id !== stillId || asset.livePhotoVideoId !== videoId)
      throw this.#malformed('pairing a Live Photo', 'the pair');
  }

  /** An asset with its tags and its stack; null when the key cannot see it (gone, or locked away). Needs `asset.read`. */
  async assetDetails(id: string): Promise<RemoteAsset | null> {
    const what = 'looking up an asset';
    return this.repeat(what, async () => {
      const answer = await this.#send(this.#keyed('GET', `/assets/${id}`));
      // A key without access and an asset that is not there are both told with 400 "Not found or no asset.read access".
      if (answer.status === 400 || answer.status === 404) return null;
      const asset = toRemoteAsset(this.#read(answers.details, what, answer));
      if (asset.id !== id) throw this.#malformed(what, 'the asset');
      return asset;
    });
  }

  /**
   * Downloads the file that was uploaded, as it lies on the server's disk now; nothing of it is kept. Needs `asset.download`.
   * @param onChunk is given the bytes in order, and says how many milliseconds to wait before more
   * @param onStart is called before the first byte, and again when a download that broke off is begun anew
   * @returns false when the server has no such file, or does not give it out
   */
  downloadOriginal(id: string, onStart: () => void, onChunk: (chunk: Buffer) => number): Promise<boolean> {
    const what = 'the download of a file';
    return this.repeat(what, async () => {
      onStart();
      const answer = await this.#send(this.#keyed('GET', `/assets/${id}/original`), onChunk);
      if (answer.status === 200) return true;
      const problem = refusal(answer, what);
      if (problem.code === 'server-error' && !(problem instanceof TransientFault)) return false;
      throw problem;
    });
  }

  /**
   * All assets of an album or, without one, of the user, page by page; the locked ones are left out, and those in the trash unless they are
   * asked for. Needs `asset.read`.
   */
  async *searchAssets(
    albumId?: string,
    { withTrash = false, takenBetween }: AssetSearch = {},
  ): AsyncGenerator<RemoteAsset> {
    const found = this.#search(answers.page, 'listing assets', {
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
  async *searchTaken(from: number, to: number): AsyncGenerator<TakenAsset> {
    const found = this.#search(answers.takenPage, 'looking up photos by date', {
      withExif: true,
      takenAfter: new Date(from).toISOString(),
      takenBefore: new Date(to).toISOString(),
    });
    for await (const asset of found) yield toTakenAsset(asset);
  }

  /** One asset as {@link searchTaken} tells it, also from the trash; null when the key cannot see it. Needs `asset.read`. */
  async takenAsset(id: string): Promise<TakenAsset | null> {
    const what = 'looking up an asset';
    return this.repeat(what, async () => {
      const answer = await this.#send(this.#keyed('GET', `/assets/${id}`));
      if (answer.status === 400 || answer.status === 404) return null;
      return toTakenAsset(this.#read(answers.taken, what, answer));
    });
  }

  /**
   * Everything that is found, page by page: what is in the timeline, then what is archived. Each is asked for by its name, because without one
   * Immich 2 answers the timeline alone and Immich 3 everything that is not locked. Source: their search services.
   */
  async *#search<Item>(
    schema: z.ZodType<{ readonly assets: { readonly items: readonly Item[]; readonly nextPage: string | null } }>,
    what: string,
    question: MetadataSearchDto,
  ): AsyncGenerator<Item> {
    for (const visibility of SEARCHED) {
      for (let page: number | null = 1; page !== null; ) {
        const body = { ...question, visibility, page, size: SEARCH_PAGE } as MetadataSearchDto;
        const { assets } = await this.#call(schema, what, this.#keyed('POST', '/search/metadata', body));
        yield* assets.items;
        page = assets.nextPage === null ? null : Number(assets.nextPage);
      }
    }
  }

  /** Takes assets out of the trash. Needs `asset.delete`, which the key has only where a person gave it. */
  async restoreFromTrash(ids: readonly string[]): Promise<void> {
    for (let start = 0; start < ids.length; start += RESTORE_PAGE) {
      const body: BulkIdsDto = { ids: ids.slice(start, start + RESTORE_PAGE) };
      await this.#command('restoring from the trash', this.#keyed('POST', '/trash/restore/assets', body));
    }
  }

  /** Sets the same on many assets. Needs `asset.update`; one asset that the key cannot reach makes the server refuse all. */
  async updateAssets(ids: readonly string[], change: AssetChange): Promise<void> {
    const body = { ids: [...ids], ...(await this.#spell(change)) } as AssetBulkUpdateDto;
    await this.#command('updating assets', this.#keyed('PUT', '/assets', body));
  }

  /** Needs `asset.update`. */
  async updateAsset(id: string, change: Omit<AssetChange, 'visibility'>): Promise<void> {
    const body = (await this.#spell(change)) as UpdateAssetDto;
    await this.#call(answers.asset, 'updating an asset', this.#keyed('PUT', `/assets/${id}`, body));
  }

  /**
   * What is kept on an asset under a key of ours, as JSON; null when nothing is, `no-asset` when the key cannot see the asset. Only servers
   * from 2.5.0 on keep such notes. Needs `asset.read`.
   */
  async assetNote(id: string, key: string): Promise<unknown> {
    const what = 'reading a note';
    return this.repeat(what, async () => {
      const answer = await this.#send(this.#keyed('GET', `/assets/${id}/metadata/${key}`));
      // Both are told with 400: "Metadata with key … not found …", and "Not found or no asset.read access".
      if (answer.status === 400 || answer.status === 404)
        return /metadata with key/i.test(answer.text) ? null : 'no-asset';
      return this.#read(answers.note, what, answer).value;
    });
  }

  /**
   * Keeps the same JSON object under a key of ours on several assets; nothing else of them changes. Needs `asset.update`.
   * @returns false when the key cannot reach one of them: then it is kept on none.
   */
  setAssetNotes(ids: readonly string[], key: string, value: Readonly<Record<string, unknown>>): Promise<boolean> {
    const what = 'saving a note';
    const body: AssetMetadataBulkUpsertDto = { items: ids.map((assetId) => ({ assetId, key, value })) };
    return this.repeat(what, async () => {
      const answer = await this.#send(this.#keyed('PUT', '/assets/metadata', body));
      if (answer.status === 400) return false;
      this.#read(answers.notes, what, answer);
      return true;
    });
  }

  /** The tags of these paths, made where they are missing, with their parents. Needs `tag.create`. */
  upsertTags(paths: readonly string[]): Promise<readonly RemoteTag[]> {
    const body: TagUpsertDto = { tags: [...paths] };
    return this.#call(answers.tags, 'creating tags', this.#keyed('PUT', '/tags', body));
  }

  /**
   * Gives all of the tags to all of the assets. One call for all, because the server writes a file's sidecar after each, and of two soon after
   * one another may lose one. Needs `tag.asset`.
   */
  async tagMany(tagIds: readonly string[], ids: readonly string[]): Promise<void> {
    const body: TagBulkAssetsDto = { tagIds: [...tagIds], assetIds: [...ids] };
    await this.#command('adding a tag', this.#keyed('PUT', '/tags/assets', body));
  }

  /** Ids of the assets with a tag, or with one below it; without those that are locked or in the trash. Needs `asset.read`. */
  async *taggedAssets(tagId: string): AsyncGenerator<string> {
    const found = this.#search(answers.motionPage, 'listing the assets of a tag', { tagIds: [tagId] });
    for await (const { id } of found) yield id;
  }

  /** Needs `tag.asset`. */
  async untagAssets(tagId: string, ids: readonly string[]): Promise<void> {
    const body: BulkIdsDto = { ids: [...ids] };
    await this.#command('removing a tag', this.#keyed('DELETE', `/tags/${tagId}/assets`, body));
  }

  /**
   * Stacks assets, the first on top. A stack of which one of them is the top is merged into the new one: look before. For the same reason
   * it can be repeated: the stack of the first try is merged into that of the second. Needs `stack.create`.
   * @returns the stack's id.
   */
  async createStack(ids: readonly string[]): Promise<string> {
    const body: StackCreateDto = { assetIds: [...ids] };
    const stack = await this.#call(answers.stack, 'creating a stack', this.#keyed('POST', '/stacks', body));
    if (stack.primaryAssetId !== ids[0]) throw this.#malformed('creating a stack', 'the cover');
    return stack.id;
  }

  /** All stacks of the user. Needs `stack.read`; null where the key lacks it, and where the list is too long to be worth reading. */
  async stacks(): Promise<readonly RemoteStack[] | null> {
    const what = 'listing stacks';
    return this.repeat(what, async () => {
      try {
        const answer = await this.#send(this.#keyed('GET', '/stacks'));
        if (answer.status === 403) return null;
        const stacks = this.#read(answers.stacks, what, answer);
        return stacks.map(({ assets, ...stack }) => ({ ...stack, members: assets.map(({ id }) => id) }));
      } catch (error) {
        if (error instanceof AnswerUnreasonable) return null;
        throw error;
      }
    });
  }

  /**
   * One stack, also of archived assets, which themselves tell none. Needs `stack.read`.
   * @returns null when there is no such stack (any more), `forbidden` without that permission.
   */
  async stack(id: string): Promise<RemoteStack | 'forbidden' | null> {
    const what = 'looking up a stack';
    return this.repeat(what, async () => {
      const answer = await this.#send(this.#keyed('GET', `/stacks/${id}`));
      if (answer.status === 403) return 'forbidden';
      if (answer.status === 400 || answer.status === 404) return null;
      const { assets, ...stack } = this.#read(answers.fullStack, what, answer);
      if (stack.id !== id) throw this.#malformed(what, 'the stack');
      return { ...stack, members: assets.map((asset) => asset.id) };
    });
  }

  /** The stacks with this asset on top; null without the permission `stack.read`. */
  async stacksUnder(primaryAssetId: string): Promise<readonly RemoteStack[] | null> {
    const what = 'looking up a stack';
    return this.repeat(what, async () => {
      const answer = await this.#send(this.#keyed('GET', `/stacks?primaryAssetId=${primaryAssetId}`));
      if (answer.status === 403) return null;
      const stacks = this.#read(answers.stacks, what, answer).filter(
        (stack) => stack.primaryAssetId === primaryAssetId,
      );
      return stacks.map(({ assets, ...stack }) => ({ ...stack, members: assets.map(({ id }) => id) }));
    });
  }

  /** Needs `stack.update`. */
  async setStackCover(stackId: string, id: string): Promise<void> {
    const body: StackUpdateDto = { primaryAssetId: id };
    await this.#command('updating a stack', this.#keyed('PUT', `/stacks/${stackId}`, body));
  }

  /** Takes an asset that is not the cover out of its stack; the asset stays. Needs `stack.update`. */
  async removeFromStack(stackId: string, id: string): Promise<void> {
    await this.#command('updating a stack', this.#keyed('DELETE', `/stacks/${stackId}/assets/${id}`));
  }

  /** Dissolves a stack; its assets stay. Needs `stack.delete`. */
  async dissolveStack(stackId: string): Promise<void> {
    await this.#command('dissolving a stack', this.#keyed('DELETE', `/stacks/${stackId}`));
  }

  /** Before v3 the server takes 0 for no rating; v3 refuses it and wants null. */
  async #spell(change: AssetChange): Promise<AssetChange> {
    if (change.rating !== null) return change;
    const { major } = await this.version();
    return major >= 3 ? change : { ...change, rating: 0 };
  }

  async #changeMembers(
    method: 'PUT' | 'DELETE',
    id: string,
    remoteIds: readonly string[],
  ): Promise<Map<string, AlbumAddResult>> {
    const outcome = new Map<string, AlbumAddResult>();
    for (let start = 0; start < remoteIds.length; start += ALBUM_PAGE) {
      const body: BulkIdsDto = { ids: remoteIds.slice(start, start + ALBUM_PAGE) };
      const results = await this.#call(
        answers.bulk,
        'updating an album',
        this.#keyed(method, `/albums/${id}/assets`, body),
      );
      for (const result of results)
        outcome.set(result.id, result.success ? 'added' : result.error === 'duplicate' ? 'duplicate' : 'refused');
    }
    return outcome;
  }

  #keyed(method: ServerCall['method'], path: string, body?: unknown): ServerCall {
    return { method, path, apiKey: this.#apiKey, body };
  }

  async #send(request: ServerCall, onBody?: (chunk: Buffer) => number): Promise<ServerAnswer> {
    const { signal, timeout, deadline = Number.POSITIVE_INFINITY } = this.#options;
    const limit = limitFor(request);
    const method = isChange(request) ? methodOfChange(this.#version ?? (await this.version())) : request.method;
    return this.#transport.send({
      ...request,
      method,
      signal,
      longestAnswer: limit.longestAnswer,
      deadline: Math.min(limit.deadline, deadline),
      onBody,
      ...(timeout === undefined ? {} : { timeout }),
    });
  }

  #call<Shape extends z.ZodType>(shape: Shape, what: string, request: ServerCall): Promise<z.output<Shape>> {
    return this.repeat(what, async () => this.#read(shape, what, await this.#send(request)));
  }

  /** A call whose answer says nothing but that it was done. */
  #command(what: string, request: ServerCall): Promise<void> {
    return this.repeat(what, async (tries) => {
      const answer = await this.#send(request);
      // What an earlier try has taken away although its answer was lost is not there any more.
      if (tries > 0 && request.method === 'DELETE' && (answer.status === 400 || answer.status === 404)) return;
      if (answer.status >= 400) throw refusal(answer, what);
    });
  }

  #read<Shape extends z.ZodType>(shape: Shape, what: string, answer: ServerAnswer): z.output<Shape> {
    if (answer.status >= 400) throw refusal(answer, what);
    const json = parseJson(answer.text);
    // A web page of a proxy, or an answer that was cut off.
    if (json === undefined)
      throw new TransientFault('server-error', { what, status: answer.status, message: 'the response is not JSON' });
    const parsed = shape.safeParse(json);
    if (!parsed.success) throw this.#malformed(what, parsed.error.issues[0]?.path.join('.') || 'the expected fields');
    return parsed.data;
  }

  #malformed(what: string, missing: string): ProblemError {
    return new ProblemError('server-error', { what, status: 200, message: `the response lacks ${missing}` });
  }
}

function toRemoteAlbum(album: z.output<typeof remoteAlbum>): RemoteAlbum {
  const { id, albumName: name, albumThumbnailAssetId, order, assetCount } = album;
  return { id, name, cover: albumThumbnailAssetId ?? null, order: order ?? null, size: assetCount };
}

function toRemoteAsset(asset: z.output<typeof remoteAsset>): RemoteAsset {
  const { exifInfo } = asset;
  return {
    id: asset.id,
    isFavorite: asset.isFavorite,
    isTrashed: asset.isTrashed,
    visibility: asset.visibility,
    description: exifInfo?.description ?? '',
    capturedAt: exifInfo?.dateTimeOriginal == null ? null : new Date(exifInfo.dateTimeOriginal).toISOString(),
    timeZone: exifInfo?.timeZone ?? null,
    latitude: exifInfo?.latitude ?? null,
    longitude: exifInfo?.longitude ?? null,
    tags: asset.tags?.map((tag) => tag.value) ?? null,
    stack: asset.stack ?? null,
    // Before v3 a rating that was taken away is told as 0.
    rating: exifInfo?.rating || null,
  };
}

const MEDIA: Readonly<Record<string, TakenAsset['media']>> = { IMAGE: 'photo', VIDEO: 'movie' };

/** Of a picture. What a movie has is told in degrees. */
const ORIENTATION = /^[1-8]$/;

function toTakenAsset(asset: z.output<typeof takenAsset>): TakenAsset {
  const { exifInfo } = asset;
  return {
    id: asset.id,
    ownerId: asset.ownerId,
    filename: asset.originalFileName,
    media: MEDIA[asset.type] ?? 'other',
    capturedAt: exifInfo?.dateTimeOriginal ?? asset.fileCreatedAt,
    width: exifInfo?.exifImageWidth ?? null,
    height: exifInfo?.exifImageHeight ?? null,
    orientation: ORIENTATION.test(exifInfo?.orientation ?? '') ? Number(exifInfo?.orientation) : null,
    cameraMake: exifInfo?.make ?? null,
    cameraModel: exifInfo?.model ?? null,
    latitude: exifInfo?.latitude ?? null,
    longitude: exifInfo?.longitude ?? null,
    sha1: Buffer.from(asset.checksum, 'base64').toString('hex'),
    isExternal: asset.libraryId != null,
    isHidden: asset.visibility === 'hidden',
    isTrashed: asset.isTrashed,
    liveVideoId: asset.livePhotoVideoId ?? null,
  };
}

function checksumAnswer(result: z.output<typeof answers.check>['results'][number]): ChecksumAnswer {
  if (result.action === 'accept') return { state: 'absent' };
  // A rejection for another reason than "duplicate" says nothing about what the server holds.
  if (result.reason !== 'duplicate' || result.assetId === undefined) return { state: 'absent' };
  return { state: result.isTrashed ? 'in-trash' : 'present', remoteId: result.assetId };
}

function unreasonable(what: string, { message }: AnswerUnreasonable): ProblemError {
  return new ProblemError('server-error', { what, status: 200, message });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The sentence the server gives with a refusal: a string on v2, sometimes an array; v3 adds `errors`. */
function serverMessage(text: string): string {
  const json = parseJson(text) as { message?: unknown; error?: unknown } | undefined;
  const message = Array.isArray(json?.message) ? json.message.join('; ') : json?.message;
  return typeof message === 'string' ? plainText(message, 300) : '';
}

/**
 * What a refusal of the server means. Texts are those of Immich 2.x and 3.x: 401 "Invalid API key", 403 "Missing required permission:
 * asset.upload", 400 with "quota" when the user's storage is full.
 */
export function refusal(
  answer: Pick<ServerAnswer, 'status' | 'text'> & Partial<Pick<ServerAnswer, 'headers'>>,
  what: string,
): ProblemError {
  const message = serverMessage(answer.text);
  const permission = /Missing required permission: ?([\w.,\s]+)/i.exec(message)?.[1]?.trim();
  if (answer.status === 401) return new ProblemError('key-refused');
  if (answer.status === 403 && permission !== undefined)
    return new ProblemError('key-lacks-permission', { permissions: permission });
  if (answer.status === 507 || (answer.status === 400 && /quota/i.test(message)))
    return new ProblemError('server-storage-full', { message: message || 'no storage left' });
  const values = { what, status: answer.status, message };
  if (isTransientStatus(answer.status)) return new TransientFault('server-error', values, waitOf(answer));
  return new ProblemError('server-error', values);
}

/** True for the answers that a proxy gives when there is nothing behind it. */
function isProxyAnswer(status: number): boolean {
  // Cloudflare has numbers of its own: 520 to 527, and 530.
  return (status >= 502 && status <= 504) || (status >= 520 && status <= 530);
}

function waitOf({ headers }: Partial<Pick<ServerAnswer, 'headers'>>): { readonly retryAfter: number | null } {
  return { retryAfter: parseRetryAfter(headers?.['retry-after'], Date.now()) };
}
