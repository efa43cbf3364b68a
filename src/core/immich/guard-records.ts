/** What the guard saw, counted and told to whoever listens. Keeps no more than a hundred records of a kind. */
import type { Explanation } from '../model/reasons.ts';
import type { RefusalReason } from './guard-rules.ts';
import type { UploadCause } from './upload-cause.ts';

/** One file that was sent to the server, and what the server said. Not a proof: only its checksum answer is. */
export interface UploadRecord {
  /** As the uploader calls it, without folders; null if the form was broken off before it. */
  readonly fileName: string | null;
  /** Whether a sidecar came with it in the same form. */
  readonly hasSidecar: boolean;
  readonly status: 'created' | 'duplicate' | 'failed';
  /** Null when the server did not answer. */
  readonly httpStatus: number | null;
  readonly remoteId: string | null;
  /** The video that the server was told to make one Live Photo with it; null for none. */
  readonly liveVideoId: string | null;
  /** What was passed on: the file, its sidecar and about 1.5 KB around them. */
  readonly bytes: number;
  /** Null unless it failed. */
  readonly cause: UploadCause | null;
  readonly message: Explanation | null;
}

/** A forwarded request, upload or not, that did not succeed. */
export interface GuardFailure {
  /** For example `POST /api/assets`. */
  readonly call: string;
  readonly fileName: string | null;
  readonly httpStatus: number | null;
  readonly cause: UploadCause;
  readonly message: Explanation;
  /** Milliseconds that the server asked to wait; null when it did not. */
  readonly retryAfter: number | null;
}

export interface GuardRefusal {
  /** Method and path, without a query. */
  readonly call: string;
  readonly reason: RefusalReason;
  /** True for the few calls that immich-go is known to try without success. */
  readonly expected: boolean;
}

export interface GuardListener {
  /** Bytes of an upload that were just passed on. */
  readonly onBytes?: (bytes: number) => void;
  readonly onUpload?: (upload: UploadRecord) => void;
  readonly onFailure?: (failure: GuardFailure) => void;
  readonly onRefusal?: (refusal: GuardRefusal) => void;
}

export interface GuardReport {
  readonly requests: number;
  readonly bytes: number;
  readonly created: number;
  readonly duplicates: number;
  readonly failed: number;
  readonly refused: number;
  /** The first hundred. */
  readonly failures: readonly GuardFailure[];
  /** The first hundred. */
  readonly refusals: readonly GuardRefusal[];
}

const KEPT_RECORDS = 100;

export class GuardRecords {
  readonly #listeners = new Set<GuardListener>();
  readonly #totals = { requests: 0, bytes: 0, created: 0, duplicates: 0, failed: 0, refused: 0 };
  readonly #failures: GuardFailure[] = [];
  readonly #refusals: GuardRefusal[] = [];

  /** Adds a listener; the returned function removes it. */
  listen(listener: GuardListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  request(): void {
    this.#totals.requests += 1;
  }

  bytes(bytes: number): void {
    this.#totals.bytes += bytes;
    for (const listener of this.#listeners) listener.onBytes?.(bytes);
  }

  upload(upload: UploadRecord): void {
    this.#totals[upload.status === 'duplicate' ? 'duplicates' : upload.status] += 1;
    for (const listener of this.#listeners) listener.onUpload?.(upload);
  }

  failure(failure: GuardFailure): void {
    if (this.#failures.length < KEPT_RECORDS) this.#failures.push(failure);
    for (const listener of this.#listeners) listener.onFailure?.(failure);
  }

  refusal(refusal: GuardRefusal): void {
    this.#totals.refused += 1;
    if (this.#refusals.length < KEPT_RECORDS) this.#refusals.push(refusal);
    for (const listener of this.#listeners) listener.onRefusal?.(refusal);
  }

  report(): GuardReport {
    return { ...this.#totals, failures: [...this.#failures], refusals: [...this.#refusals] };
  }
}
