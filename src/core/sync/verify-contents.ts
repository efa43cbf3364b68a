/**
 * Reading files back from the server: its database may say that it holds a file whose bytes its disk has lost. Each is downloaded and hashed
 * as it comes, nothing of it is kept, and what came of it is written down at once, so that whoever is stopped continues where they left off.
 */
import { createHash } from 'node:crypto';
import type { ImmichClient } from '../immich/client/client.ts';
import { limitBandwidth } from '../immich/guard-bandwidth.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ContentOutcome, FileToRead } from '../ledger/verified-assets.ts';
import type { Scope } from '../model/scope.ts';

export interface ContentsContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  readonly scope: Scope;
  readonly bytesPerSecond: number | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onProgress?: ((progress: ContentsProgress) => void) | undefined;
}

export interface ContentsProgress {
  readonly files: number;
  readonly filesRead: number;
  readonly bytesRead: number;
}

export interface ContentsRead {
  /** Files that were read now. */
  readonly files: number;
  readonly bytes: number;
  /** Not read yet, because this was a sample. */
  readonly left: number;
}

/** Remembered while all files are being read: when that began. What was read since needs not be read again. */
const BEGUN = 'reading-back-since';
/** Files asked for at a time. */
const PAGE = 500;

/**
 * Reads all files back, or so many of them: first what was never read.
 * @throws {ProblemError} what keeps the server from answering; what was read until then is kept
 */
export async function readBack(context: ContentsContext, sample: number | null): Promise<ContentsRead> {
  const { ledger, target, scope, now } = context;
  const begun = `${BEGUN}:${target}`;
  // A sample is no part of reading everything; and what it reads is not read again by it.
  const since = sample === null ? Number(ledger.recall(begun) ?? now()) : now();
  if (sample === null) ledger.remember(begun, String(since));
  const { files: all } = ledger.verified.toRead(target, scope, since);
  const files = Math.min(all, sample ?? all);
  const bandwidth = context.bytesPerSecond === null ? null : limitBandwidth(context.bytesPerSecond);
  let [filesRead, bytesRead] = [0, 0];
  const tell = () => context.onProgress?.({ files, filesRead, bytesRead });
  tell();
  while (filesRead < files) {
    const page = ledger.verified.nextToRead(target, scope, since, Math.min(PAGE, files - filesRead));
    if (page.length === 0) break;
    for (const file of page) {
      const outcome = await readOne(context.client, file, (bytes) => {
        bytesRead += bytes;
        tell();
        return bandwidth?.wait(bytes, performance.now()) ?? 0;
      });
      // Never before the reading began, whatever the clock does: it would be read again and again.
      ledger.verified.recordContents(target, file, { outcome, at: Math.max(now(), since) });
      filesRead += 1;
      tell();
    }
  }
  if (sample === null) ledger.forget(begun);
  return { files: filesRead, bytes: bytesRead, left: all - filesRead };
}

async function readOne(
  client: ImmichClient,
  { remoteId, sha1, size }: FileToRead,
  onBytes: (bytes: number) => number,
): Promise<ContentOutcome> {
  let hash = createHash('sha1');
  let read = 0;
  const isDelivered = await client.assets.download(
    remoteId,
    () => {
      hash = createHash('sha1');
      read = 0;
    },
    (chunk) => {
      read += chunk.byteLength;
      // What is longer than ours is another file: its end need not be waited for in memory, and is not looked at.
      if (size === null || read <= size) hash.update(chunk);
      return onBytes(chunk.byteLength);
    },
  );
  if (!isDelivered) return 'not-delivered';
  return (size === null || read === size) && hash.digest('hex') === sha1 ? 'sound' : 'damaged';
}
