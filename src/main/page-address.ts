/** The addresses of our pages and the files behind them. Pure. */
import { extname, join, relative, resolve } from 'node:path';

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

/** The asset whose picture an address means (`immich-sync://app/picture/UUID`); null when it means none. */
export function assetOfPicture(address: string): string | null {
  const [, uuid] = PICTURE.exec(address) ?? [];
  return uuid ?? null;
}

const PICTURE = new RegExp(`^${PAGE_ORIGIN}/picture/([0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12})$`);
