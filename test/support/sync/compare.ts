/** What a server must hold when a library was synced to it, worked out from the library's own manifest. */

import type { PartKind } from '../../../src/core/model/asset.ts';
import type { AlbumView, AssetView, DemoImmich } from '../demo-immich/index.ts';
import { type ExpectedAsset, type ExpectedPart, inScope, type Manifest } from '../photos-library/index.ts';

/** SHA-1s of everything that is to be on the server, each once, sorted. Empty files are not: no server takes them. */
export function expectedChecksums(manifest: Manifest): string[] {
  const parts = manifest.assets.filter(inScope).flatMap((asset) => asset.parts);
  return [...new Set(parts.filter((part) => (part.size ?? 0) > 0).flatMap(({ sha1 }) => sha1 ?? []))].sort();
}

export function checksumsOn(server: DemoImmich, userId?: string): string[] {
  return server.assets(userId).map((asset) => asset.checksum);
}

/** The SHA-1 of one part of an asset; null when it is not on this Mac. */
export function sha1Of(asset: ExpectedAsset, kind: PartKind): string | null {
  return asset.parts.find((part: ExpectedPart) => part.kind === kind)?.sha1 ?? null;
}

/** The SHA-1 of one part of the asset with this UUID. @throws Error when it is not on this Mac */
export function contentsOf(manifest: Manifest, uuid: string, kind: PartKind = 'original'): string {
  const asset = manifest.assets.find((candidate) => candidate.uuid === uuid);
  const sha1 = asset === undefined ? null : sha1Of(asset, kind);
  if (sha1 === null) throw new Error(`There is no ${kind} of ${uuid}.`);
  return sha1;
}

export type ComparableAlbum = Pick<AlbumView, 'name' | 'assets'>;

/** The albums that must be there: name with the folders around it, and the file that stands for each member (its edit if it has one). */
export function expectedAlbums(manifest: Manifest, separator = ' / '): ComparableAlbum[] {
  const assets = new Map(manifest.assets.filter(inScope).map((asset) => [asset.uuid, asset]));
  return manifest.albums
    .map(({ title, folders, assets: members }) => {
      const standing = members.flatMap((uuid) => {
        const asset = assets.get(uuid);
        return asset === undefined ? [] : (sha1Of(asset, 'edited') ?? sha1Of(asset, 'original') ?? []);
      });
      return { name: [...folders, title].join(separator).normalize('NFC'), assets: [...new Set(standing)].sort() };
    })
    .filter((album) => album.assets.length > 0)
    .sort(byName);
}

export function albumsOn(server: DemoImmich, userId?: string): ComparableAlbum[] {
  return server
    .albums(userId)
    .map(({ name, assets }) => ({ name, assets }))
    .sort(byName);
}

function byName(a: ComparableAlbum, b: ComparableAlbum): number {
  return `${a.name}\0${a.assets.join()}` < `${b.name}\0${b.assets.join()}` ? -1 : 1;
}

/** Still and video of each Live Photo, and of each edited one, as far as both are on this Mac. */
export function expectedLivePairs(manifest: Manifest): { readonly still: string; readonly video: string }[] {
  return manifest.assets.filter(inScope).flatMap((asset) =>
    (
      [
        ['original', 'live-video'],
        ['edited', 'edited-live-video'],
      ] as const
    ).flatMap(([stillKind, videoKind]) => {
      const [still, video] = [sha1Of(asset, stillKind), sha1Of(asset, videoKind)];
      return still === null || video === null ? [] : [{ still, video }];
    }),
  );
}

/** The one asset of these contents. @throws Error when the server does not hold it */
export function assetOn(server: DemoImmich, sha1: string | null): AssetView {
  const asset = server.assets().find(({ checksum }) => checksum === sha1);
  if (asset === undefined) throw new Error(`The server does not hold ${sha1}.`);
  return asset;
}
