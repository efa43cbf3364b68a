import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStandIns, type KnownName, type NameKind } from '../../../src/core/diagnostics/stand-ins.ts';
import { wordsOfSources } from '../../../src/main/own-words.ts';

const WORDS = wordsOfSources(resolve(import.meta.dirname, '../../..'));
const scrub = (text: string, known: readonly KnownName[] = []) => createStandIns(WORDS, known).text(text);

describe('what a person’s log may hold', () => {
  it.each([
    [
      '2026-11-22 02:00:01 info  Immich 3.1.0 at https://bilder.zuhause.de:2283, signed in as anna@zuhause.de.',
      '2026-11-22 02:00:01 info  Immich 3.1.0 at https://‹address 1›, signed in as ‹user 1›.',
    ],
    [
      'GET https://anna:geheim@zuhause.de/api/assets/8c0f6a2e-1f0b-4b36-9b4e-111122223333',
      'GET https://‹address 1›/api/assets/‹id 1›',
    ],
    ['connect ECONNREFUSED 192.168.178.20:2283', 'connect ECONNREFUSED ‹address 1›:2283'],
    ['connect ECONNREFUSED 127.0.0.1:40123', 'connect ECONNREFUSED 127.0.0.1:40123'],
    ['connect ETIMEDOUT fd12:3456:789a::20 from 3c:22:fb:aa:bb:cc', 'connect ETIMEDOUT ‹address 1› from ‹address 2›'],
    [
      'IMG_1234.HEIC was refused, Omas Geburtstag.mov was not',
      '‹file 1.heic› was refused, ‹word 1› ‹file 2.mov› was not',
    ],
    ['The place is 48.85661, -2.35222', 'The place is ‹place 1›, ‹place 2›'],
    [
      'Uploaded 1,234 files in 12.5 s, 340 ms each, 3 MB, of the library of 2026-11-22',
      'Uploaded 1,234 files in 12.5 s, 340 ms each, 3 MB, of the library of 2026-11-22',
    ],
    ['write 4915112345678 😀👨‍👩‍👧 семья', 'write ‹number 1› ‹word 1› ‹word 2›'],
    ['da39a3ee5e6b4b0d3255bfef95601890afd80709', '‹checksum 1›'],
    [
      'File "/Users/anna/Pictures/a.py", line 12, in read',
      'File "/Users/‹word 1›/Pictures/‹file 1.py›", line 12, in read',
    ],
    ['a@b_geheim', '‹user 1›‹word 1›'],
  ])('%s', (line, expected) => {
    expect(scrub(line)).toBe(expected);
  });

  it('our own sentences stay as they are', () => {
    const line =
      '2026-11-22 02:00:01 warn  The server did not answer. Trying again in 8 s. See `immich-sync doctor`; settings.json can be read.';
    expect(scrub(line)).toBe(line);
  });

  it('a name that is made of our words alone is found because it is known, and always has the same stand-in', () => {
    const known: readonly KnownName[] = [
      { kind: 'album', name: 'The first sync' },
      { kind: 'file', name: 'photos library.jpg' },
      { kind: 'text', name: 'The  server is\tnew' },
    ];
    const { text } = createStandIns(WORDS, known);
    expect(text('Album the FIRST sync: renamed; “The first sync” stays. The first syncs stay.')).toBe(
      'Album ‹album 1›: renamed; “‹album 1›” stays. The first syncs stay.',
    );
    expect(text('photos library.jpg')).toBe('‹file 1.jpg›');
    expect(text('it says: The server is new')).toBe('it says: ‹text 1›');
  });

  it('a single word of ours stays, though an album is called so: a gap in its place would tell', () => {
    expect(scrub('3 files are in Immich', [{ kind: 'album', name: 'Immich' }])).toBe('3 files are in Immich');
  });
});

const KINDS: readonly NameKind[] = ['file', 'album', 'keyword', 'text', 'address', 'folder', 'user'];
/** Words of any script, with what names have between them. */
const name = fc
  .array(
    fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), fc.constantFrom(...[...WORDS].slice(0, 400))),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .chain((pieces) =>
    fc.constantFrom(' ', '-', '_', '.', '/', '’', '  ', '\u00a0').map((between) => pieces.join(between)),
  );
const asLogged = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => JSON.stringify(text),
  encodeURIComponent,
  (text) => text.normalize('NFD'),
  (text) => text.toUpperCase(),
  (text) => `/Volumes/Disk/${text}.HEIC`,
);

it('of a name that is not known nothing is left but words of ours, numbers and signs, however it was written', () => {
  fc.assert(
    fc.property(name, asLogged, (hostile, written) => {
      const said = scrub(
        `The file “${written(hostile.toWellFormed())}” could not be read: ${written(hostile.toWellFormed())}`,
      );
      const left = said.replace(/‹[a-z]+ \d+(?:\.[a-z0-9]+)?›/g, ' ').normalize('NFC');
      for (const [word] of left.matchAll(/[\p{L}\p{M}\p{N}_]+|[\P{ASCII}--[“”‘’…·–—›‹×✓✕≤≥\u00a0]]+/gv))
        expect(
          WORDS.has(word.toLowerCase()) || /^\d[\dtz]*(?:ms|[smhd]|[kmgt]?b)?$/i.test(word),
          `${word} of ${hostile}`,
        ).toBe(true);
    }),
    { numRuns: 400 },
  );
});

it('a known name of several words is never there, in whatever sentence it stands', () => {
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), fc.constantFrom(...KINDS), (names, kind) => {
      const hostile = names.filter(
        (each) => /\p{L}[^\p{L}]+\p{L}/u.test(each.trim()) && !WORDS.has(each.trim().toLowerCase()),
      );
      const { text } = createStandIns(
        WORDS,
        hostile.map((each) => ({ kind, name: each })),
      );
      for (const each of hostile) {
        const trimmed = each.normalize('NFC').trim();
        expect(text(`Album ${trimmed}: “${trimmed}” stays`).toLowerCase()).not.toContain(trimmed.toLowerCase());
      }
    }),
    { numRuns: 300 },
  );
});
