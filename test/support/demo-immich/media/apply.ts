import type { AssetRecord } from '../records.ts';
import type { State } from '../state.ts';
import { type Extracted, extract } from './extract.ts';

/**
 * Real server: both halves of a live photo carry one ContentIdentifier; whichever is extracted second makes the link. The film
 * becomes hidden and leaves its albums.
 */
function linkLivePhoto(state: State, asset: AssetRecord): void {
  if (asset.contentIdentifier === null) return;
  const match = state.assets
    .values()
    .find(
      (other) =>
        other.ownerId === asset.ownerId &&
        other.type !== asset.type &&
        other.contentIdentifier === asset.contentIdentifier,
    );
  if (!match) return;
  const [still, film] = asset.type === 'IMAGE' ? [asset, match] : [match, asset];
  still.livePhotoVideoId = film.id;
  film.visibility = 'hidden';
  state.removeFromAlbums(film.id);
}

/** Writes what was found into the record. Real server: fields that a person has set are left alone. */
function apply(state: State, asset: AssetRecord, found: Extracted): void {
  const { exif, edited } = asset;
  if (!edited.has('description')) exif.description = found.description;
  if (!edited.has('rating')) exif.rating = found.rating;
  if (!edited.has('location')) {
    exif.latitude = found.latitude;
    exif.longitude = found.longitude;
  }
  if (!edited.has('date')) {
    exif.capturedAt = found.capturedAt;
    asset.fileCreatedAt = found.capturedAt.instant;
    state.orderChanged(asset.ownerId);
  }
  if (!edited.has('tags')) {
    asset.tagIds.clear();
    for (const path of found.tags) {
      const tag = state.upsertTag(asset.ownerId, path);
      if (tag) asset.tagIds.add(tag.id);
    }
  }
  exif.width = found.width;
  exif.height = found.height;
  exif.orientation = found.orientation;
  exif.make = found.make;
  exif.model = found.model;
  exif.lensModel = found.lensModel;
  asset.duration = found.duration ?? asset.duration;
  asset.contentIdentifier = found.contentIdentifier;
  asset.extracted = true;
  asset.updatedAt = new Date();
}

/** The server's `metadataExtraction` job for one asset. */
export async function extractMetadata(state: State, assetId: string): Promise<void> {
  const asset = state.assets.get(assetId);
  if (!asset) return;
  const found = await extract(asset, state.version);
  if (!state.assets.has(assetId)) return;
  apply(state, asset, found);
  linkLivePhoto(state, asset);
}
