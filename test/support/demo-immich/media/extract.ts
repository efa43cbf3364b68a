import { readFile } from 'node:fs/promises';
import type { AssetRecord, CapturedAt } from '../records.ts';
import { fromFileDates, parseCaptureDate } from './dates.ts';
import { readFilm } from './quicktime.ts';
import { readStill, type StillValues } from './still.ts';
import { parseXmp, type XmpValues } from './xmp.ts';

/** What the server's metadata extraction finds out about one asset. */
export interface Extracted {
  readonly capturedAt: CapturedAt;
  readonly description: string;
  readonly rating: number | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** Paths, `a/b` for a child. */
  readonly tags: readonly string[];
  readonly contentIdentifier: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly orientation: string | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly lensModel: string | null;
  /** Milliseconds. */
  readonly duration: number | null;
}

type FileValues = StillValues & { readonly duration: number | null };

async function filmValues(path: string): Promise<FileValues> {
  const film = await readFilm(path);
  const capturedAt =
    parseCaptureDate(film.creationDate) ??
    (film.createdAt && { instant: film.createdAt, local: film.createdAt, timeZone: null });
  return {
    ...(capturedAt && { capturedAt }),
    ...(film.latitude !== null && film.longitude !== null && { latitude: film.latitude, longitude: film.longitude }),
    contentIdentifier: film.contentIdentifier,
    keywords: [],
    orientation: null,
    make: film.make,
    model: film.model,
    lensModel: null,
    width: film.width,
    height: film.height,
    duration: film.duration,
  };
}

/**
 * Real server: TagsList goes before HierarchicalSubject before keywords; each is taken from the sidecar if it speaks of it, else
 * from the file. In HierarchicalSubject `|` divides, and a slash in a name becomes `|`.
 */
function tagPaths(file: StillValues, sidecar: XmpValues): string[] {
  const tagsList = sidecar.tagsList ?? file.tagsList;
  if (tagsList) return [...tagsList];
  const hierarchical = sidecar.hierarchicalSubject ?? file.hierarchicalSubject;
  if (hierarchical) {
    return hierarchical.map((path) =>
      path
        .split('|')
        .map((name) => name.replaceAll('/', '|'))
        .join('/'),
    );
  }
  if (sidecar.subject) return [...sidecar.subject];
  return file.keywords.length > 0 ? [...file.keywords] : [...(file.subject ?? [])];
}

/** Real server: 1 to 5 stars; anything else counts as unrated. */
const stars = (rating: number | undefined) =>
  rating !== undefined && Number.isInteger(rating) && rating >= 1 && rating <= 5 ? rating : null;

/** Reads the file and its sidecar. Real server: the sidecar's date, description, place and rating override the file's. */
export async function extract(asset: AssetRecord): Promise<Extracted> {
  const file: FileValues =
    asset.type === 'VIDEO' ? await filmValues(asset.path) : { ...(await readStill(asset.path)), duration: null };
  const sidecar = asset.sidecarPath === null ? {} : parseXmp(await readFile(asset.sidecarPath, 'utf8'));
  const both = { ...file, ...sidecar };
  return {
    capturedAt: both.capturedAt ?? fromFileDates(asset.fileCreatedAt, asset.fileModifiedAt),
    description: (both.description ?? '').trim(),
    rating: stars(both.rating),
    latitude: both.latitude ?? null,
    longitude: both.longitude ?? null,
    tags: tagPaths(file, sidecar),
    contentIdentifier: file.contentIdentifier,
    width: file.width,
    height: file.height,
    orientation: file.orientation,
    make: file.make,
    model: file.model,
    lensModel: file.lensModel,
    duration: file.duration,
  };
}
