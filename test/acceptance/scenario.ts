import type { CreateOptions, PhotosLibrary } from '../support/photos-library/index.ts';
import type { PersonInImmich } from '../support/sync/in-immich.ts';
import type { JudgeOptions } from './judge.ts';
import type { Program } from './program.ts';
import type { Account } from './server/accounts.ts';
import type { Call } from './server/calls.ts';
import type { Seen } from './server/reader.ts';
import type { Row } from './verdict.ts';

/** One story that is told on a server and judged. It has an account of its own, a library and a home. */
export interface Scenario {
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  readonly play: (stage: Stage) => Promise<void>;
}

export interface Stage {
  /** Of the server, for example `3.1.0`. */
  readonly version: string;
  readonly account: Account;
  /** Makes an account of somebody else. @returns calls with a key that may do everything there */
  other(): Promise<Call>;
  /** What the person does in Immich, by a key that may do everything. */
  readonly person: PersonInImmich;
  readonly program: Program;
  /** How many assets libraries of many have. */
  readonly assets: number;
  /** Makes the library that the program syncs. */
  library(
    fill: (library: PhotosLibrary) => Promise<unknown>,
    options?: Pick<CreateOptions, 'media'>,
  ): Promise<PhotosLibrary>;
  /** The library of every kind of item. */
  sample(): Promise<PhotosLibrary>;
  /** Syncs, waits for the server's queues, and judges how the program ended. */
  sync(step: string, options?: SyncOptions): Promise<void>;
  /** Waits for the server's queues. */
  settle(): Promise<void>;
  /** Everything that the account holds. */
  look(): Promise<Seen>;
  /** Counts the files of the account. */
  count(): Promise<number>;
  /** Compares everything with the library as it is now. Notes nothing. */
  judge(step: string, options?: JudgeOptions): Promise<readonly Row[]>;
  /** Judges a field by itself. */
  is(
    step: string,
    about: string,
    field: string,
    values: readonly [photos: string, immich: string],
    limit?: string,
  ): void;
  /** Judges that nothing has changed on the server. */
  isUnchanged(step: string, before: Seen, after: Seen): void;
  /**
   * Notes what was judged twice: what was different and is right after the next sync is a limit, because the server's own jobs may undo what
   * a sync has set, and the next one sets it again.
   */
  noteNextSync(rows: readonly Row[], again: readonly Row[]): void;
}

export interface SyncOptions {
  readonly args?: readonly string[];
  /** The account's ordinary key if not given. */
  readonly key?: string;
  /** The exit codes that are right; 0 if not given. */
  readonly exits?: readonly number[];
}
