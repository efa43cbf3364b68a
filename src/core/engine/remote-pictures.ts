/**
 * Small pictures from Immich, for what has none on this Mac: a few at a time, kept in memory as far as they are likely to be drawn again, and
 * never anywhere else. It needs a permission that nothing else needs, `asset.view`; without it there are simply no pictures.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { ImmichClient } from '../immich/client/client.ts';
import { ProblemError } from '../model/problem.ts';
import type { Home } from './home.ts';
import { NewestFirst } from './newest-first.ts';
import type { ServerAccess } from './server-access.ts';

/** Bytes that are kept; a small picture has about 15,000. */
const KEPT_BYTES = 8_000_000;
/** Requests at a time: a sync has its own connections, and the server its own work. */
const AT_A_TIME = 3;
/** Milliseconds without a question after which the connection is closed. */
const IDLE = 30_000;
/** Milliseconds for which nothing is asked after the server could not be asked, or does not let us; and not about what had no picture. */
const PAUSE = 60_000;
/** Milliseconds for one picture. */
const DEADLINE = 10_000;

export type SmallPicture = Uint8Array<ArrayBuffer>;

interface Kept {
  /** Null for what has no picture. */
  readonly bytes: SmallPicture | null;
  /** From when on (milliseconds since 1970) it is asked about again when it has none: Immich may have made it since. */
  readonly until: number;
}

export class RemotePictures {
  readonly #home: Home;
  readonly #server: ServerAccess;
  /** The last used is the last. */
  readonly #kept = new Map<string, Kept>();
  readonly #asked = new NewestFirst<SmallPicture | null>(() => ({ atATime: AT_A_TIME, rate: null }));
  readonly #closing = new AbortController();
  #bytes = 0;
  #pausedUntil = 0;
  #client: Promise<ImmichClient> | null = null;
  /** Addresses that the client was made for: others get another one. */
  #madeOf = '';
  #usedAt = 0;

  constructor(home: Home, server: ServerAccess) {
    this.#home = home;
    this.#server = server;
  }

  /**
   * @param remoteId of an asset in Immich
   * @param signal aborted when nobody wants to see it any more
   * @returns JPEG or WebP, as the server has it; null when there is none, or none to be had now
   */
  async of(remoteId: string, signal: AbortSignal): Promise<SmallPicture | null> {
    const known = this.#kept.get(remoteId);
    if (known !== undefined) {
      this.#forget(remoteId, known);
      if (known.bytes !== null || this.#home.now() < known.until) {
        this.#keep(remoteId, known);
        return known.bytes;
      }
    }
    return this.#asked.ask(remoteId, signal, () => this.#fetch(remoteId));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#asked.close();
    await this.#dismiss();
  }

  async #fetch(remoteId: string): Promise<SmallPicture | null> {
    let client: Promise<ImmichClient> | null = null;
    try {
      if (this.#closing.signal.aborted || this.#home.now() < this.#pausedUntil) return null;
      client = this.#connected();
      const bytes = await (await client).assets.thumbnail(remoteId);
      this.#keep(remoteId, { bytes, until: this.#home.now() + PAUSE });
      return bytes;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      // Out of reach, or not allowed: no picture is no trouble, and a server in trouble is left alone.
      this.#pausedUntil = this.#home.now() + PAUSE;
      // Behind the pause the key is read again, and another address tried.
      if (this.#client === client) await this.#dismiss();
      return null;
    }
  }

  #keep(remoteId: string, kept: Kept): void {
    this.#kept.set(remoteId, kept);
    this.#bytes += cost(kept);
    for (const [oldest, picture] of this.#kept) {
      if (this.#bytes <= KEPT_BYTES) return;
      this.#forget(oldest, picture);
    }
  }

  #forget(remoteId: string, kept: Kept): void {
    this.#kept.delete(remoteId);
    this.#bytes -= cost(kept);
  }

  /** Not asynchronous: several ask at a time, and share what the first of them has made. */
  #connected(): Promise<ImmichClient> {
    const addresses = this.#server.urls.join(' ');
    if (this.#client === null || this.#madeOf !== addresses) {
      void this.#dismiss();
      this.#madeOf = addresses;
      this.#client = this.#connect();
      void this.#closeWhenIdle();
    }
    this.#usedAt = performance.now();
    return this.#client;
  }

  async #connect(): Promise<ImmichClient> {
    return this.#server.briefClient(await this.#server.settings(this.#closing.signal), DEADLINE);
  }

  async #closeWhenIdle(): Promise<void> {
    const client = this.#client;
    while (this.#client === client && !this.#closing.signal.aborted) {
      const left = IDLE - (performance.now() - this.#usedAt);
      if (left <= 0) return this.#dismiss();
      await wait(left, undefined, { ref: false, signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  async #dismiss(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    (await client?.catch(() => null))?.close();
  }
}

/** What has no picture is worth remembering, too. */
const cost = ({ bytes }: Kept) => (bytes?.length ?? 0) + 200;
