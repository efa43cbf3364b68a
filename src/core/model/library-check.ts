/** Asking the server about everything at once: how far it is, and what the last time came to. */

/** Files that the server was asked about; null while it is asked about albums, stacks and Live Photos. */
export interface CheckProgress {
  readonly files: { readonly done: number; readonly total: number } | null;
}

export interface CheckResult {
  /** ISO 8601, UTC: when the server was asked. */
  readonly at: string;
  readonly assets: number;
  /** Verified as a whole. */
  readonly complete: number;
  /** Files that the server no longer has, without anybody's doing. They are uploaded again. */
  readonly lost: number;
  /** Files that a person deleted in Immich, or put into its trash. They wait for a decision. */
  readonly thrownAway: number;
  /** Files that are there, under another id. Followed at once. */
  readonly moved: number;
  /** Entries in albums, stacks and Live Photo pairs that are not there any more. The next sync looks after them. */
  readonly apart: number;
}
