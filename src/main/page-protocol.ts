/**
 * Serves the windows' pages under `immich-sync://app/`, from the built renderer folder and nowhere else, with rules that forbid
 * everything which they do not need. `file:` pages would share one origin with every file on the disk.
 */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { protocol } from 'electron';
import { pictureType } from '../core/photos/picture-type.ts';
import { fileForAddress, PAGE_SCHEME, PAGE_TYPES, type PictureSource, pictureSource } from './page-address.ts';

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // The small arrows of the pop-up buttons are in the style sheet.
    "img-src 'self' data:",
    "connect-src 'none'",
    // Not known to every Chromium; security.ts closes its ways out, too.
    "webrtc 'block'",
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

/** A small picture, JPEG or WebP; null where there is none. The signal is aborted when the page needs it no more. */
export type PictureOf = (source: PictureSource, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer> | null>;

/** Must be called when the app is ready. */
export function servePages(folder: string, pictureOf: PictureOf): void {
  protocol.handle(PAGE_SCHEME, async (request) => {
    const source = request.method === 'GET' ? pictureSource(request.url) : null;
    if (source !== null) return pictureAnswer(source, pictureOf);
    const file = request.method === 'GET' ? fileForAddress(request.url, folder) : null;
    if (file === null) return new Response(null, { status: 404 });
    try {
      const headers = { ...PAGE_HEADERS, 'Content-Type': PAGE_TYPES[extname(file)] ?? 'text/plain' };
      return new Response(new Uint8Array(await readFile(file)), { headers });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}

/**
 * Begun before it is known whether there is a picture: Electron tells nothing of a page that has given up to who has not answered yet
 * (`request.signal` is never aborted), but it cancels the body of what was answered. One without a picture is empty, which an `<img>` finds as broken
 * as one that is not there. (Both seen in Electron 25, and so in the source of later ones.)
 */
function pictureAnswer(source: PictureSource, pictureOf: PictureOf): Response {
  const given = new AbortController();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const bytes = await pictureOf(source, given.signal).catch(() => null);
      if (given.signal.aborted) return;
      if (bytes !== null && pictureType(bytes) !== null) controller.enqueue(bytes);
      controller.close();
    },
    cancel: () => given.abort(),
  });
  // Chromium looks at the picture itself for whether it is WebP.
  return new Response(body, { headers: { ...PAGE_HEADERS, 'Content-Type': 'image/jpeg' } });
}
