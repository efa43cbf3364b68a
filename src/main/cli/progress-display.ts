/** Shows a run while it goes on: one calm line on a terminal, a line for each phase where output is piped. */
import type { Phase, Progress } from '../../core/model/progress.ts';
import { formatEstimate } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { bytes, number, plural, type Terminal } from './output.ts';

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
  switch (progress.phase) {
    case 'preflight':
      return 'Checking the library and the server…';
    case 'gate':
      return 'Looking for changes in Photos…';
    case 'inventory':
      return progress.assetsRead === 0
        ? 'Reading the Photos library…'
        : `Reading the Photos library… ${plural(progress.assetsRead, 'item')}`;
    case 'hash':
      return [
        `Reading new files… ${number(progress.filesHashed)} of ${number(progress.filesToHash)}`,
        ...timeLeft(progress),
      ].join(' · ');
    case 'ask':
      return 'Comparing with Immich…';
    case 'transfer':
      return transferLine(progress);
    case 'reconcile':
      return progress.albumsToUpdate === 0
        ? 'Albums and details…'
        : `Albums and details… ${number(progress.albumsUpdated)} of ${number(progress.albumsToUpdate)}`;
    case 'cover':
      return '';
  }
}

function transferLine(progress: Progress): string {
  const parts = [
    `Exporting ${number(progress.assetsExported)} of ${number(progress.assetsToExport)}`,
    `uploading ${number(progress.filesUploaded)} of ${number(progress.filesToUpload)}`,
    `${bytes(progress.bytesUploaded)} of ${bytes(progress.bytesToUpload)}`,
  ];
  if (progress.bytesPerSecond !== null) parts.push(`${bytes(progress.bytesPerSecond)}/s`);
  return [...parts, ...timeLeft(progress)].join(' · ');
}

function timeLeft({ secondsLeft }: Progress): readonly string[] {
  return secondsLeft === null ? [] : [strings.popover.left({ estimate: formatEstimate(secondsLeft * 1000) })];
}
