import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldBefore, findFileName, scanFileName } from '../../../src/core/immich/guard-multipart.ts';

const boundary = '4f1c9d';
/** As Go's mime/multipart writes it. */
const asGoWrites = (name: string) =>
  name.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const field = (name: string, value: string) =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (name: string, part = 'assetData') =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${part}"; filename="${asGoWrites(name)}"\r\n` +
  `Content-Type: application/octet-stream\r\n\r\n`;
const form = (name: string) => Buffer.from(`${field('deviceId', 'x')}${field('duration', '0')}${file(name)}BYTES`);

describe('the file name in a form', () => {
  test.each([
    'IMG_1.HEIC',
    'quote " and \\ backslash.jpg',
    'ends with backslash\\',
    'two\nlines\r\n.jpg',
    'né 😀 é.mov',
    'semi; filename="other".jpg',
    '50%.jpg',
  ])('%j', (name) => {
    expect(findFileName(form(name), boundary)).toBe(name);
  });

  test('is found however the form is cut into pieces', () => {
    const name = 'a "b" é😀\\.jpg';
    const bytes = form(name);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.byteLength }), { maxLength: 12 }), (cuts) => {
        const scanner = scanFileName(boundary);
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.byteLength];
        for (let i = 1; i < places.length; i += 1) scanner.push(bytes.subarray(places[i - 1], places[i]));
        return scanner.fileName === name;
      }),
    );
  });

  test('is not taken from a sidecar, a field or the bytes of the file', () => {
    const sidecarOnly = Buffer.from(`${field('a', 'filename="x.jpg"')}${file('x.jpg.xmp', 'sidecarData')}`);
    expect(findFileName(sidecarOnly, boundary)).toBeNull();
    const scanner = scanFileName(boundary);
    scanner.push(form('right.jpg'));
    scanner.push(Buffer.from(`\r\n${file('wrong.jpg')}`));
    expect(scanner.fileName).toBe('right.jpg');
  });

  test('is given up after 64 KiB', () => {
    const scanner = scanFileName(boundary);
    scanner.push(Buffer.alloc(70_000, 'x'));
    scanner.push(form('late.jpg'));
    expect(scanner.fileName).toBeNull();
  });
});

describe('a field before a form', () => {
  const id = { name: 'livePhotoVideoId', value: 'b0d9' };

  test('makes it a form with one field more', () => {
    expect(fieldBefore(form('a.jpg'), boundary, id)?.toString()).toBe(field(id.name, id.value));
  });

  test.each([
    ['does not begin with a field', `\r\n${form('a.jpg')}`],
    ['has another boundary', form('a.jpg').toString().replace(boundary, '4f1c9')],
    ['has come too little of', `--${boundary}\r`],
  ])('is left out where the form %s', (_what, first) => {
    expect(fieldBefore(Buffer.from(first), boundary, id)).toBeNull();
  });
});
