import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fillOutbox, nameOnServer, placeInOutbox, withMediaExtension } from '../../../src/core/sync/outbox.ts';

describe('nameOnServer', () => {
  it.each([
    ['IMG_1.JPG', 'IMG_1.JPG', 'IMG_1.JPG'],
    ['IMG_1 (1).JPG', 'IMG_1.JPG', 'IMG_1.JPG'],
    ['IMG_1 (12)_edited.jpeg', 'IMG_1.HEIC', 'IMG_1_edited.jpeg'],
    ['IMG_1_edited (1).jpeg', 'IMG_1.HEIC', 'IMG_1_edited.jpeg'],
    ['IMG_1 (1).mov', 'IMG_1.HEIC', 'IMG_1.mov'],
    ['holiday (1).jpg', 'holiday (1).jpg', 'holiday (1).jpg'],
    ['holiday (1) (1).jpg', 'holiday (1).jpg', 'holiday (1).jpg'],
    ['cafe\u0301 (1).jpg', 'caf\u00e9.jpg', 'cafe\u0301.jpg'],
  ])('%s of %s is %s', (staged, original, expected) => {
    expect(nameOnServer(staged, original)).toBe(expected);
  });
});

describe('withMediaExtension', () => {
  it.each([
    ['IMG_1.JPG', '.jpeg', 'IMG_1.JPG'],
    ['no extension', '.jpeg', 'no extension.jpeg'],
    ['Scan 12.5.2020', '.png', 'Scan 12.5.2020.png'],
    ['report.xmp', '.heic', 'report.xmp.heic'],
    ['film.MOV', '.mov', 'film.MOV'],
    ['x'.repeat(250), '.jpeg', 'x'.repeat(250)],
  ])('%s of a %s is %s', (name, libraryExtension, expected) => {
    expect(withMediaExtension(name, libraryExtension)).toBe(expected);
  });
});

describe('the outbox', () => {
  let staging: string;
  beforeEach(() => {
    staging = mkdtempSync(join(tmpdir(), 'staging-'));
  });
  afterEach(() => rmSync(staging, { recursive: true }));

  const staged = (path: string, originalFilename: string, sidecar: string | null = null) => ({
    path: join(staging, path),
    sidecar: sidecar === null ? null : join(staging, sidecar),
    sha1: path,
    size: 1,
    modifiedAt: 1,
    originalFilename,
    libraryExtension: '.jpeg',
    kind: 'original' as const,
  });

  it('keeps the names of two files of one name in one month, also where the disk ignores upper and lower case', () => {
    const placed = placeInOutbox(
      [staged('2024/03/A.JPG', 'A.JPG'), staged('2024/03/A (1).JPG', 'A.JPG'), staged('2024/03/a.jpg', 'a.jpg')],
      staging,
    );
    expect(placed.map(({ relativePath }) => relativePath)).toEqual([
      '2024/03/A.JPG',
      '2024/03/2/A.JPG',
      '2024/03/3/a.jpg',
    ]);
  });

  it('gives a folder of its own to a name that would match other sidecars, and its sidecar a name that it matches', async () => {
    writeFileSync(join(staging, 'a[1].JPG'), 'picture');
    writeFileSync(join(staging, 'a[1].JPG.xmp'), 'caption');
    const outbox = join(staging, '.outbox');
    const placed = placeInOutbox([staged('a1.JPG', 'a1.JPG'), staged('a[1].JPG', 'a[1].JPG', 'a[1].JPG.xmp')], staging);
    await fillOutbox(outbox, placed.slice(1));
    expect(placed.map(({ relativePath }) => relativePath)).toEqual(['a1.JPG', 'alone/2/a[1].JPG']);
    expect(readdirSync(join(outbox, 'alone/2')).sort()).toEqual(['a1.JPG.xmp', 'a[1].JPG']);
  });

  it('holds links that cost no space, with sidecars beside them', async () => {
    await mkdir(join(staging, '2024/03'), { recursive: true });
    writeFileSync(join(staging, '2024/03/A.JPG'), 'picture');
    writeFileSync(join(staging, '2024/03/A.JPG.xmp'), 'caption');
    const outbox = join(staging, '.outbox');
    await fillOutbox(outbox, placeInOutbox([staged('2024/03/A.JPG', 'A.JPG', '2024/03/A.JPG.xmp')], staging));
    expect(readdirSync(join(outbox, '2024/03')).sort()).toEqual(['A.JPG', 'A.JPG.xmp']);
    expect(readFileSync(join(outbox, '2024/03/A.JPG.xmp'), 'utf8')).toBe('caption');
    expect(statSync(join(outbox, '2024/03/A.JPG')).ino).toBe(statSync(join(staging, '2024/03/A.JPG')).ino);
  });
});
