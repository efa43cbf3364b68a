import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExifFacts } from './exif.ts';
import { encodeExif } from './exif.ts';
import type { Drawing, Subject } from './pictures.ts';

/** The landscapes that there are HEIC files of (see seeds/); HEIC portraits exist as well. */
export const HEIC_SCENES = [0, 1, 4, 6, 7, 10] as const;
/** In pixels; the height is three quarters of it. */
export const HEIC_WIDTH = 960;

/** The bytes that each seed keeps free for its Exif item. */
const RESERVED = 1024;
const PLACEHOLDER = Buffer.from('EEEEEEEEEEEEEEEE', 'latin1');
/** What stands before the placeholder's letters: the TIFF header that seeds/make.py writes. */
const PLACEHOLDER_HEADER = 14;

/** The subject that a HEIC file shows when `subject` is wished for. */
export function heicSubject(subject: Subject): Subject {
  if (typeof subject === 'string') return 'portrait';
  const index = Math.abs(subject.scene) % HEIC_SCENES.length;
  return { scene: HEIC_SCENES[index] ?? 0 };
}

/** How the seed of a subject was drawn; a Live Photo's movie is drawn in the same way. */
export function heicDrawing(subject: Subject): Pick<Drawing, 'subject' | 'seed' | 'number'> {
  return { subject, seed: typeof subject === 'string' ? 77 : 1000 + subject.scene, number: null };
}

/** There are two looks of each subject: as taken (0) and edited (any other). */
export function heicSeedName(subject: Subject, look: number): string {
  const name = typeof subject === 'string' ? 'portrait' : `scene-${subject.scene}`;
  return `${name}${look === 0 ? '' : '-edited'}.heic`;
}

/** A HEIC of our own drawing with its own EXIF, and with that its own checksum. `subject` must come from heicSubject. */
export function encodeHeic(subject: Subject, look: number, facts: ExifFacts): Buffer {
  const file = Buffer.from(readFileSync(join(import.meta.dirname, 'seeds', heicSeedName(subject, look))));
  const start = file.indexOf(PLACEHOLDER) - PLACEHOLDER_HEADER;
  const exif = encodeExif(facts);
  if (start < 0 || exif.length > RESERVED)
    throw new Error(`No room for ${exif.length} bytes of EXIF in the HEIC seed.`);
  file.fill(0, start, start + RESERVED);
  exif.copy(file, start);
  return file;
}
