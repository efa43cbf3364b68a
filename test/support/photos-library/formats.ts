import type { AssetKind, StillFormat } from './types.ts';

/** How Photos names a file format: on disk, in a camera's file names, as uniform type identifier, and by its own short number. */
export interface FileFormat {
  readonly extension: string;
  readonly cameraExtension: string;
  readonly uniformTypeIdentifier: string;
  readonly compactUti: string;
  /** Last byte of ZDATASTOREKEYDATA. */
  readonly keyByte: number;
}

const STILLS: Readonly<Record<StillFormat, FileFormat>> = {
  jpeg: {
    extension: 'jpeg',
    cameraExtension: 'JPG',
    uniformTypeIdentifier: 'public.jpeg',
    compactUti: '1',
    keyByte: 0,
  },
  heic: {
    extension: 'heic',
    cameraExtension: 'HEIC',
    uniformTypeIdentifier: 'public.heic',
    compactUti: '3',
    keyByte: 1,
  },
  png: { extension: 'png', cameraExtension: 'PNG', uniformTypeIdentifier: 'public.png', compactUti: '6', keyByte: 3 },
  tiff: {
    extension: 'tiff',
    cameraExtension: 'TIF',
    uniformTypeIdentifier: 'public.tiff',
    compactUti: '8',
    keyByte: 4,
  },
  gif: {
    extension: 'gif',
    cameraExtension: 'GIF',
    uniformTypeIdentifier: 'com.compuserve.gif',
    compactUti: '7',
    keyByte: 2,
  },
};

export const DNG: FileFormat = {
  extension: 'dng',
  cameraExtension: 'DNG',
  uniformTypeIdentifier: 'com.adobe.raw-image',
  compactUti: '9',
  keyByte: 5,
};

export const QUICKTIME: FileFormat = {
  extension: 'mov',
  cameraExtension: 'MOV',
  uniformTypeIdentifier: 'com.apple.quicktime-movie',
  compactUti: '23',
  keyByte: 11,
};

const MOVIES: readonly AssetKind[] = ['movie', 'slow-motion', 'time-lapse', 'screen-recording'];

export function isMovie(kind: AssetKind): boolean {
  return MOVIES.includes(kind);
}

export function defaultFormat(kind: AssetKind): StillFormat {
  if (kind === 'screenshot') return 'png';
  return kind === 'live' || kind === 'portrait' ? 'heic' : 'jpeg';
}

export function stillFormat(format: StillFormat): FileFormat {
  return STILLS[format];
}

/** The format of an asset's original. */
export function originalFormat(kind: AssetKind, format: StillFormat): FileFormat {
  if (isMovie(kind)) return QUICKTIME;
  return kind === 'raw' ? DNG : STILLS[format];
}
