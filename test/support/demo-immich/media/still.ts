import { open } from 'node:fs/promises';
import exifr from 'exifr';
import sharp from 'sharp';
import type { CapturedAt } from '../records.ts';
import { contentIdentifierOfMakerNote } from './apple-maker-note.ts';
import { parseCaptureDate } from './dates.ts';
import { imageDescriptionOf } from './image-description.ts';
import { parseXmp, type XmpValues } from './xmp.ts';

/** What a photo's own metadata says. */
export interface StillValues extends XmpValues {
  readonly contentIdentifier: string | null;
  /** IPTC keywords. */
  readonly keywords: readonly string[];
  readonly orientation: string | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly lensModel: string | null;
  readonly width: number | null;
  readonly height: number | null;
}

type Block = Readonly<Record<string, unknown>>;

const OPTIONS = {
  tiff: true,
  ifd0: {},
  exif: true,
  gps: true,
  iptc: true,
  xmp: { parse: false },
  makerNote: true,
  mergeOutput: false,
  reviveValues: false,
  translateValues: false,
} as const;

const string = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const block = (value: unknown): Block => (typeof value === 'object' && value !== null ? (value as Block) : {});

/** Metadata stands at the beginning; of a larger file no more is read. */
const HEAD_LIMIT_BYTES = 32 * 1024 * 1024;

/** Given as bytes, not as a path: exifr leaves a damaged file open. */
async function head(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, HEAD_LIMIT_BYTES));
    await file.read(bytes, 0, bytes.length, 0);
    return bytes;
  } finally {
    await file.close();
  }
}

/** Metadata blocks of a JPEG, HEIC, TIFF or PNG; none for a damaged file and for kinds that the reader does not know. */
async function blocks(bytes: Buffer): Promise<Block> {
  try {
    return block(await exifr.parse(bytes, OPTIONS));
  } catch {
    return {};
  }
}

async function pixels(path: string): Promise<{ width: number | null; height: number | null }> {
  try {
    const { width, height } = await sharp(path).metadata();
    return { width, height };
  } catch {
    return { width: null, height: null };
  }
}

function captureDate(exif: Block): CapturedAt | null {
  const original = string(exif.DateTimeOriginal);
  const fraction = string(exif.SubSecTimeOriginal);
  const precise = original && fraction && /^\d+$/.test(fraction) ? `${original}.${fraction}` : original;
  const offset = string(exif.OffsetTimeOriginal) ?? string(exif.OffsetTime);
  return parseCaptureDate(precise, offset) ?? parseCaptureDate(exif.CreateDate, string(exif.OffsetTimeDigitized));
}

/** Reads what the real server reads through exiftool; EXIF goes before the XMP packet in the same file. */
export async function readStill(path: string): Promise<StillValues> {
  const bytes = await head(path);
  const all = await blocks(bytes);
  const [ifd0, exif, gps, iptc] = [block(all.ifd0), block(all.exif), block(all.gps), block(all.iptc)];
  const xmp = typeof all.xmp === 'string' ? parseXmp(all.xmp) : {};
  const note = all.makerNote instanceof Uint8Array ? Buffer.from(all.makerNote) : Buffer.alloc(0);
  const capturedAt = captureDate(exif);
  const imageDescription = string(ifd0.ImageDescription) ?? imageDescriptionOf(bytes);
  const [latitude, longitude] = [number(gps.latitude), number(gps.longitude)];
  const keywords = [iptc.Keywords ?? []].flat().map(String);
  const measured = await pixels(path);
  return {
    ...xmp,
    ...(capturedAt && { capturedAt, hasZone: capturedAt.timeZone !== null }),
    ...(imageDescription !== null && { imageDescription }),
    ...(latitude !== null && longitude !== null && { latitude, longitude }),
    contentIdentifier: contentIdentifierOfMakerNote(note),
    keywords,
    orientation: ifd0.Orientation === undefined ? null : String(ifd0.Orientation),
    make: string(ifd0.Make),
    model: string(ifd0.Model),
    lensModel: string(exif.LensModel),
    width: measured.width ?? number(exif.ExifImageWidth),
    height: measured.height ?? number(exif.ExifImageHeight),
  };
}
