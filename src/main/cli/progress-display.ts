/** Shows a run while it is in progress: one calm line on a terminal, a line for each phase where output is piped. */
import type { Phase, Progress } from '../../core/model/progress.ts';
import { commandStrings } from '../../shared/command-strings.ts';
import { formatEstimate } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { bytes, type Terminal } from './output.ts';

export function showProgress(terminal: Terminal): (progress: Progress) => void {
  let lastPhase: Phase | null = null;
  return (progress) => {
    const line = progressLine(progress);
    if (terminal.redraw !== null) terminal.redraw(line);
    else if (progress.phase !== lastPhase && line !== '') terminal.print(line);
    lastPhase = progress.phase;
  };
}

/** One line for what is going on. Pure. */
export function progressLine(progress: Progress): string {
  const texts = commandStrings.syncs.progress;
  switch (progress.phase) {
    case 'preflight':
      return texts.preflight;
    case 'gate':
      return texts.gate;
    case 'inventory':
      return progress.assetsRead === 0 ? texts.reading : texts.readingCount({ count: progress.assetsRead });
    case 'hash':
      return [texts.files({ done: progress.filesHashed, total: progress.filesToHash }), ...timeLeft(progress)].join(
        ' · ',
      );
    case 'ask':
      return texts.comparing;
    case 'transfer':
      return transferLine(progress);
    case 'earlier-details':
    case 'reconcile':
      return progress.albumsToUpdate === 0
        ? texts.details
        : texts.detailsCount({ done: progress.albumsUpdated, total: progress.albumsToUpdate });
    case 'cover':
      return '';
  }
}

function transferLine(progress: Progress): string {
  const texts = commandStrings.syncs.progress;
  return [
    texts.exporting({ done: progress.assetsExported, total: progress.assetsToExport }),
    texts.uploading({ done: progress.filesUploaded, total: progress.filesToUpload }),
    texts.bytes({ done: bytes(progress.bytesUploaded), total: bytes(progress.bytesToUpload) }),
    ...(progress.bytesPerSecond === null ? [] : [texts.speed({ bytes: bytes(progress.bytesPerSecond) })]),
    ...timeLeft(progress),
  ].join(' · ');
}

function timeLeft({ secondsLeft }: Progress): readonly string[] {
  return secondsLeft === null ? [] : [strings.popover.left({ estimate: formatEstimate(secondsLeft * 1000) })];
}
