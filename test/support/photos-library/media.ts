import type { LocalMoment } from './dates.ts';
import { encodeDng } from './dng.ts';
import { type Camera, type ExifFacts, encodeExif } from './exif.ts';
import { encodeHeic, heicDrawing, heicSubject } from './heic.ts';
import { withComment, withExif } from './jpeg.ts';
import { type Drawing, draw, type Subject } from './pictures.ts';
import { withChunk } from './png.ts';
import { encodeMovie, movieSeconds } from './quicktime.ts';
import { SCENE_COUNT } from './scenes.ts';
import type { MediaSize, Place, StillFormat } from './types.ts';

/** What a file shows and says of itself. */
export interface MediaFacts {
  readonly subject: Subject;
  /** Drawn on the picture. */
  readonly number: number;
  readonly seed: number;
  readonly size: Exclude<MediaSize, 'none'>;
  readonly moment: LocalMoment;
  readonly camera: Camera | null;
  readonly place: Place | null;
  readonly contentIdentifier: string | null;
  /** 32 hexadecimal digits. */
  readonly uniqueId: string;
  /** 0 as taken; other numbers for edited versions. */
  readonly look: number;
}

export interface MediaFile {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
  /** 0 for stills. */
  readonly seconds: number;
}

const STILL_WIDTH = { full: 1280, small: 320 } as const;
const MOVIE_WIDTH = { full: 480, small: 160 } as const;
const MOVIE_FRAMES = { full: 8, small: 2 } as const;
const FRAMES_PER_SECOND = 8;
const RAW_WIDTH = { full: 480, small: 160 } as const;

/** Pictures that do not show their number can be shared by many files, which then differ in their metadata only. */
const drawn = new Map<string, Promise<Buffer>>();

function shared(key: string, make: () => Promise<Buffer>): Promise<Buffer> {
  const made = drawn.get(key) ?? make();
  drawn.set(key, made);
  return made;
}

function heightOf(width: number): number {
  return (width * 3) / 4;
}

function exifFacts(facts: MediaFacts, width: number): ExifFacts {
  return { ...facts, width, height: heightOf(width) };
}

function drawing(facts: MediaFacts, width: number): Drawing {
  // Few small pictures are drawn: one for each subject and look.
  const varied = facts.size === 'full' ? { seed: facts.seed, number: facts.number } : { seed: 1, number: null };
  return { subject: facts.subject, look: facts.look, width, ...varied };
}

function sharedKey(facts: MediaFacts, kind: string): string | null {
  if (facts.size === 'full') return null;
  const look = facts.look === 0 ? 0 : 1 + (facts.look % 4);
  return [kind, typeof facts.subject === 'string' ? facts.subject : facts.subject.scene % SCENE_COUNT, look].join(' ');
}

async function encode(facts: MediaFacts, kind: string, make: () => Promise<Buffer>): Promise<Buffer> {
  const key = sharedKey(facts, kind);
  return key === null ? make() : shared(key, make);
}

/** A still in that format, with EXIF as far as the format has it. */
export async function makeStill(format: StillFormat, facts: MediaFacts): Promise<MediaFile> {
  const width = STILL_WIDTH[facts.size];
  const exif = exifFacts(facts, width);
  const still = (bytes: Buffer): MediaFile => ({ bytes, width, height: heightOf(width), seconds: 0 });
  switch (format) {
    case 'heic': {
      const bytes = encodeHeic(heicSubject(facts.subject), facts.look, exif);
      return { bytes, width: 960, height: 720, seconds: 0 };
    }
    case 'jpeg': {
      const jpeg = await encode(facts, 'jpeg', () => draw(drawing(facts, width)).jpeg({ quality: 80 }).toBuffer());
      return still(withExif(jpeg, exif));
    }
    case 'png': {
      const png = await encode(facts, 'png', () => draw(drawing(facts, width)).png({ palette: true }).toBuffer());
      return still(withChunk(png, 'eXIf', encodeExif(exif)));
    }
    case 'tiff': {
      const tiff = await encode(facts, 'tiff', () =>
        draw(drawing(facts, width / 2))
          .tiff({ compression: 'lzw' })
          .toBuffer(),
      );
      // Bytes that no directory points to are allowed anywhere in a TIFF.
      return {
        ...still(Buffer.concat([tiff, Buffer.from(facts.uniqueId, 'latin1')])),
        width: width / 2,
        height: heightOf(width / 2),
      };
    }
    case 'gif': {
      const gif = await encode(facts, 'gif', () =>
        draw(drawing(facts, width / 2))
          .gif({ colours: 64 })
          .toBuffer(),
      );
      return {
        ...still(Buffer.concat([gif, Buffer.from(facts.uniqueId, 'latin1')])),
        width: width / 2,
        height: heightOf(width / 2),
      };
    }
  }
}

/** A movie, or the moving part of a Live Photo whose still is `stillFormat`. */
export async function makeMovie(facts: MediaFacts, stillFormat: StillFormat | null): Promise<MediaFile> {
  const width = MOVIE_WIDTH[facts.size];
  const height = heightOf(width);
  const count = MOVIE_FRAMES[facts.size];
  const base = stillFormat === 'heic' ? heicDrawing(heicSubject(facts.subject)) : drawing(facts, width);
  const frames = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      encode(facts, `frame ${index} ${stillFormat === 'heic'}`, () =>
        draw({ ...base, look: facts.look, width, moment: index / count })
          .jpeg({ quality: 65 })
          .toBuffer(),
      ),
    ),
  );
  const movie = { frames, width, height, framesPerSecond: FRAMES_PER_SECOND };
  const bytes = encodeMovie(movie, { ...facts, make: facts.camera?.make ?? null, model: facts.camera?.model ?? null });
  return { bytes, width, height, seconds: movieSeconds(movie) };
}

/** A raw picture as DNG. */
export async function makeRaw(facts: MediaFacts): Promise<MediaFile> {
  const width = RAW_WIDTH[facts.size];
  const height = heightOf(width);
  const rgb = await encode(facts, 'raw', () => draw(drawing(facts, width)).raw().toBuffer());
  return { bytes: encodeDng(rgb, width, height, exifFacts(facts, width)), width, height, seconds: 0 };
}

/** An edited still as Photos renders it: HEIC for a HEIC original, otherwise JPEG. */
export async function makeRender(format: 'heic' | 'jpeg', facts: MediaFacts): Promise<MediaFile> {
  const render = await makeStill(format, facts);
  if (format === 'heic') return render;
  return { ...render, bytes: withComment(render.bytes, `Edited, look ${facts.look}`) };
}
