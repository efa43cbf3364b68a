/** Small files with the metadata that the server reads, made byte by byte so that a test knows every one of them. */
import sharp from 'sharp';

const word = (value: number) => Buffer.from([value >> 8, value & 0xff]);
const long = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

interface Tag {
  readonly id: number;
  readonly type: number;
  readonly count: number;
  readonly data: Buffer;
}

const ascii = (id: number, text: string): Tag => ({
  id,
  type: 2,
  count: text.length + 1,
  data: Buffer.from(`${text}\0`),
});
const blob = (id: number, data: Buffer): Tag => ({ id, type: 7, count: data.length, data });
const pointer = (id: number, target: number): Tag => ({ id, type: 4, count: 1, data: long(target) });
const rationals = (id: number, numbers: readonly number[]): Tag => ({
  id,
  type: 5,
  count: numbers.length,
  data: Buffer.concat(numbers.flatMap((number) => [long(Math.round(number * 10_000)), long(10_000)])),
});

/** A directory at `start`; longer values follow it. */
function directory(tags: readonly Tag[], start: number): Buffer {
  let offset = start + 2 + tags.length * 12 + 4;
  const [entries, values]: [Buffer[], Buffer[]] = [[], []];
  for (const tag of tags) {
    const head = Buffer.concat([word(tag.id), word(tag.type), long(tag.count)]);
    if (tag.data.length <= 4) {
      entries.push(head, Buffer.concat([tag.data, Buffer.alloc(4)]).subarray(0, 4));
    } else {
      entries.push(head, long(offset));
      values.push(tag.data);
      offset += tag.data.length;
    }
  }
  return Buffer.concat([word(tags.length), ...entries, long(0), ...values]);
}

/** Apple's maker note with the identifier of a live photo. */
function appleMakerNote(contentIdentifier: string): Buffer {
  const header = Buffer.concat([Buffer.from('Apple iOS\0'), word(1), Buffer.from('MM')]);
  return Buffer.concat([header, directory([ascii(0x0011, contentIdentifier)], header.length)]);
}

export interface PictureFacts {
  /** `2024:03:06 10:11:12`. */
  readonly date?: string;
  /** `+01:00`. */
  readonly offset?: string;
  readonly description?: string;
  readonly contentIdentifier?: string;
  /** Degrees, north and east positive. */
  readonly place?: readonly [number, number];
  /** Makes two pictures differ. */
  readonly shade?: number;
}

function exifBlock(facts: PictureFacts): Buffer {
  const exif = [
    ...(facts.date === undefined ? [] : [ascii(0x9003, facts.date)]),
    ...(facts.offset === undefined ? [] : [ascii(0x9011, facts.offset)]),
    ...(facts.contentIdentifier === undefined ? [] : [blob(0x927c, appleMakerNote(facts.contentIdentifier))]),
  ];
  const [latitude, longitude] = facts.place ?? [0, 0];
  const dms = (value: number) => rationals(0, [Math.abs(value), 0, 0]).data;
  const gps: Tag[] = facts.place
    ? [
        ascii(1, latitude < 0 ? 'S' : 'N'),
        { id: 2, type: 5, count: 3, data: dms(latitude) },
        ascii(3, longitude < 0 ? 'W' : 'E'),
        { id: 4, type: 5, count: 3, data: dms(longitude) },
      ]
    : [];
  const first = (exifAt: number, gpsAt: number): Tag[] => [
    ...(facts.description === undefined ? [] : [ascii(0x010e, facts.description)]),
    ascii(0x010f, 'Apple'),
    pointer(0x8769, exifAt),
    ...(gps.length > 0 ? [pointer(0x8825, gpsAt)] : []),
  ];
  const start = 8;
  const exifAt = start + directory(first(0, 0), start).length;
  const exifBytes = directory(exif, exifAt);
  const gpsAt = exifAt + exifBytes.length;
  return Buffer.concat([
    Buffer.from('MM\0*'),
    long(start),
    directory(first(exifAt, gpsAt), start),
    exifBytes,
    gps.length > 0 ? directory(gps, gpsAt) : Buffer.alloc(0),
  ]);
}

