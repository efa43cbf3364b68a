import { describe, expect, it } from 'vitest';
import { openSignedList, publicKeyFrom, publicKeyText } from '../../../../src/core/tools/sets/signed-list.ts';
import { checkSuccession, ListRefused, newestOf, type Refusal } from '../../../../src/core/tools/sets/tool-list.ts';
import { listedSet, signer, toolList } from '../../../support/tool-list/lists.ts';

const { publicKey, sign } = signer();
const good = toolList(3, [listedSet(2, '0.78.0')]);
const open = (text: string) => openSignedList(Buffer.from(text), [publicKey]);

function refusal(work: () => unknown): Refusal | 'none' {
  try {
    work();
    return 'none';
  } catch (error) {
    if (error instanceof ListRefused) return error.refusal;
    throw error;
  }
}

/** The envelope with another list in it, and the signature of before. */
function exchanged(text: string, edit: (list: string) => string): string {
  const envelope = JSON.parse(text) as { list: string };
  const list = edit(Buffer.from(envelope.list, 'base64').toString('utf8'));
  return JSON.stringify({ ...envelope, list: Buffer.from(list).toString('base64') });
}

describe('a signed list', () => {
  it('is opened by the public key, which can be written down', () => {
    const known = publicKeyFrom(publicKeyText(publicKey));
    expect(publicKeyText(publicKey)).toMatch(/^[\w-]{43}$/);
    expect(openSignedList(Buffer.from(sign(good)), [signer().publicKey, known]).list).toEqual(good);
  });

  it('may have things in it that only a newer app knows', () => {
    expect(open(sign({ ...good, more: 1, sets: [{ ...good.sets[0], uv: { version: '1' } }] })).list).toEqual(good);
  });

  it.each<[string, string, Refusal]>([
    ['signed by somebody else', signer().sign(good), 'forged'],
    ['changed since', exchanged(sign(good), (list) => list.replace('0.78.0', '0.66.6')), 'forged'],
    [
      'signed by nobody',
      JSON.stringify({ ...JSON.parse(sign(good)), signatures: [{ key: 'a', signature: 'AAAA' }] }),
      'forged',
    ],
    ['half downloaded', sign(good).slice(0, -200), 'unreadable'],
    ['empty', '', 'unreadable'],
    ['a page of a portal', '<html>Log in</html>', 'unreadable'],
    ['the list without its signature', JSON.stringify(good), 'unreadable'],
    ['too long', ' '.repeat(600_000), 'unreadable'],
    ['of a later format', sign({ ...good, format: 2, sets: 'otherwise' }), 'needs-newer-app'],
    ['signed, and no list', sign({ format: 1 }), 'unreadable'],
    ['with one number twice', sign({ ...good, sets: [listedSet(2, '0.78.0'), listedSet(2, '0.79.0')] }), 'unreadable'],
    [
      'with a file name that leads elsewhere',
      sign({
        ...good,
        sets: [
          {
            ...listedSet(2, '0.78.0'),
            osxphotos: { version: '0.78.0', python: '3.13', requirements: { file: '../x', sha256: '0'.repeat(64) } },
          },
        ],
      }),
      'unreadable',
    ],
    ['with an option in place of a version', sign({ ...good, sets: [listedSet(2, '--help')] }), 'unreadable'],
  ])('is refused when it is %s', (_what, text, expected) => {
    expect(refusal(() => open(text))).toBe(expected);
  });
});

describe('what may take the place of the list of before', () => {
  const now = Date.parse('2026-12-01T00:00:00Z');
  const taken = (list: object, kept: { serial: number; digest: string } | null, at = now) =>
    refusal(() => {
      const signed = open(sign(list));
      checkSuccession(signed.list, signed.digest, kept, at);
    });
  const digestOf = (list: object) => open(sign(list)).digest;

  it('is a newer one, or the same', () => {
    expect(taken(good, null)).toBe('none');
    expect(taken(good, { serial: 2, digest: 'of another' })).toBe('none');
    expect(taken(good, { serial: 3, digest: digestOf(good) })).toBe('none');
  });

  it('is told from the newest one that was seen, whether in the list or in the notes', () => {
    const [two, three] = [2, 3].map((serial) => ({ serial, digest: `${serial}` }));
    expect(newestOf(null, null)).toBeNull();
    expect(newestOf(null, three ?? null)).toBe(three);
    expect(newestOf(two ?? null, three ?? null)).toBe(three);
    expect(newestOf(three ?? null, two ?? null)).toBe(three);
  });

  it('is never an older one, another one of the same number, or one that has expired', () => {
    expect(taken(good, { serial: 4, digest: 'of another' })).toBe('replayed');
    expect(taken({ ...good, sets: [] }, { serial: 3, digest: digestOf(good) })).toBe('replayed');
    expect(taken({ ...good, expires: '2026-11-30T23:59:59Z' }, null)).toBe('expired');
  });
});
