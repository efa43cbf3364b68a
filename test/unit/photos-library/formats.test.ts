import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodeBinaryPlist, type PlistValue } from '../../support/photos-library/binary-plist.ts';
import { localMomentText, offsetZoneName, parseLocalMoment } from '../../support/photos-library/dates.ts';
import { encodeDng } from '../../support/photos-library/dng.ts';
import { type ExifFacts, encodeExif } from '../../support/photos-library/exif.ts';
import { encodeHeic, HEIC_SCENES, heicSubject } from '../../support/photos-library/heic.ts';
import { withComment, withExif } from '../../support/photos-library/jpeg.ts';
import { draw } from '../../support/photos-library/pictures.ts';
import { withChunk } from '../../support/photos-library/png.ts';
import { encodeMovie } from '../../support/photos-library/quicktime.ts';
import { seededRandom } from '../../support/photos-library/random.ts';

const facts: ExifFacts = {
  moment: parseLocalMoment('2024-05-01T10:00:00-09:30'),
  camera: { make: 'Apple', model: 'iPhone 15 Pro', lens: 'back camera' },
  place: { latitude: -33.8568, longitude: 151.2153 },
  width: 320,
  height: 240,
  contentIdentifier: 'ED2A2552-C906-486E-9DA5-17DABDF672A7',
  uniqueId: '0123456789ABCDEF0123456789ABCDEF',
};

/** A reader of TIFF directories that knows nothing of the writer: values by tag, those of directories beneath as `tag/tag`. */
function readTiff(tiff: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  const read = (at: number, prefix: string): void => {
    const sizes: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 10: 8 };
    for (let entry = 0; entry < tiff.readUInt16LE(at); entry += 1) {
      const start = at + 2 + entry * 12;
      const tag = tiff.readUInt16LE(start);
      const size = (sizes[tiff.readUInt16LE(start + 2)] ?? 0) * tiff.readUInt32LE(start + 4);
      const from = size <= 4 ? start + 8 : tiff.readUInt32LE(start + 8);
      found.set(`${prefix}${tag.toString(16)}`, tiff.subarray(from, from + size));
      if (tag === 0x8769 || tag === 0x8825) read(tiff.readUInt32LE(start + 8), `${tag.toString(16)}/`);
    }
  };
  expect(tiff.toString('latin1', 0, 2)).toBe('II');
  read(tiff.readUInt32LE(4), '');
  return found;
}

function text(fields: Map<string, Buffer>, tag: string): string | undefined {
  return fields.get(tag)?.toString('latin1').replace(/\0$/, '');
}

/** The atoms of a QuickTime file or of one atom's body: where each begins and ends. */
function atoms(file: Buffer, from = 0, to = file.length): Map<string, { from: number; to: number }> {
  const found = new Map<string, { from: number; to: number }>();
  for (let at = from; at < to; at += file.readUInt32BE(at)) {
    found.set(file.toString('latin1', at + 4, at + 8), { from: at + 8, to: at + file.readUInt32BE(at) });
  }
  return found;
}

function atom(file: Buffer, path: string): { from: number; to: number } {
  return path.split('/').reduce(
    (range, name) => {
      const next = atoms(file, range.from, range.to).get(name);
      if (!next) throw new Error(`no ${name} of ${path}`);
      return next;
    },
    { from: 0, to: file.length },
  );
}

describe('dates', () => {
  it('go to Core Data’s seconds and back in every offset', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }),
        fc.integer({ min: -48, max: 56 }),
        (coreData, quarters) => {
          const moment = { coreData, offset: quarters * 900 };
          expect(parseLocalMoment(localMomentText(moment))).toEqual(moment);
        },
      ),
    );
  });

  it('refuses a date without an offset', () => {
    expect(() => parseLocalMoment('2024-05-01T10:00:00')).toThrow(RangeError);
  });

  it('names a zone as Photos does', () => {
    expect(offsetZoneName(-12_600)).toBe('GMT-0330');
  });
});

describe('seeded randomness', () => {
  it('repeats itself and makes version 4 UUIDs', () => {
    const [one, other] = [seededRandom(7), seededRandom(7)];
    const uuids = Array.from({ length: 200 }, () => one.uuid());
    expect(uuids).toEqual(Array.from({ length: 200 }, () => other.uuid()));
    expect(new Set(uuids).size).toBe(200);
    for (const uuid of uuids)
      expect(uuid).toMatch(/^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/);
    expect(seededRandom(8).uuid()).not.toBe(uuids[0]);
  });
});

