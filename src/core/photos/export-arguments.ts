/** The command line of `osxphotos export`. */
import { join } from 'node:path';
import type { ExportRequest } from './export-request.ts';

/** What follows `osxphotos export`. Options that are missing here are missing on purpose: ARCHITECTURE, the sync. */
export function exportArguments(
  request: Pick<ExportRequest, 'library' | 'snapshot' | 'exportDatabase' | 'unpickedBursts' | 'versions' | 'download'>,
  destination: string,
  folder: string,
): string[] {
  return [
    destination,
    '--library',
    request.library,
    '--alt-db',
    request.snapshot,
    '--exportdb',
    request.exportDatabase,
    '--update',
    '--uuid-from-file',
    join(folder, 'uuids.txt'),
    // Without it, one frame brings its whole burst.
    '--skip-bursts',
    ...(request.unpickedBursts === true ? ['--query-function', 'on_photo.py::with_unpicked_frames'] : []),
    '--query-function',
    'on_photo.py::with_plain_names',
    '--query-function',
    'on_photo.py::in_order',
    ...(request.versions === 'originals' ? ['--skip-edited'] : []),
    ...(request.versions === 'edits' ? ['--skip-original-if-edited'] : []),
    ...(request.download === undefined
      ? []
      : ['--download-missing', '--query-function', 'on_photo.py::before_download']),
    ...(request.download === 'photokit' ? ['--use-photokit'] : []),
    '--directory',
    '{created.year}/{created.mm}',
    // Found in the working folder: a path with a blank in it (`Immich Sync.app`) cannot be written in a template.
    '--filename',
    '{function:on_photo.py::file_stem}',
    '--sidecar',
    'xmp',
    '--touch-file',
    '--no-progress',
    '--tmpdir',
    join(folder, 'temp'),
    '--retry',
    '1',
    '--post-function',
    'on_photo.py::on_photo',
  ];
}
