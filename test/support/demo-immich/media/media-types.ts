import { extname } from 'node:path';
import { isSince } from '../api-version.ts';

/** Real server: a file is taken by its name's ending alone (GET /server/media-types lists these). */
const IMAGES: Readonly<Record<string, string>> = {
  '.3fr': 'image/x-hasselblad-3fr',
  '.ari': 'image/x-arriflex-ari',
  '.arw': 'image/x-sony-arw',
  '.avif': 'image/avif',
  '.bmp': 'image/bmp',
  '.cap': 'image/x-phaseone-cap',
  '.cin': 'image/x-phantom-cin',
  '.cr2': 'image/x-canon-cr2',
  '.cr3': 'image/x-canon-cr3',
  '.crw': 'image/x-canon-crw',
  '.dcr': 'image/x-kodak-dcr',
  '.dng': 'image/x-adobe-dng',
  '.erf': 'image/x-epson-erf',
  '.fff': 'image/x-hasselblad-fff',
  '.gif': 'image/gif',
  '.heic': 'image/heic',
  '.heif': 'image/heif',
  '.hif': 'image/hif',
  '.iiq': 'image/x-phaseone-iiq',
  '.insp': 'image/jpeg',
  '.jp2': 'image/jp2',
  '.jpe': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.jxl': 'image/jxl',
  '.k25': 'image/x-kodak-k25',
  '.kdc': 'image/x-kodak-kdc',
  '.mrw': 'image/x-minolta-mrw',
  '.nef': 'image/x-nikon-nef',
  '.nrw': 'image/x-nikon-nrw',
  '.orf': 'image/x-olympus-orf',
  '.ori': 'image/x-olympus-ori',
  '.pef': 'image/x-pentax-pef',
  '.png': 'image/png',
  '.psd': 'image/vnd.adobe.photoshop',
  '.raf': 'image/x-fuji-raf',
  '.raw': 'image/x-panasonic-raw',
  '.rw2': 'image/x-panasonic-rw2',
  '.rwl': 'image/x-leica-rwl',
  '.sr2': 'image/x-sony-sr2',
  '.srf': 'image/x-sony-srf',
  '.srw': 'image/x-samsung-srw',
  '.svg': 'image/svg+xml',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.webp': 'image/webp',
  '.x3f': 'image/x-sigma-x3f',
};

/** 2.7.5 and 3.1.0: the one ending that has come since. */
const SINCE_3: Readonly<Record<string, string>> = { '.mpo': 'image/jpeg' };

const VIDEOS: Readonly<Record<string, string>> = {
  '.3gp': 'video/3gpp',
  '.3gpp': 'video/3gpp',
  '.avi': 'video/x-msvideo',
  '.flv': 'video/x-flv',
  '.insv': 'video/mp4',
  '.m2t': 'video/mp2t',
  '.m2ts': 'video/mp2t',
  '.m4v': 'video/x-m4v',
  '.mkv': 'video/x-matroska',
  '.mov': 'video/quicktime',
  '.mp4': 'video/mp4',
  '.mpe': 'video/mpeg',
  '.mpeg': 'video/mpeg',
  '.mpg': 'video/mpeg',
  '.mts': 'video/mp2t',
  '.ts': 'video/mp2t',
  '.mxf': 'application/mxf',
  '.vob': 'video/mpeg',
  '.webm': 'video/webm',
  '.wmv': 'video/x-ms-wmv',
};

const ending = (name: string) => extname(name).toLowerCase();

export const mediaType = (name: string): string =>
  IMAGES[ending(name)] ?? SINCE_3[ending(name)] ?? VIDEOS[ending(name)] ?? 'application/octet-stream';

const imagesOf = (version: string) => (isSince(version, '3.0.0') ? { ...IMAGES, ...SINCE_3 } : IMAGES);

/** Null for a name that a server of this version refuses as an asset. */
export function assetType(name: string, version: string): 'IMAGE' | 'VIDEO' | null {
  if (ending(name) in imagesOf(version)) return 'IMAGE';
  return ending(name) in VIDEOS ? 'VIDEO' : null;
}

export const isSidecar = (name: string) => ending(name) === '.xmp';

export const supportedEndings = (version: string) => ({
  image: Object.keys(imagesOf(version)),
  video: Object.keys(VIDEOS),
  sidecar: ['.xmp'],
});
