import { readFile } from 'node:fs/promises';
import { isSince } from '../api-version.ts';
import type { AssetRecord, CapturedAt } from '../records.ts';
import { fromFileDates, inZoneOf, parseCaptureDate, placeOf, zoneOf } from './dates.ts';
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
    (film.createdAt && { instant: film.createdAt, local: film.createdAt, timeZone: 'UTC' });
  return {
    ...(capturedAt && { capturedAt, hasZone: false }),
    ...(film.latitude !== null && film.longitude !== null && { latitude: film.latitude, longitude: film.longitude }),
    ...(film.description !== null && { description: film.description }),
    contentIdentifier: film.contentIdentifier,
    keywords: [],
    orientation: film.orientation,
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

/** Real server: 1 to 5 stars, and on 2.7.5 also -1 for rejected; anything else counts as unrated. */
export function stars(rating: number | undefined, version: string): number | null {
  const isNone = rating === undefined || rating === 0 || rating > 5 || rating < (isSince(version, '3.0.0') ? 1 : -1);
  return isNone ? null : Math.round(rating);
}

/**
 * Real server (2.7.5 and 3.1.0, `getExifTags` and `getDates`): the sidecar's date takes the place of the file's, and only its own place and
 * offset decide about the zone then.
 */
function captured(file: FileValues, sidecar: XmpValues): CapturedAt | null {
  const source = sidecar.capturedAt === undefined ? file : sidecar;
  if (source.capturedAt === undefined) return null;
  const place = placeOf(source);
  return source.hasZone === true || place === null ? source.capturedAt : inZoneOf(place, source.capturedAt);
}

/**
 * Reads the file and its sidecar. Real server (2.7.5 and 3.1.0, `metadata.service.ts`): the sidecar's fields override the file's of the same
 * name, and the description is `ImageDescription || Description`: what stands in the file's EXIF, even blanks, beats the sidecar's dc:description.
 */
export async function extract(asset: AssetRecord, version: string): Promise<Extracted> {
  const file: FileValues =
    asset.type === 'VIDEO' ? await filmValues(asset.path) : { ...(await readStill(asset.path)), duration: null };
  const sidecar = asset.sidecarPath === null ? {} : parseXmp(await readFile(asset.sidecarPath, 'utf8'));
  const both = { ...file, ...sidecar };
  const place = placeOf(both);
  const zone = place ? zoneOf(place) : asset.type === 'VIDEO' ? 'UTC' : null;
  return {
    capturedAt: captured(file, sidecar) ?? fromFileDates(asset.fileCreatedAt, asset.fileModifiedAt, zone),
    description: (both.imageDescription || both.description || '').trim(),
    rating: stars(both.rating, version),
    latitude: place?.latitude ?? null,
    longitude: place?.longitude ?? null,
    tags: tagPaths(file, sidecar),
    contentIdentifier: file.contentIdentifier,
    width: file.width,
    height: file.height,
    orientation: sidecar.orientation ?? file.orientation,
    make: file.make,
    model: file.model,
    lensModel: file.lensModel,
    duration: file.duration,
  };
}
