/** A run's numbers as the popover shows them. Pure. */
import type { Phase, Progress } from '../../core/model/progress.ts';
import { PHASE_NAMES, type PhaseName, type PhaseRow, type ProgressView } from '../../shared/contract.ts';

/** Which of the shown phases each of the engine's belongs to. */
const SHOWN_AS: Readonly<Record<Phase, PhaseName>> = {
  preflight: 'library',
  gate: 'library',
  inventory: 'library',
  hash: 'compare',
  ask: 'compare',
  'earlier-details': 'details',
  transfer: 'upload',
  reconcile: 'details',
  cover: 'details',
};

export function progressView(progress: Progress): ProgressView {
  const now = PHASE_NAMES.indexOf(SHOWN_AS[progress.phase]);
  const isTransferring = progress.phase === 'transfer';
  const isBeforeTransfer = progress.phase === 'earlier-details';
  const phases = PHASE_NAMES.map((phase, index): PhaseRow => {
    // Exporting and uploading run at the same time.
    const isActive = index === now || (isTransferring && phase === 'export');
    const isToCome = index > now || (isBeforeTransfer && (phase === 'export' || phase === 'upload'));
    return { phase, state: isActive ? 'active' : isToCome ? 'next' : 'done', ...counts(phase, progress, isActive) };
  });
  return {
    phases,
    fraction: fraction(progress),
    bytesDone: isTransferring ? progress.bytesUploaded : 0,
    bytesTotal: isTransferring ? progress.bytesToUpload : 0,
    bytesPerSecond: progress.bytesPerSecond,
    millisecondsLeft: progress.secondsLeft === null ? null : progress.secondsLeft * 1000,
  };
}

function counts(phase: PhaseName, progress: Progress, isActive: boolean): Pick<PhaseRow, 'done' | 'total'> {
  switch (phase) {
    case 'library':
      return { done: progress.assetsRead, total: null };
    case 'compare':
      return isActive && progress.filesToHash > 0
        ? { done: progress.filesHashed, total: progress.filesToHash }
        : { done: progress.alreadyThere, total: null };
    case 'export':
      return { done: progress.assetsExported, total: progress.assetsToExport };
    case 'upload':
      return { done: progress.filesUploaded, total: progress.filesToUpload };
    case 'details':
      return progress.albumsToUpdate === 0
        ? { done: null, total: null }
        : { done: progress.albumsUpdated, total: progress.albumsToUpdate };
  }
}

function fraction(progress: Progress): number | null {
  const [done, total] =
    progress.phase === 'hash'
      ? [progress.bytesHashed, progress.bytesToHash]
      : progress.phase === 'transfer'
        ? [progress.bytesUploaded, progress.bytesToUpload]
        : [0, 0];
  return total === 0 ? null : Math.min(1, done / total);
}
