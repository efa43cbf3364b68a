import { CORE_DATA_EPOCH, type LocalMoment, localMomentText } from './dates.ts';
import type { Place } from './types.ts';

/** What a camera writes into a movie. */
export interface MovieFacts {
  readonly moment: LocalMoment;
  readonly place: Place | null;
  readonly make: string | null;
  readonly model: string | null;
  /** Ties a Live Photo's movie to its still; upper-case UUID. */
  readonly contentIdentifier: string | null;
  /** Makes otherwise equal movies different. */
  readonly uniqueId: string;
}

export interface MovieFrames {
  /** Baseline JPEGs of one size, in order. */
  readonly frames: readonly Buffer[];
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

const TIME_SCALE = 600;
/** Seconds from 1904, the epoch of QuickTime, to 1970. */
const QUICKTIME_EPOCH = 2_082_844_800;

/**
 * Writes a QuickTime movie with one Motion JPEG track: the one movie codec whose frames we can make without a video encoder. The layout
 * follows Apple's QuickTime File Format Specification; every player built on ffmpeg or QuickTime reads it.
 */
export function encodeMovie({ frames, width, height, framesPerSecond }: MovieFrames, facts: MovieFacts): Buffer {
  const type = atom('ftyp', Buffer.from('qt  ', 'latin1'), long(0), Buffer.from('qt  ', 'latin1'));
  const unique = atom('free', Buffer.from(facts.uniqueId, 'latin1'));
  const media = atom('mdat', ...frames);
  const firstFrame = type.length + unique.length + 8;
  const frameTime = Math.round(TIME_SCALE / framesPerSecond);
  const duration = frameTime * frames.length;
  const created = facts.moment.coreData + CORE_DATA_EPOCH + QUICKTIME_EPOCH;
  const moov = atom(
    'moov',
    full(
      'mvhd',
      0,
      long(created),
      long(created),
      long(TIME_SCALE),
      long(duration),
      long(0x0001_0000),
      short(0x0100),
      zeros(10),
      MATRIX,
      zeros(24),
      long(2),
    ),
    atom(
      'trak',
      full(
        'tkhd',
        0x0f,
        long(created),
        long(created),
        long(1),
        zeros(4),
        long(duration),
        zeros(16),
        MATRIX,
        long(width << 16),
        long(height << 16),
      ),
      atom(
        'mdia',
        full('mdhd', 0, long(created), long(created), long(TIME_SCALE), long(duration), short(0x7fff), zeros(2)),
        handler('mhlr', 'vide'),
        atom(
          'minf',
          full('vmhd', 1, zeros(8)),
          handler('dhlr', 'alis'),
          atom('dinf', full('dref', 0, long(1), full('alis', 1))),
          sampleTable(frames, frameTime, width, height, firstFrame),
        ),
      ),
    ),
    metadata(facts),
  );
  return Buffer.concat([type, unique, media, moov]);
}

/** Seconds that a movie of these frames lasts. */
export function movieSeconds({ frames, framesPerSecond }: MovieFrames): number {
  return frames.length / framesPerSecond;
}

function sampleTable(
  frames: readonly Buffer[],
  frameTime: number,
  width: number,
  height: number,
  firstFrame: number,
): Buffer {
  const name = Buffer.alloc(32);
  name.writeUInt8(4, 0);
  name.write('JPEG', 1, 'latin1');
  const description = atom(
    'jpeg',
    zeros(6),
    short(1), // data reference
    zeros(16), // version, vendor and qualities
    short(width),
    short(height),
    long(0x0048_0000), // 72 dots per inch
    long(0x0048_0000),
    zeros(4),
    short(1), // frames per sample
    name,
    short(24), // bits per pixel
    short(0xffff), // no colour table
  );
  return atom(
    'stbl',
    full('stsd', 0, long(1), description),
    full('stts', 0, long(1), long(frames.length), long(frameTime)),
    full('stsc', 0, long(1), long(1), long(frames.length), long(1)),
    full('stsz', 0, long(0), long(frames.length), ...frames.map((frame) => long(frame.length))),
    full('stco', 0, long(1), long(firstFrame)),
  );
}

/** Apple's metadata list: `meta` (in QuickTime, unlike MP4, without version and flags) with handler, keys and values. */
function metadata(facts: MovieFacts): Buffer {
  const values: [string, string][] = [['creationdate', localMomentText(facts.moment).replace(/:(\d\d)$/, '$1')]];
  if (facts.contentIdentifier) values.push(['content.identifier', facts.contentIdentifier]);
  if (facts.make) values.push(['make', facts.make]);
  if (facts.model) values.push(['model', facts.model]);
  if (facts.place)
    values.push(['location.ISO6709', `${signed(facts.place.latitude, 2)}${signed(facts.place.longitude, 3)}/`]);
  const keys = values.map(([key]) => {
    const name = Buffer.from(`mdtacom.apple.quicktime.${key}`, 'latin1');
    return Buffer.concat([long(name.length + 4), name]);
  });
  const items = values.map(([, value], index) => {
    const data = atom('data', long(1), long(0), Buffer.from(value, 'utf8')); // type 1: UTF-8
    return Buffer.concat([long(data.length + 8), long(index + 1), data]);
  });
  return atom('meta', handler('', 'mdta'), full('keys', 0, long(values.length), ...keys), atom('ilst', ...items));
}

function signed(degrees: number, digits: number): string {
  return `${degrees < 0 ? '-' : '+'}${Math.abs(degrees)
    .toFixed(4)
    .padStart(digits + 5, '0')}`;
}

function handler(type: string, subtype: string): Buffer {
  const component = type === '' ? zeros(4) : Buffer.from(type, 'latin1');
  return full('hdlr', 0, component, Buffer.from(subtype, 'latin1'), zeros(12), zeros(1));
}

const MATRIX = Buffer.concat([0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000].map((value) => long(value)));

function atom(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([long(body.length + 8), Buffer.from(type, 'latin1'), body]);
}

/** An atom that begins with a version (0) and flags. */
function full(type: string, flags: number, ...parts: readonly Buffer[]): Buffer {
  return atom(type, long(flags), ...parts);
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(Math.floor(value) >>> 0);
  return bytes;
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function zeros(length: number): Buffer {
  return Buffer.alloc(length);
}
