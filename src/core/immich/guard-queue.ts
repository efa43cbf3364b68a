/**
 * The uploads on their way through the guard: so many at a time, and the still of a Live Photo after its video, because the server pairs
 * the two at once when the still's form names a video that it has. immich-go 0.32.0 brings both one after the other, mostly the still first
 * (`adapters/folder/run.go` sorts by the name without its extension); it is given more workers than there may be uploads at a time, so
 * that stills which wait keep none of them from bringing the video.
 */

/** A still and its video that are uploaded together. */
export interface LivePair {
  /** SHA-1 in hexadecimal. */
  readonly still: string;
  /** SHA-1 in hexadecimal. */
  readonly video: string;
}

export interface QueueOptions {
  /** Uploads at a time. */
  readonly atATime: number;
  /** Milliseconds that stills keep waiting when nothing else is on its way: their videos may never come. */
  readonly patience: number;
}

interface Waiting {
  readonly video: string;
  readonly go: (videoId: string | null) => void;
}

export class UploadQueue {
  readonly #options: QueueOptions;
  readonly #videoOf = new Map<string, string>();
  /** What became of the videos that are expected: the remote id, null for one of which no asset was made; undefined while it has yet to come. */
  readonly #videoIds = new Map<string, string | null | undefined>();
  #mostWaiting = 0;
  #waiting: readonly Waiting[] = [];
  readonly #queue: (() => void)[] = [];
  #moving = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /**
   * Takes the place of what was expected before.
   * @param mostWaiting how many uploads may wait for others: fewer than the uploader has under way at a time.
   */
  expect(pairs: readonly LivePair[], mostWaiting: number): void {
    this.#release();
    this.#videoOf.clear();
    this.#videoIds.clear();
    for (const { still, video } of pairs) {
      this.#videoOf.set(still, video);
      this.#videoIds.set(video, undefined);
    }
    this.#mostWaiting = mostWaiting;
  }

  /**
   * Resolves when the upload may continue; {@link leave} has to follow.
   * @param checksum SHA-1 in hexadecimal as the uploader announced it; null when it did not.
   * @returns the remote id of the video that belongs to it; null when there is none, or none that the server has.
   */
  async enter(checksum: string | null): Promise<string | null> {
    const videoId = await this.#videoFor(checksum);
    if (this.#moving >= this.#options.atATime) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#moving += 1;
    this.#watch();
    return videoId;
  }

  /** @param createdId the remote id if the server made an asset of it, null if it did not */
  leave(checksum: string | null, createdId: string | null): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#moving -= 1;
    else next();
    if (checksum !== null && this.#videoIds.has(checksum)) {
      this.#videoIds.set(checksum, createdId);
      for (const { video, go } of this.#waiting) if (video === checksum) go(createdId);
      this.#waiting = this.#waiting.filter(({ video }) => video !== checksum);
    }
    this.#watch();
  }

  close(): void {
    this.#mostWaiting = 0;
    this.#release();
    this.#watch();
  }

  #videoFor(still: string | null): Promise<string | null> | string | null {
    const video = still === null ? undefined : this.#videoOf.get(still);
    if (video === undefined) return null;
    const known = this.#videoIds.get(video);
    if (known !== undefined || this.#waiting.length >= this.#mostWaiting) return known ?? null;
    return new Promise((go) => {
      this.#waiting = [...this.#waiting, { video, go }];
      this.#watch();
    });
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { go } of waiting) go(null);
  }

  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#waiting.length > 0 && this.#moving === 0)
      this.#timer = setTimeout(() => this.#release(), this.#options.patience);
  }
}
