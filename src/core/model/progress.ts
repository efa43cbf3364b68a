/** What a run tells of itself while it lasts: plain numbers. */
export const PHASES = [
  'preflight',
  'gate',
  'inventory',
  'hash',
  'ask',
  /** Albums and details of what earlier runs have brought; `reconcile` does the same for all that is there then. */
  'earlier-details',
  'transfer',
  'reconcile',
  'cover',
] as const;
export type Phase = (typeof PHASES)[number];

export interface Progress {
  readonly phase: Phase;
  /** Assets read from Photos so far; where nothing has changed, by the last inventory. */
  readonly assetsRead: number;
  readonly filesToHash: number;
  readonly filesHashed: number;
  readonly bytesToHash: number;
  readonly bytesHashed: number;
  /** Files that the server holds before any is sent, now or from earlier syncs. */
  readonly alreadyThere: number;
  readonly assetsToExport: number;
  readonly assetsExported: number;
  readonly filesToUpload: number;
  readonly filesUploaded: number;
  readonly bytesToUpload: number;
  readonly bytesUploaded: number;
  /** Over the last few seconds; null when nothing is being sent. */
  readonly bytesPerSecond: number | null;
  /** Seconds until all is read or uploaded, whichever is in progress; null when it cannot be said. */
  readonly secondsLeft: number | null;
  readonly albumsToUpdate: number;
  readonly albumsUpdated: number;
}

/** What a run begins with. */
export const START: Progress = {
  phase: 'preflight',
  assetsRead: 0,
  filesToHash: 0,
  filesHashed: 0,
  bytesToHash: 0,
  bytesHashed: 0,
  alreadyThere: 0,
  assetsToExport: 0,
  assetsExported: 0,
  filesToUpload: 0,
  filesUploaded: 0,
  bytesToUpload: 0,
  bytesUploaded: 0,
  bytesPerSecond: null,
  secondsLeft: null,
  albumsToUpdate: 0,
  albumsUpdated: 0,
};
