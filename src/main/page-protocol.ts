/**
 * Serves the windows' pages under `immich-sync://app/`, from the built renderer folder and nowhere else, with rules that forbid
 * everything which they do not need. `file:` pages would share one origin with every file on the disk.
 */
import { readFile } from 'node:fs/promises';
import { extname, join, relative, resolve } from 'node:path';
import { protocol } from 'electron';

export const PAGE_SCHEME = 'immich-sync';
export const PAGE_ORIGIN = `${PAGE_SCHEME}://app`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // The small arrows of the pop-up buttons are in the style sheet.
    "img-src 'self' data:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** Must be called before the app is ready. */
export function declarePageProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: false } },
  ]);
}

/** The file that an address means, or null when it is not one of ours. Pure. */
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
  if (inside === '' || inside.startsWith('..') || !Object.hasOwn(TYPES, extname(file))) return null;
  return file;
}

/** Must be called when the app is ready. */
export function servePages(folder: string): void {
  protocol.handle(PAGE_SCHEME, async (request) => {
    const file = request.method === 'GET' ? fileForAddress(request.url, folder) : null;
    if (file === null) return new Response(null, { status: 404 });
    try {
      const headers = { ...PAGE_HEADERS, 'Content-Type': TYPES[extname(file)] ?? 'text/plain' };
      return new Response(new Uint8Array(await readFile(file)), { headers });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}
