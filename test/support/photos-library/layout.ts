import { join } from 'node:path';
import type { MediaKind, PartKind } from './types.ts';

/** What decides where Photos keeps the files of an asset. */
export interface AssetPlace {
  readonly uuid: string;
  readonly media: MediaKind;
  /** ZASSET.ZDIRECTORY and ZFILENAME. */
  readonly directory: string;
  readonly filename: string;
  readonly uniformTypeIdentifier: string;
  readonly shared: boolean;
}

/** Where a part lies, relative to the library (measured in libraries of macOS 15.7 and 26.1; the same rules are in osxphotos' photoinfo.py). */
export function partPath(asset: AssetPlace, part: PartKind): string {
  const originals = asset.shared ? join('scopes', 'cloudsharing', 'data') : 'originals';
  const stem = asset.filename.replace(/\.[^.]*$/, '');
  const renders = join('resources', 'renders', asset.uuid.slice(0, 1));
  switch (part) {
    case 'original':
      return join(originals, asset.directory, asset.filename);
    case 'live-video':
      return join(originals, asset.directory, `${stem}_3.mov`);
    case 'raw':
      return join(originals, asset.directory, `${stem}_4.dng`);
    case 'edited':
      if (asset.media === 'movie') return join(renders, `${asset.uuid}_2_0_a.mov`);
      return join(renders, `${asset.uuid}_1_201_a.${asset.uniformTypeIdentifier === 'public.heic' ? 'heic' : 'jpeg'}`);
    case 'edited-live-video':
      return join(renders, `${asset.uuid}_2_100_a.mov`);
  }
}

/** The list of changes that a render was made by. */
export function adjustmentsPath(uuid: string): string {
  return join('resources', 'renders', uuid.slice(0, 1), `${uuid}.plist`);
}

/** The depth effect and the like that came with an original. */
export function originalAdjustmentsPath(uuid: string): string {
  return join('originals', uuid.slice(0, 1), `${uuid}_5.aae`);
}

/** Where this generator keeps what is "in iCloud only", so that the same bytes can come back. Photos has no such folder. */
export function cloudPath(relative: string): string {
  return join('private', 'generator-icloud', relative);
}
