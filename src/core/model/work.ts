/** How much there is to do, and what was done of it. */

/** Files and their bytes. */
export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

/** What was done within an hour of the clock. */
export interface WorkHour extends Amount {
  readonly step: 'read' | 'transfer';
  /** When the hour began; milliseconds since 1970. */
  readonly at: number;
  /** Seconds that it took. */
  readonly seconds: number;
  /** Of those, seconds of uploading; in the others nothing was exported yet. */
  readonly uploading: number;
}

/** What an import waits for most of its time. */
export const LIMITS = ['reading', 'export', 'network', 'speed-setting', 'cloud'] as const;
export type Limit = (typeof LIMITS)[number];
