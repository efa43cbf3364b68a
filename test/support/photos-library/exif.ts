import { exifDateText, type LocalMoment, offsetText } from './dates.ts';
import { encodeDirectory, encodeTiff, type TiffField } from './tiff.ts';
import type { Place } from './types.ts';

export interface Camera {
  readonly make: string;
  readonly model: string;
  readonly lens: string;
}

/** What a camera writes into a picture. */
export interface ExifFacts {
  readonly moment: LocalMoment;
  readonly camera: Camera | null;
  readonly place: Place | null;
  readonly width: number;
  readonly height: number;
  /** Ties a Live Photo's still to its movie; upper-case UUID. */
  readonly contentIdentifier: string | null;
  /** Makes otherwise equal pictures different (ImageUniqueID, 32 hexadecimal digits). */
  readonly uniqueId: string;
}

const ascii = (tag: number, text: string): TiffField => ({ tag, value: { type: 'ascii', text } });
const short = (tag: number, value: number): TiffField => ({ tag, value: { type: 'short', values: [value] } });
const long = (tag: number, value: number): TiffField => ({ tag, value: { type: 'long', values: [value] } });

/** The fields of the main directory that tell about the taking of the picture; a DNG has its own beside them. */
export function exifFields(facts: ExifFacts): TiffField[] {
  const date = exifDateText(facts.moment);
  const offset = offsetText(facts.moment.offset);
  const exif: TiffField[] = [
    { tag: 0x829a, value: { type: 'rational', values: [[1, 120]] } }, // exposure time
    { tag: 0x829d, value: { type: 'rational', values: [[18, 10]] } }, // aperture
    short(0x8827, 100), // ISO
    { tag: 0x9000, value: { type: 'undefined', bytes: Buffer.from('0232', 'latin1') } },
    ascii(0x9003, date), // taken
    ascii(0x9004, date), // digitised
    ascii(0x9010, offset),
    ascii(0x9011, offset),
    ascii(0x9012, offset),
    ascii(0x9291, '000'), // thousandths of a second
    short(0xa001, 1), // sRGB
    long(0xa002, facts.width),
    long(0xa003, facts.height),
    ascii(0xa420, facts.uniqueId),
  ];
  if (facts.contentIdentifier) {
    exif.push({ tag: 0x927c, value: { type: 'undefined', bytes: appleMakerNote(facts.contentIdentifier) } });
  }
  const fields: TiffField[] = [
    short(0x0112, 1), // upright
    { tag: 0x011a, value: { type: 'rational', values: [[72, 1]] } },
    { tag: 0x011b, value: { type: 'rational', values: [[72, 1]] } },
    short(0x0128, 2), // per inch
    ascii(0x0132, date),
  ];
  if (facts.camera) {
    fields.push(ascii(0x010f, facts.camera.make), ascii(0x0110, facts.camera.model));
    exif.push(ascii(0xa434, facts.camera.lens));
  }
  fields.push({ tag: 0x8769, value: { type: 'directory', fields: exif } });
  if (facts.place)
    fields.push({ tag: 0x8825, value: { type: 'directory', fields: gpsFields(facts.place, facts.moment) } });
  return fields;
}

/** A TIFF structure as it stands in a JPEG's APP1 segment, in a HEIC's Exif item or a PNG's eXIf chunk. */
export function encodeExif(facts: ExifFacts): Buffer {
  return encodeTiff(exifFields(facts));
}

function gpsFields(place: Place, moment: LocalMoment): TiffField[] {
  const degrees = (value: number): [number, number][] => {
    const hundredths = Math.round(Math.abs(value) * 360_000);
    return [
      [Math.floor(hundredths / 360_000), 1],
      [Math.floor((hundredths % 360_000) / 6_000), 1],
      [hundredths % 6_000, 100],
    ];
  };
  const [day = '', time = ''] = exifDateText({ ...moment, offset: 0 }).split(' ');
  return [
    { tag: 0, value: { type: 'byte', values: [2, 3, 0, 0] } },
    ascii(1, place.latitude < 0 ? 'S' : 'N'),
    { tag: 2, value: { type: 'rational', values: degrees(place.latitude) } },
    ascii(3, place.longitude < 0 ? 'W' : 'E'),
    { tag: 4, value: { type: 'rational', values: degrees(place.longitude) } },
    { tag: 7, value: { type: 'rational', values: time.split(':').map((part): [number, number] => [Number(part), 1]) } },
    ascii(29, day),
  ];
}

/**
 * Apple's maker note: a signature, then a big-endian directory whose offsets count from the note's first byte. Tag 0x11 is what exiftool
 * names ContentIdentifier (for a HEIC also MediaGroupUUID).
 */
function appleMakerNote(contentIdentifier: string): Buffer {
  const signature = Buffer.from('Apple iOS\0\0\u0001MM', 'latin1');
  const fields: TiffField[] = [
    { tag: 0x0001, value: { type: 'long', values: [14] } },
    ascii(0x0011, contentIdentifier),
  ];
  return Buffer.concat([signature, encodeDirectory(fields, signature.length, 'big')]);
}
