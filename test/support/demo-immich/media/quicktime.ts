import { type FileHandle, open } from 'node:fs/promises';

/** What a film's own metadata says. */
export interface FilmValues {
  readonly contentIdentifier: string | null;
  /** `2024-03-06T10:11:12+0100` as Apple writes it. */
  readonly creationDate: string | null;
  /** Of the movie header, in UTC. */
  readonly createdAt: Date | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly description: string | null;
  readonly make: string | null;
  readonly model: string | null;
  /** Milliseconds. */
  readonly duration: number | null;
  readonly width: number | null;
  readonly height: number | null;
  /** 1, 6, 3 or 8 as in EXIF: how the picture is turned when it is shown; null without a picture. */
  readonly orientation: string | null;
}

interface Atom {
  readonly type: string;
  /** First byte and number of bytes of the content. */
  readonly start: number;
  readonly length: number;
}

/** Seconds between 1904, where QuickTime's clock begins, and 1970. */
const EPOCH_DIFFERENCE = 2_082_844_800;
/** A `moov` larger than this is not read; real ones of hours of film stay far below. */
const MOOV_LIMIT_BYTES = 64 * 1024 * 1024;

function atomsIn(data: Buffer, start: number, end: number): Atom[] {
  const atoms: Atom[] = [];
  for (let at = start; at + 8 <= end; ) {
    const short = data.readUInt32BE(at);
    const size = short === 1 && at + 16 <= end ? Number(data.readBigUInt64BE(at + 8)) : short === 0 ? end - at : short;
    const header = short === 1 ? 16 : 8;
    if (size < header || at + size > end) break;
    atoms.push({ type: data.toString('latin1', at + 4, at + 8), start: at + header, length: size - header });
    at += size;
  }
  return atoms;
}

/** The `moov` atom, wherever in the file it stands: films from cameras keep it behind the pictures. */
async function readMoov(file: FileHandle, size: number): Promise<Buffer | null> {
  const header = Buffer.alloc(16);
  for (let at = 0; at + 8 <= size; ) {
    await file.read(header, 0, 16, at);
    const short = header.readUInt32BE(0);
    const length = short === 1 ? Number(header.readBigUInt64BE(8)) : short === 0 ? size - at : short;
    const skip = short === 1 ? 16 : 8;
    if (length < skip) return null;
    if (header.toString('latin1', 4, 8) === 'moov') {
      if (length - skip > MOOV_LIMIT_BYTES || at + length > size) return null;
      const moov = Buffer.alloc(length - skip);
      await file.read(moov, 0, moov.length, at + skip);
      return moov;
    }
    at += length;
  }
  return null;
}

/** Apple's key-value metadata: names in `keys`, values in `ilst` under the names' numbers. */
function metadataKeys(data: Buffer, meta: Atom): Map<string, string> {
  const end = meta.start + meta.length;
  // QuickTime's `meta` holds atoms at once; MP4's has four bytes of version before them.
  const isQuickTime = meta.length >= 8 && data.toString('latin1', meta.start + 4, meta.start + 8) === 'hdlr';
  const atoms = atomsIn(data, meta.start + (isQuickTime ? 0 : 4), end);
  const keys = atoms.find(({ type }) => type === 'keys');
  const values = atoms.find(({ type }) => type === 'ilst');
  const found = new Map<string, string>();
  if (!keys || !values) return found;
  const names = atomsIn(data, keys.start + 8, keys.start + keys.length).map((name) =>
    data.toString('utf8', name.start, name.start + name.length),
  );
  for (const item of atomsIn(data, values.start, values.start + values.length)) {
    const name = names[Buffer.from(item.type, 'latin1').readUInt32BE(0) - 1];
    const value = atomsIn(data, item.start, item.start + item.length).find(({ type }) => type === 'data');
    if (name === undefined || !value || value.length < 8) continue;
    const isText = data.readUInt32BE(value.start) === 1;
    if (isText) found.set(name, data.toString('utf8', value.start + 8, value.start + value.length));
  }
  return found;
}