/** A real JPEG with these facts in its EXIF. */
export async function jpeg(facts: PictureFacts = {}): Promise<Buffer> {
  const background = { r: facts.shade ?? 120, g: 90, b: 160 };
  const plain = await sharp({ create: { width: 24, height: 16, channels: 3, background } })
    .jpeg()
    .toBuffer();
  const block = Buffer.concat([Buffer.from('Exif\0\0'), exifBlock(facts)]);
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1]), word(block.length + 2), block]);
  return Buffer.concat([plain.subarray(0, 2), segment, plain.subarray(2)]);
}

const atom = (type: string, ...content: Buffer[]): Buffer => {
  const inside = Buffer.concat(content);
  return Buffer.concat([long(inside.length + 8), Buffer.from(type, 'latin1'), inside]);
};

/** A QuickTime film's skeleton: pictures are missing, its metadata is all there, behind them as cameras write it. */
export interface FilmFacts {
  readonly contentIdentifier?: string;
  readonly creationDate?: string;
  readonly duration?: number;
  /** Of an MP4's list of items: the four letters of its name, and its text. */
  readonly item?: readonly [name: string, text: string];
  /** The first column of the track's matrix; no track if not given. */
  readonly matrix?: readonly [a: number, b: number];
}

/** A track of 64 × 48 pixels that is turned. */
function track([a, b]: readonly [a: number, b: number]): Buffer {
  const header = Buffer.alloc(84);
  header.writeInt32BE(a * 65_536, 40);
  header.writeInt32BE(b * 65_536, 44);
  header.writeUInt32BE(64 << 16, 76);
  header.writeUInt32BE(48 << 16, 80);
  return atom('trak', atom('tkhd', header));
}

function itemList([name, text]: readonly [name: string, text: string]): Buffer {
  const value = atom('data', long(1), long(0), Buffer.from(text));
  return atom('udta', atom('meta', long(0), atom('hdlr', Buffer.alloc(24)), atom('ilst', atom(name, value))));
}

export function mov(facts: FilmFacts): Buffer {
  const values: Readonly<Record<string, string | undefined>> = {
    'com.apple.quicktime.content.identifier': facts.contentIdentifier,
    'com.apple.quicktime.creationdate': facts.creationDate,
  };
  const named = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  const header = Buffer.alloc(100);
  header.writeUInt32BE(1000, 12);
  header.writeUInt32BE(facts.duration ?? 1500, 16);
  const keys = atom('keys', long(0), long(named.length), ...named.map(({ name }) => atom('mdta', Buffer.from(name))));
  const items = named.map(({ value }, index) =>
    atom(long(index + 1).toString('latin1'), atom('data', long(1), long(0), Buffer.from(value))),
  );
  const handler = atom('hdlr', Buffer.alloc(24));
  const moov = atom(
    'moov',
    atom('mvhd', header),
    ...(facts.matrix ? [track(facts.matrix)] : []),
    atom('meta', handler, keys, atom('ilst', ...items)),
    ...(facts.item ? [itemList(facts.item)] : []),
  );
  return Buffer.concat([atom('ftyp', Buffer.from('qt  ')), atom('mdat', Buffer.alloc(64)), moov]);
}

/** An XMP sidecar of osxphotos' build: one rdf:Description for each group. */
export function xmp(inner: string): string {
  const names = {
    dc: 'http://purl.org/dc/elements/1.1/',
    digiKam: 'http://www.digikam.org/ns/1.0/',
    lr: 'http://ns.adobe.com/lightroom/1.0/',
    photoshop: 'http://ns.adobe.com/photoshop/1.0/',
    xmp: 'http://ns.adobe.com/xap/1.0/',
    exif: 'http://ns.adobe.com/exif/1.0/',
    tiff: 'http://ns.adobe.com/tiff/1.0/',
  };
  const declared = Object.entries(names)
    .map(([name, uri]) => `xmlns:${name}="${uri}"`)
    .join(' ');
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" ${declared}>${inner}</rdf:Description>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
}

/** A list of values as XMP writes it. */
export const bag = (name: string, kind: 'Bag' | 'Seq' | 'Alt', values: readonly string[]) =>
  `<${name}><rdf:${kind}>${values.map((value) => `<rdf:li>${value}</rdf:li>`).join('')}</rdf:${kind}></${name}>`;