describe('binary property lists', () => {
  /** Reads what the writer can write. */
  function decode(plist: Buffer): unknown {
    const trailer = plist.subarray(-32);
    const count = Number(trailer.readBigUInt64BE(8));
    const table = Number(trailer.readBigUInt64BE(24));
    const offset = (index: number): number =>
      plist.readUIntBE(table + index * trailer.readUInt8(6), trailer.readUInt8(6));
    const value = (index: number): unknown => {
      const at = offset(index);
      const marker = plist.readUInt8(at);
      const low = marker & 15;
      const [length, start] = low === 15 ? [Number(plist.readBigInt64BE(at + 2)), at + 10] : [low, at + 1];
      switch (marker >> 4) {
        case 0:
          return low === 9;
        case 1:
          return plist.readBigInt64BE(at + 1);
        case 2:
          return plist.readDoubleBE(at + 1);
        case 3:
          return new Date((plist.readDoubleBE(at + 1) + 978_307_200) * 1000);
        case 4:
          return Buffer.from(plist.subarray(start, start + length));
        case 5:
          return plist.toString('latin1', start, start + length);
        case 6:
          return Buffer.from(plist.subarray(start, start + length * 2))
            .swap16()
            .toString('utf16le');
        default: {
          const reference = (position: number): unknown => value(plist.readUInt16BE(start + position * 2));
          return Object.fromEntries(
            Array.from({ length }, (_, entry) => [reference(entry), reference(length + entry)]),
          );
        }
      }
    };
    expect(count).toBeGreaterThan(0);
    return value(0);
  }

  it('holds every kind of value', () => {
    const list: PlistValue = {
      PLModelVersion: 19_320n,
      text: 'plain',
      unicode: 'Kyōto 🎈',
      long: 'x'.repeat(300),
      yes: true,
      real: 1.5,
      when: new Date('2024-05-01T10:00:00Z'),
      data: Buffer.from([1, 2, 3]),
      nested: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`key ${index}`, BigInt(-index)])),
    };
    expect(decode(encodeBinaryPlist(list))).toEqual(list);
  });
});

describe('EXIF', () => {
  const fields = readTiff(encodeExif(facts));

  it('tells date, offset, camera and place', () => {
    expect(text(fields, '8769/9003')).toBe('2024:05:01 10:00:00');
    expect(text(fields, '8769/9011')).toBe('-09:30');
    expect(text(fields, '110')).toBe('iPhone 15 Pro');
    expect(text(fields, '8825/1')).toBe('S');
    const latitude = fields.get('8825/2') ?? Buffer.alloc(0);
    const parts = [0, 8, 16].map((at) => latitude.readUInt32LE(at) / latitude.readUInt32LE(at + 4));
    expect((parts[0] ?? 0) + (parts[1] ?? 0) / 60 + (parts[2] ?? 0) / 3600).toBeCloseTo(33.8568, 5);
    expect(text(fields, '8825/1d')).toBe('2024:05:01');
  });

  it('holds the content identifier in Apple’s maker note', () => {
    const note = fields.get('8769/927c') ?? Buffer.alloc(0);
    expect(note.toString('latin1', 0, 14)).toBe('Apple iOS\0\0\u0001MM');
    const entries = Array.from({ length: note.readUInt16BE(14) }, (_, index) => 16 + index * 12);
    const entry = entries.find((at) => note.readUInt16BE(at) === 0x11) ?? 0;
    const at = note.readUInt32BE(entry + 8);
    expect(note.toString('latin1', at, at + 36)).toBe(facts.contentIdentifier);
  });

  it('stands in JPEG, PNG and HEIC without harm to the picture', async () => {
    const picture = draw({ subject: { scene: 1 }, seed: 1, number: 1, width: 320 });
    const jpeg = await picture.clone().jpeg().toBuffer();
    const marked = withComment(withExif(jpeg, facts), 'another');
    const png = withChunk(await picture.clone().png().toBuffer(), 'eXIf', encodeExif(facts));
    for (const file of [marked, png]) {
      const metadata = await sharp(file).metadata();
      expect(metadata.width).toBe(320);
      const tiff = metadata.exif?.subarray(metadata.exif.indexOf('II*')) ?? Buffer.alloc(0);
      expect(text(readTiff(tiff), '8769/9003')).toBe('2024:05:01 10:00:00');
    }
    expect(await sharp(marked).raw().toBuffer()).toEqual(await sharp(jpeg).raw().toBuffer());
  });
});

describe('HEIC', () => {
  it('keeps its length and gets EXIF of its own, for every subject and look', () => {
    for (const subject of [...HEIC_SCENES.map((scene) => ({ scene })), 'portrait' as const]) {
      for (const look of [0, 1]) {
        const file = encodeHeic(subject, look, facts);
        const other = encodeHeic(subject, look, { ...facts, uniqueId: 'F'.repeat(32) });
        expect(file.toString('latin1', 4, 12)).toBe('ftypheic');
        expect(file.length).toBeLessThan(60_000);
        expect(other).toHaveLength(file.length);
        expect(other.equals(file)).toBe(false);
        expect(file.includes('EEEEEEEE')).toBe(false);
        const fields = readTiff(file.subarray(file.indexOf('II*')));
        expect(text(fields, '8769/a420')).toBe(facts.uniqueId);
      }
    }
  });

  it('is to be had for any wish', () => {
    fc.assert(
      fc.property(fc.integer(), (scene) => {
        expect(encodeHeic(heicSubject({ scene }), 0, facts).length).toBeGreaterThan(1024);
      }),
    );
  });
});

