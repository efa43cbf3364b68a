/** The addresses of our pages and the files behind them. Pure. */
import { extname, join, relative, resolve } from 'node:path';
import { isPhotosUuid, isRemoteId } from '../core/model/uuid.ts';

export const PAGE_SCHEME = 'immich-sync';
export const PAGE_ORIGIN = `${PAGE_SCHEME}://app`;

/** All that pages consist of. */
export const PAGE_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** The file that an address means, or null when it is not one of ours. */
export function fileForAddress(address: string, folder: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || url.protocol !== `${PAGE_SCHEME}:` || url.host !== 'app') return null;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const file = resolve(join(folder, path));
  const inside = relative(folder, file);
  if (inside === '' || inside.startsWith('..') || !Object.hasOwn(PAGE_TYPES, extname(file))) return null;
  return file;
}

/** Whose small picture: of an item in Photos, by its UUID there; or of an asset in Immich, by its id. */
export type PictureSource =
  | { readonly from: 'photos'; readonly uuid: string }
  | { readonly from: 'immich'; readonly remoteId: string };

/** What `immich-sync://app/picture/UUID` and `…/picture/immich/ID` mean; null for any other address. */
export function pictureSource(address: string): PictureSource | null {
  const start = `${PAGE_ORIGIN}/picture/`;
  if (!address.startsWith(start)) return null;
  const name = address.slice(start.length);
  if (isPhotosUuid(name)) return { from: 'photos', uuid: name };
  const remoteId = name.startsWith('immich/') ? name.slice('immich/'.length) : '';
  return isRemoteId(remoteId) ? { from: 'immich', remoteId } : null;
}
