import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FormPart, FormRefused, FormRewriter, type FormRules } from '../../../src/core/immich/guard-multipart.ts';
import { because } from '../../../src/core/model/reasons.ts';

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
  /** Each part with its contents. */
  readonly parts: readonly (FormPart & { contents: string; hasEnded: boolean })[];
}

/** @param cuts places at which the form is cut into pieces */
function pass(
  text: string,
  rules: Partial<FormRules> & { rename?: string } = {},
  cuts: readonly number[] = [],
): Passed {
  const parts: (FormPart & { contents: string; hasEnded: boolean })[] = [];
  const onPart: FormRules['onPart'] = (part) => {
    const seen = { ...part, contents: '', hasEnded: false };
    parts.push(seen);
    return {
      ...(part.name === 'assetData' ? { rename: rules.rename } : {}),
      onContents: (piece) => {
        seen.contents += piece.toString();
      },
      onEnd: () => {
        seen.hasEnded = true;
      },
    };
  };
  const rewriter = new FormRewriter(boundary, { first: rules.first ?? null, onPart });
  const bytes = Buffer.from(text);
  const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.byteLength];
  const out: Buffer[] = [];
  for (let i = 1; i < places.length; i += 1) out.push(rewriter.push(bytes.subarray(places[i - 1], places[i])));
  rewriter.end();
  return { bytes: Buffer.concat(out).toString(), parts };
}

const cutsOf = (text: string) => fc.array(fc.integer({ min: 0, max: Buffer.byteLength(text) }), { maxLength: 12 });
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
      parts: [
        { name: 'deviceId', fileName: null, contents: 'filename="x.jpg"', hasEnded: true },
        { name: 'duration', fileName: null, contents: '0', hasEnded: true },
        { name: 'assetData', fileName: name, contents: CONTENTS, hasEnded: true },
        { name: 'sidecarData', fileName: '000001.heic.xmp', contents: '<xmp/>', hasEnded: true },
      ],
    });
  });
});

describe('a form that is not as Go writes it', () => {
  const odd = form('a.jpg');
  test.each([
    ['is none', 'x'.repeat(100_000)],
    ['has only begun', `--${boundary}`],
    ['ends in the middle of a head', odd.slice(0, 80)],
    ['ends in the middle of a delimiter', odd.slice(0, -6)],
    ['has a head without end', `--${boundary}\r\n${'x'.repeat(100_000)}\r\n\r\n`],
    ['comes after something else', `\r\n${odd}`],
    ['is nothing', ''],
    ['goes on after its end', `${odd}${odd}`],
    ['has another boundary', odd.replaceAll(boundary, '4f1c9')],
    ['has a longer boundary inside', odd.replace(`--${boundary}--`, `--${boundary}x--`)],
    ['has two names in a head', odd.replace('"duration"', '"duration"; name="other"')],
    ['has a name in another charset', odd.replace('name="duration"', "name*=utf-8''duration")],
    ['has a folded head', odd.replace('form-data; name="duration"', 'form-data;\r\n name="duration"')],
    [
      'has a line too many in a head',
      odd.replace('"duration"', '"duration"\r\nContent-Disposition: form-data; name="x"'),
    ],
    ['has a value without end', `${field('a', 'x'.repeat(20_000))}--${boundary}--\r\n`],
  ])('is refused, however it comes: one that %s', (_what, text) => {
    expect(() => pass(text)).toThrow(FormRefused);
    fc.assert(
      fc.property(cutsOf(text), (cuts) => {
        expect(() => pass(text, {}, cuts)).toThrow(FormRefused);
      }),
    );
  });

  test('keeps the end of what is refused to itself', () => {
    const refuse = () => {
      throw new FormRefused(because('no-form'));
    };
    const rules: FormRules = {
      first: null,
      onPart: ({ fileName }) => ({ onContents: () => {}, onEnd: fileName === null ? () => {} : refuse }),
    };
    const text = form('a.jpg');
    fc.assert(
      fc.property(cutsOf(text), (cuts) => {
        const rewriter = new FormRewriter(boundary, rules);
        let out = '';
        let at = 0;
        expect(() => {
          for (const cut of [...cuts.toSorted((a, b) => a - b), Buffer.byteLength(text)]) {
            out += rewriter.push(Buffer.from(text).subarray(at, cut)).toString('latin1');
            at = cut;
          }
        }).toThrow(FormRefused);
        return !out.includes(`BYTES`) || !out.slice(out.indexOf('BYTES')).includes(`\r\n--${boundary}`);
      }),
    );
  });
});

describe('a file in a form', () => {
  test.each(['IMG_1.HEIC', 'quote " and \\ backslash.jpg', '$& $1.jpg', 'né 😀.mov', '[].jpg'])(
    'gets another name, and nothing else changes: %s',
    (name) => {
      const before = form('000001.heic');
      fc.assert(
        fc.property(cutsOf(before), (cuts) => {
          const { bytes, parts } = pass(before, { rename: name }, cuts);
          return bytes === form(name) && parts.length === 4 && parts[2]?.fileName === '000001.heic';
        }),
      );
    },
  );
});

test('a field before a form makes it a form with one field more, however it comes', () => {
  const before = form('a.jpg');
  fc.assert(
    fc.property(
      cutsOf(before),
      (cuts) => pass(before, { first, rename: 'b.jpg' }, cuts).bytes === field(first.name, first.value) + form('b.jpg'),
    ),
  );
});
