/** The files of an asset where osxphotos looks for them. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import type { Photo } from './library.ts';

export function liveVideo(photo: Photo): { readonly path: string | null; readonly expected: string } {
  const { dir, name } = parse(photo.expectedPath);
  const expected = join(dir, photo.shared ? `${name}.MOV` : `${name}_3.mov`);
  return { path: photo.path !== null && existsSync(expected) ? expected : null, expected };
}

export function editedLiveVideo(photo: Photo): string | null {
  const { expectedEditedLivePath: path } = photo;
  return photo.live && photo.adjustments !== 0 && existsSync(path) ? path : null;
}

/** The first file named like the original with `_4` after it. */
export function rawFile(photo: Photo): string | null {
  if (photo.missing) return null;
  const folder = dirname(photo.expectedPath);
  const start = `${parse(photo.expectedPath).name}_4`.toLowerCase();
  const name = existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .find((each) => parse(each).name.toLowerCase() === start)
    : undefined;
  return name === undefined ? null : join(folder, name);
}

const BURST_PICKED = 0b1000 | 0b1_0000;

export function burstRole(photo: Photo): 'none' | 'picked' | 'unpicked' {
  if (photo.burstId === null) return 'none';
  return photo.burstPick === 0 || (photo.burstPick & BURST_PICKED) !== 0 ? 'picked' : 'unpicked';
}