describe('the QuickTime writer', async () => {
  const frames = await Promise.all(
    [0, 0.5].map((moment) =>
      draw({ subject: { scene: 0 }, seed: 1, number: null, moment, width: 160 })
        .jpeg()
        .toBuffer(),
    ),
  );
  const movie = encodeMovie(
    { frames, width: 160, height: 120, framesPerSecond: 8 },
    { ...facts, make: 'Apple', model: 'iPhone', uniqueId: facts.uniqueId },
  );

  it('fills the file with whole atoms', () => {
    expect([...atoms(movie).keys()]).toEqual(['ftyp', 'free', 'mdat', 'moov']);
    expect(movie.toString('latin1', 8, 12)).toBe('qt  ');
  });

  it('points to frames that can be decoded', async () => {
    const table = 'moov/trak/mdia/minf/stbl';
    const sizes = atom(movie, `${table}/stsz`).from;
    let at = movie.readUInt32BE(atom(movie, `${table}/stco`).from + 8);
    expect(movie.readUInt32BE(sizes + 8)).toBe(frames.length);
    for (let index = 0; index < frames.length; index += 1) {
      const size = movie.readUInt32BE(sizes + 12 + index * 4);
      const metadata = await sharp(movie.subarray(at, at + size)).metadata();
      expect(metadata).toMatchObject({ format: 'jpeg', width: 160, height: 120 });
      at += size;
    }
    expect(at).toBe(atom(movie, 'mdat').to);
  });

  it('lasts as long as its frames', () => {
    const header = atom(movie, 'moov/mvhd').from;
    expect(movie.readUInt32BE(header + 16) / movie.readUInt32BE(header + 12)).toBe(frames.length / 8);
  });

  it('tells identifier, date and place under Apple’s keys', () => {
    const keys = atom(movie, 'moov/meta/keys');
    const list = atom(movie, 'moov/meta/ilst');
    const names = movie.toString('latin1', keys.from, keys.to).split('mdta').slice(1);
    const values: string[] = [];
    for (let at = list.from; at < list.to; at += movie.readUInt32BE(at))
      values.push(movie.toString('utf8', at + 24, at + movie.readUInt32BE(at)));
    const pairs = Object.fromEntries(names.map((name, index) => [name.replace(/\0.*$/s, ''), values[index]]));
    expect(pairs).toMatchObject({
      'com.apple.quicktime.content.identifier': facts.contentIdentifier,
      'com.apple.quicktime.creationdate': '2024-05-01T10:00:00-0930',
      'com.apple.quicktime.location.ISO6709': '-33.8568+151.2153/',
    });
  });
});

describe('the DNG writer', () => {
  it('writes one mosaic of the picture’s size and what a reader needs to develop it', () => {
    const rgb = Buffer.alloc(16 * 12 * 3, 0);
    for (let at = 0; at < rgb.length; at += 3) rgb.writeUInt8(255, at); // all red
    const file = encodeDng(rgb, 16, 12, facts);
    const fields = readTiff(file);
    const number = (tag: string): number => {
      const bytes = fields.get(tag) ?? Buffer.alloc(4);
      return bytes.readUIntLE(0, Math.min(bytes.length, 4));
    };
    expect(number('106')).toBe(32_803);
    expect(fields.get('c612')).toEqual(Buffer.from([1, 4, 0, 0]));
    expect(number('117')).toBe(16 * 12);
    const mosaic = file.subarray(number('111'), number('111') + number('117'));
    expect(mosaic).toHaveLength(16 * 12);
    expect([mosaic[0], mosaic[1], mosaic[16], mosaic[17]]).toEqual([255, 0, 0, 0]); // red, green / green, blue
    expect(text(fields, '8769/9003')).toBe('2024:05:01 10:00:00');
  });
});

describe('pictures', () => {
  it('are the same for the same wish and different for another number, look or moment', async () => {
    const wish = { subject: { scene: 3 }, seed: 5, number: 12, width: 160 };
    const pixels = (changes: object): Promise<Buffer> =>
      draw({ ...wish, ...changes })
        .raw()
        .toBuffer();
    const first = await pixels({});
    expect(await pixels({})).toEqual(first);
    for (const changes of [{ number: 13 }, { look: 1 }, { look: 2 }, { look: 3 }, { moment: 0.5 }, { seed: 6 }]) {
      expect((await pixels(changes)).equals(first)).toBe(false);
    }
  });
});
