/** A report of a sync, for what only reads it. */
import { NO_ALBUMS, NO_DETAILS, type RunReport } from '../../src/core/model/run-report.ts';

export function anyReport(differing: Partial<RunReport> = {}): RunReport {
  return {
    run: 7,
    trigger: 'schedule',
    startedAt: '2026-06-01T00:00:00.000Z',
    endedAt: '2026-06-01T00:04:12.000Z',
    outcome: 'done',
    reason: null,
    coverage: { assets: 12_431, complete: 12_430, incomplete: 0, absent: 1, reasons: { 'left-out': 1 } },
    parts: { known: 15_000, verified: 14_999, uploaded: 128, edits: 3, alreadyThere: 5, failed: 0 },
    albums: NO_ALBUMS,
    bytesUploaded: 1_200_000_000,
    livePhotosLinked: 0,
    stacks: { made: 0, changed: 0, dissolved: 0 },
    details: NO_DETAILS,
    conflicts: [],
    formerEdits: 0,
    problems: [],
    durations: { gate: 1, inventory: 1, hash: 1, ask: 1, export: 1, upload: 1, reconcile: 1, total: 252 },
    ...differing,
  };
}
