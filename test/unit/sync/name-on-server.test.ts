import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PART_KINDS } from '../../../src/core/model/asset.ts';
import { isTaken, nameOnServer } from '../../../src/core/sync/name-on-server.ts';

const TAKEN = new Set(['.jpg', '.jpeg', '.heic', '.png', '.mov', '.dng']);
const name = (originalFilename: string, kind: (typeof PART_KINDS)[number] = 'original', extension = '.jpeg') =>
  nameOnServer({ originalFilename, kind, extension }, TAKEN);

describe('the name on the server', () => {
  it.each([
    'IMG_1.JPG',
    'holiday (1).jpg',
    '[2020-08-29] X.jpg',
    '[2019-2020] trip.jpg',
    '[].jpg',
    '[^a]n.jpg',
    '[x.jpg',
    '*.jpg',
    '._a.jpg',
    '.hidden.jpg',
    'right\u202eto left.jpg',
    'colon: "quotes".jpg',
    '-rf.jpg',
    `${'x'.repeat(251)}.jpg`,
  ])('is that of Photos: %s', (original) => {
    expect(name(original)).toBe(original);
  });

  it.each([
    ['without an ending', 'no extension', 'no extension.jpeg'],
    ['with one that is none', 'Scan 12.5.2020', 'Scan 12.5.2020.jpeg'],
    ['with one that Immich does not take', 'a.jfif', 'a.jfif.jpeg'],
    ['that is only an ending', '.JPG', '.JPG.jpeg'],
    ['with a blank at its end', 'IMG.jpg ', 'IMG.jpg .jpeg'],
    ['..', '..', '...jpeg'],
    ['.', '.', '..jpeg'],
    ['of nothing', '', ' .jpeg'],
    ['with line breaks', 'two\r\nlines\t.jpg', 'two lines .jpg'],
    ['with a NUL', 'a\0b.jpg', 'a b.jpg'],
    ['with slashes', 'a/b\\c.jpg', 'a:b:c.jpg'],
    ['with half a letter', 'a\ud800.jpg', 'a\ufffd.jpg'],
    ['in decomposed letters', 'Fu\u0308\u00dfe.HEIC'.replace('\u00df', 'ß'), 'Füße.HEIC'],
    ['that is too long', `${'写'.repeat(100)}.jpg`, `${'写'.repeat(83)}.jpg`],
    ['with an ending that is too long', `a.${'x'.repeat(300)}`, `a.${'x'.repeat(248)}.jpeg`],
  ])('of one %s', (_what, original, expected) => {
    expect(name(original)).toBe(expected);
  });

  it.each([
    ['edited', '.jpeg', 'IMG_1_edited.jpeg'],
    ['live-video', '.mov', 'IMG_1.mov'],
    ['edited-live-video', '.mov', 'IMG_1_edited.mov'],
    ['raw', '.dng', 'IMG_1.dng'],
  ] as const)('of the %s part', (kind, extension, expected) => {
    expect(name('IMG_1.HEIC', kind, extension)).toBe(expected);
  });

  it('is one that the server can take, whatever it was', () => {
    const parts = fc.constantFrom(...PART_KINDS);
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        parts,
        fc.constantFrom(...TAKEN),
        (original, kind, extension) => {
          const made = name(original, kind, extension);
          return (
            isTaken({ originalFilename: original, kind, extension }, TAKEN) &&
            Buffer.byteLength(made) <= 255 &&
            made.isWellFormed() &&
            made === made.normalize('NFC') &&
            !/[/\\\p{Cc}]/u.test(made)
          );
        },
      ),
    );
  });
});

it('a file of a kind that the server does not take has none', () => {
  for (const extension of ['.pdf', '.tga', '.pct', '.dv', '.heics', ''])
    expect(isTaken({ originalFilename: `x${extension}`, kind: 'original', extension }, TAKEN)).toBe(false);
});
