import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FormChanges, type FormPart, FormRewriter } from '../../../src/core/immich/guard-multipart.ts';

const boundary = '4f1c9d';
/** As Go's mime/multipart writes it. */
const asGoWrites = (name: string) =>
  name.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const field = (name: string, value: string) =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (name: string, contents: string, part = 'assetData') =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${part}"; filename="${asGoWrites(name)}"\r\n` +
  `Content-Type: application/octet-stream\r\n\r\n${contents}\r\n`;
/** Contents that look like parts of a form, and are none. */
const CONTENTS = `BYTES\r\n--4f1c9\r\n\r\n--${boundary.slice(0, 3)}\r\n\r--${boundary}\r\nContent-Disposition: form-data; name="no"`;
const form = (name: string, sidecarName = '000001.heic.xmp') =>
  `${field('deviceId', 'filename="x.jpg"')}${field('duration', '0')}${file(name, CONTENTS)}` +
  `${file(sidecarName, '<xmp/>', 'sidecarData')}--${boundary}--\r\n`;

interface Passed {
  readonly bytes: string;
  readonly parts: readonly FormPart[];
  readonly hasFirst: boolean;
}

/** @param cuts places at which the form is cut into pieces */
function pass(text: string, changes: Partial<FormChanges> = {}, cuts: readonly number[] = []): Passed {
  const parts: FormPart[] = [];
  const onPart = (part: FormPart) => {
    parts.push(part);
    return changes.onPart?.(part) ?? null;
  };
  const rewriter = new FormRewriter(boundary, { first: changes.first ?? null, onPart });
  const bytes = Buffer.from(text);
  const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.byteLength];
  const out: Buffer[] = [];
  for (let i = 1; i < places.length; i += 1) out.push(rewriter.push(bytes.subarray(places[i - 1], places[i])));
  out.push(rewriter.end());
  return { bytes: Buffer.concat(out).toString(), parts, hasFirst: rewriter.hasFirst };
}

const cutsOf = (text: string) => fc.array(fc.integer({ min: 0, max: Buffer.byteLength(text) }), { maxLength: 12 });
const rename = (to: string) => ({ onPart: ({ name }: FormPart) => (name === 'assetData' ? to : null) });
const first = { name: 'livePhotoVideoId', value: 'b0d9' };

describe('a form that is only looked at', () => {
  test.each([
    'IMG_1.HEIC',
    'quote " and \\ backslash.jpg',
    'ends with backslash\\',
    'two\nlines\r\n.jpg',
    'né 😀 é.mov',
    'semi; filename="other".jpg',
    '50%.jpg',
  ])('is passed on as it is, and tells of its parts: %j', (name) => {
    expect(pass(form(name))).toEqual({
      bytes: form(name),
      hasFirst: false,
      parts: [
        { name: 'deviceId', fileName: null },
        { name: 'duration', fileName: null },
        { name: 'assetData', fileName: name },
        { name: 'sidecarData', fileName: '000001.heic.xmp' },
      ],
    });
  });

  test.each([
    ['that is none', 'x'.repeat(100_000)],
    ['that has only begun', `--${boundary}`],
    ['that ends in the middle of a head', form('a.jpg').slice(0, 80)],
    ['that ends in the middle of a delimiter', `${form('a.jpg').slice(0, -6)}`],
    ['with a head without end', `--${boundary}\r\n${'x'.repeat(100_000)}\r\n\r\n`],
    ['after something else', `\r\n${form('a.jpg')}`],
    ['of nothing', ''],
  ])('is passed on whole: one %s', (_what, text) => {
    expect(pass(text).bytes).toBe(text);
    fc.assert(fc.property(cutsOf(text), (cuts) => pass(text, {}, cuts).bytes === text));
  });
});

describe('a file in a form', () => {
  test.each(['IMG_1.HEIC', 'quote " and \\ backslash.jpg', '$& $1.jpg', 'né 😀.mov', '[].jpg'])(
    'gets another name, and nothing else changes: %s',
    (name) => {
      const before = form('000001.heic');
      fc.assert(
        fc.property(cutsOf(before), (cuts) => {
          const { bytes, parts } = pass(before, rename(name), cuts);
          return bytes === form(name) && parts.length === 4 && parts[2]?.fileName === '000001.heic';
        }),
      );
    },
  );
});

describe('a field before a form', () => {
  test('makes it a form with one field more, however it comes', () => {
    const before = form('a.jpg');
    fc.assert(
      fc.property(cutsOf(before), (cuts) => {
        const { bytes, hasFirst } = pass(before, { first, ...rename('b.jpg') }, cuts);
        return hasFirst && bytes === field(first.name, first.value) + form('b.jpg');
      }),
    );
  });

  test.each([
    ['does not begin with a field', `\r\n${form('a.jpg')}`],
    ['has another boundary', form('a.jpg').replaceAll(boundary, '4f1c9')],
    ['has come too little of', `--${boundary.slice(0, 3)}`],
  ])('is left out where the form %s', (_what, text) => {
    expect(pass(text, { first })).toMatchObject({ bytes: text, hasFirst: false });
  });
});