/** iTunes' list of items, `moov.udta.meta.ilst`, as MP4 films have it. */
function itemText(data: Buffer, movie: readonly Atom[], name: string): string | null {
  const inside = (atom: Atom | undefined, skip = 0) =>
    atom ? atomsIn(data, atom.start + skip, atom.start + atom.length) : [];
  const find = (atoms: readonly Atom[], type: string) => atoms.find((atom) => atom.type === type);
  const meta = find(inside(find(movie, 'udta')), 'meta');
  const value = find(inside(find(inside(find(inside(meta, 4), 'ilst')), name)), 'data');
  return value && value.length > 8 ? data.toString('utf8', value.start + 8, value.start + value.length) : null;
}

function movieHeader(data: Buffer, atom: Atom): { createdAt: Date | null; duration: number | null } {
  const long = data[atom.start] === 1;
  const created = long ? Number(data.readBigUInt64BE(atom.start + 4)) : data.readUInt32BE(atom.start + 4);
  const scale = data.readUInt32BE(atom.start + (long ? 20 : 12));
  const duration = long ? Number(data.readBigUInt64BE(atom.start + 24)) : data.readUInt32BE(atom.start + 16);
  return {
    createdAt: created > EPOCH_DIFFERENCE ? new Date((created - EPOCH_DIFFERENCE) * 1000) : null,
    duration: scale > 0 ? Math.round((duration / scale) * 1000) : null,
  };
}

/** Real server: what is turned by 90°, 180° and 270° to the right. The first column of the track's matrix, 1.0 as 65536, tells it. */
const TURNS: Readonly<Record<string, string>> = { '1,0': '1', '0,1': '6', '-1,0': '3', '0,-1': '8' };

type Picture = Pick<FilmValues, 'width' | 'height' | 'orientation'>;

/** Pixels of the largest track, and how it is turned; sound and metadata tracks have none. */
function pictureOf(data: Buffer, movie: readonly Atom[]): Picture {
  let picture: Picture = { width: null, height: null, orientation: null };
  for (const track of movie.filter(({ type }) => type === 'trak')) {
    const header = atomsIn(data, track.start, track.start + track.length).find(({ type }) => type === 'tkhd');
    if (!header || header.length < 84) continue;
    const end = header.start + header.length;
    const [width, height] = [data.readUInt32BE(end - 8) >>> 16, data.readUInt32BE(end - 4) >>> 16];
    if (width <= (picture.width ?? 0)) continue;
    const [a, b] = [data.readInt32BE(end - 44) / 65_536, data.readInt32BE(end - 40) / 65_536];
    picture = { width, height, orientation: TURNS[`${a},${b}`] ?? null };
  }
  return picture;
}

/** Reads a MOV or MP4. A file that is none gives only nulls, as the real server lets damaged films stand. */
export async function readFilm(path: string): Promise<FilmValues> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const data = await readMoov(file, size);
    const movie = data ? atomsIn(data, 0, data.length) : [];
    const header = movie.find(({ type, length }) => type === 'mvhd' && length >= 32);
    const meta = movie.find(({ type }) => type === 'meta');
    const keys = data && meta ? metadataKeys(data, meta) : new Map<string, string>();
    const times = data && header ? movieHeader(data, header) : { createdAt: null, duration: null };
    const picture = data ? pictureOf(data, movie) : { width: null, height: null, orientation: null };
    const place = /^([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)/.exec(
      keys.get('com.apple.quicktime.location.ISO6709') ?? '',
    );
    return {
      contentIdentifier: keys.get('com.apple.quicktime.content.identifier') ?? null,
      creationDate: keys.get('com.apple.quicktime.creationdate') ?? null,
      latitude: place ? Number(place[1]) : null,
      longitude: place ? Number(place[2]) : null,
      description:
        keys.get('com.apple.quicktime.description') ??
        (data && (itemText(data, movie, '©des') ?? itemText(data, movie, 'desc'))),
      make: keys.get('com.apple.quicktime.make') ?? null,
      model: keys.get('com.apple.quicktime.model') ?? null,
      ...times,
      ...picture,
    };
  } finally {
    await file.close();
  }
}
