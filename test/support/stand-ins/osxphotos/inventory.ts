/** `osxphotos run inventory.py LIBRARY SNAPSHOT`: the lines of app/python/immich_sync/records.py, made from the same tables. */
import { existsSync, statSync } from 'node:fs';
import type { Absence, InventoryPart, PartKind } from '../../../../src/core/model/asset.ts';
import type { Library, Photo } from './library.ts';
import { isoMilliseconds } from './moment.ts';
import { burstRole, editedLiveVideo, liveVideo, rawFile } from './parts.ts';

const IMAGE = 0;
const VIDEO = 1;
const LIVE_VIDEO = 3;
const ONLY_SLOW_MOTION = 3;
/** As in inventory.py: a larger album continues in `members` lines. */
const MAX_MEMBERS = 5000;

export function* inventory(library: Library, osxphotosVersion: string): Generator<object> {
  const { path, photosVersion, modelVersion } = library;
  yield { kind: 'library', path, photosVersion, modelVersion, osxphotosVersion, mended: false };
  const known = new Set<string>();
  for (const photo of library.photos.values()) {
    if (photo.trashed || photo.syndicatedOnly) continue;
    known.add(photo.uuid);
    yield assetRecord(photo, library);
  }
  for (const { uuid, cloudGuid, title, folders, keyAsset, assets } of library.albums) {
    const members = [...new Set(assets.filter((asset) => known.has(asset)))];
    yield { kind: 'album', uuid, cloudGuid, title, folders, keyAsset, assets: members.slice(0, MAX_MEMBERS) };
    for (let start = MAX_MEMBERS; start < members.length; start += MAX_MEMBERS) {
      yield { kind: 'members', uuid, assets: members.slice(start, start + MAX_MEMBERS) };
    }
  }
  yield { kind: 'end', assets: known.size, albums: library.albums.length };
}

function assetRecord(photo: Photo, library: Library): object {
  return {
    kind: 'asset',
    uuid: photo.uuid,
    cloudGuid: photo.cloudGuid,
    originalFilename: photo.originalFilename || photo.uuid,
    media: photo.isMovie ? 'movie' : 'photo',
    capturedAt: isoMilliseconds(photo.date),
    favorite: photo.favorite,
    hidden: photo.hidden,
    title: photo.title,
    caption: photo.caption,
    keywords: photo.keywords,
    shared: photo.shared,
    burst: burstRole(photo),
    burstId: photo.burstId,
    live: photo.live,
    edited: photo.adjustments !== 0,
    screenshot: photo.screenshot,
    width: photo.width,
    height: photo.height,
    orientation: photo.orientation,
    cameraMake: photo.cameraMake,
    cameraModel: photo.cameraModel,
    originalSize: photo.originalSize,
    latitude: photo.latitude,
    longitude: photo.longitude,
    parts: partsOf(photo, library.renders.get(photo.uuid) ?? new Set()),
  };
}

function partsOf(photo: Photo, renders: ReadonlySet<number>): readonly InventoryPart[] {
  const part = (...facts: PartFacts) => partRecord(absenceOf(photo), ...facts);
  const parts = [part('original', photo.path, photo.expectedPath)];
  if (photo.adjustments !== 0) {
    const onlySlowMotion = photo.slowMotion || photo.adjustments === ONLY_SLOW_MOTION;
    if (photo.editedPath !== null || renders.has(photo.isMovie ? VIDEO : IMAGE) || !onlySlowMotion) {
      parts.push(part('edited', photo.editedPath, photo.expectedEditedPath, photo.adjustedAt));
    }
  }
  if (photo.live) {
    const { path, expected } = liveVideo(photo);
    parts.push(part('live-video', path, expected));
    const edited = editedLiveVideo(photo);
    if (photo.adjustments !== 0 && (edited !== null || renders.has(LIVE_VIDEO))) {
      parts.push(part('edited-live-video', edited, photo.expectedEditedLivePath, photo.adjustedAt));
    }
  }
  if (photo.hasRaw) parts.push(part('raw', rawFile(photo), null));
  return parts;
}

/** The stand-in knows no files outside of the library. */
function absenceOf(photo: Photo): Absence {
  return photo.cloudGuid !== null || photo.inCloud || photo.shared ? 'in-icloud' : 'missing';
}

type PartFacts = [kind: PartKind, path: string | null, expected: string | null, revision?: string | null];

function partRecord(absence: Absence, ...[kind, path, expected, revision = null]: PartFacts): InventoryPart {
  const status = path === null ? undefined : statSync(path, { bigint: true, throwIfNoEntry: false });
  if (path === null || status === undefined) {
    // A file that is there although the database does not say so is not one to wait for.
    const awaited = path ?? (expected !== null && existsSync(expected) ? null : expected);
    return { kind, path: awaited, available: false, absence, size: null, modifiedAt: null, revision };
  }
  const modifiedAt = Number(status.mtimeNs / 1_000_000n);
  return { kind, path, available: true, absence: null, size: Number(status.size), modifiedAt, revision };
}
