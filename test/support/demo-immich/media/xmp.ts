import { XMLParser } from 'fast-xml-parser';
import type { CapturedAt } from '../records.ts';
import { isKnownOffset, parseCaptureDate } from './dates.ts';

/** What the server takes from XMP. A field is missing when the document does not speak of it. */
export interface XmpValues {
  readonly capturedAt?: CapturedAt;
  /** True when `capturedAt` has the zone that the document names for it, and not only an offset in the date. */
  readonly hasZone?: boolean;
  /** dc:description; empty when the document says that there is none. */
  readonly description?: string;
  /** tiff:ImageDescription, likewise. */
  readonly imageDescription?: string;
  readonly rating?: number;
  /** tiff:Orientation, 1 to 8. */
  readonly orientation?: string | null;
  readonly latitude?: number;
  readonly longitude?: number;
  /** digiKam:TagsList, `a/b` for a child. */
  readonly tagsList?: readonly string[];
  /** lr:hierarchicalSubject, `a|b` for a child. */
  readonly hierarchicalSubject?: readonly string[];
  /** dc:subject. */
  readonly subject?: readonly string[];
}

type Node = string | { readonly [name: string]: Node | Node[] };

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  // Numeric references too: osxphotos writes an apostrophe as `&#39;`.
  htmlEntities: true,
});

const list = (value: Node | Node[] | undefined): Node[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};

function text(node: Node | undefined): string {
  if (node === undefined) return '';
  if (typeof node === 'string') return node;
  const inner = node['#text'];
  return typeof inner === 'string' ? inner : '';
}

/** The strings of a plain value, or of an rdf:Alt, rdf:Seq or rdf:Bag. */
function strings(node: Node | Node[] | undefined): string[] {
  return list(node)
    .flatMap((value) => {
      if (typeof value === 'string') return [value];
      const container = value['rdf:Alt'] ?? value['rdf:Seq'] ?? value['rdf:Bag'];
      if (container === undefined) return [text(value)];
      return list(container).flatMap((one) => (typeof one === 'string' ? [] : list(one['rdf:li']).map(text)));
    })
    .filter((value) => value !== '');
}

/** `34,55.1334S`, `34.9189` with a reference beside it, or a signed number; degrees, or null. */
function degrees(value: string | undefined, reference: string | undefined): number | null {
  const match = /^(-?\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?(?:,(\d+(?:\.\d+)?))?\s*([NSEW])?$/i.exec(value?.trim() ?? '');
  if (!match) return null;
  const size = Number(match[1]) + Number(match[2] ?? 0) / 60 + Number(match[3] ?? 0) / 3600;
  const letter = (match[4] ?? reference?.trim().charAt(0) ?? '').toUpperCase();
  return (letter === 'S' || letter === 'W') && size > 0 ? -size : size;
}

/**
 * Reads an XMP document: a sidecar, or the packet inside a photo. Values stand as elements or as attributes, in one or in many
 * rdf:Description elements. Broken XML reads as nothing, as with the real server's exiftool.
 */
export function parseXmp(document: string): XmpValues {
  const fields = new Map<string, string[]>();
  const named = new Set<string>();
  try {
    const root = parser.parse(document.slice(Math.max(0, document.indexOf('<')))) as Record<string, Node>;
    const meta = root['x:xmpmeta'] ?? root['x:xapmeta'] ?? root;
    const rdf = typeof meta === 'string' ? undefined : meta['rdf:RDF'];
    for (const holder of list(rdf)) {
      if (typeof holder === 'string') continue;
      for (const description of list(holder['rdf:Description'])) {
        if (typeof description === 'string') continue;
        for (const [name, value] of Object.entries(description)) {
          const found = strings(value);
          named.add(name.replace(/^@/, ''));
          if (found.length > 0) fields.set(name.replace(/^@/, ''), found);
        }
      }
    }
  } catch {
    return {};
  }
  const first = (...names: string[]) => names.map((name) => fields.get(name)?.[0]).find((value) => value !== undefined);

  const offset = first('exif:OffsetTimeOriginal');
  const hasZone = offset !== undefined && isKnownOffset(offset);
  const capturedAt = [first('exif:DateTimeOriginal'), first('xmp:CreateDate'), first('photoshop:DateCreated')]
    .map((value) => parseCaptureDate(value, offset))
    .find((value) => value !== null);
  // dc:title is left out on purpose: the real server shows no title.
  const said = (name: string) => (named.has(name) ? (first(name) ?? '') : undefined);
  const [description, imageDescription] = [said('dc:description'), said('tiff:ImageDescription')];
  const rating = first('xmp:Rating');
  const orientation = first('tiff:Orientation');
  const latitude = degrees(first('exif:GPSLatitude'), first('exif:GPSLatitudeRef'));
  const longitude = degrees(first('exif:GPSLongitude'), first('exif:GPSLongitudeRef'));
  const tagsList = fields.get('digiKam:TagsList');
  const hierarchicalSubject = fields.get('lr:hierarchicalSubject');
  const subject = fields.get('dc:subject');
  return {
    ...(capturedAt && { capturedAt, hasZone }),
    ...(description !== undefined && { description }),
    ...(imageDescription !== undefined && { imageDescription }),
    ...(rating !== undefined && Number.isFinite(Number(rating)) && { rating: Number(rating) }),
    ...(orientation !== undefined && { orientation }),
    ...(latitude !== null && longitude !== null && { latitude, longitude }),
    ...(tagsList && { tagsList }),
    ...(hierarchicalSubject && { hierarchicalSubject }),
    ...(subject && { subject }),
  };
}
