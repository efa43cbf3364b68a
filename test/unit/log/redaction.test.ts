import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/core/log/redaction.ts';

const KEY = 'aB3+/x9Zq=rT"u v\\w7KpLmN0cD5eF8gH';
const knowing = (secret: string) => {
  const redactor = createRedactor();
  redactor.addSecret(secret);
  return redactor;
};

describe('a known secret', () => {
  const redactor = knowing(KEY);
  it.each([
    ['as it is', KEY],
    ['URL-encoded', encodeURIComponent(KEY)],
    ['URL-encoded in lower case', encodeURIComponent(KEY).replace(/%../g, (code) => code.toLowerCase())],
    ['form-encoded', encodeURIComponent(KEY).replaceAll('%20', '+')],
    ['JSON-quoted', JSON.stringify(KEY)],
    ['in hexadecimal', Buffer.from(KEY).toString('hex')],
    ['in base64', Buffer.from(KEY).toString('base64')],
    ['in base64 for URLs', Buffer.from(KEY).toString('base64url')],
    ['in base64 after one byte', Buffer.from(`:${KEY}`).toString('base64')],
    ['in base64 after two bytes', Buffer.from(`a:${KEY}`).toString('base64')],
    ['in base64 between others', Buffer.from(`me:${KEY}:you`).toString('base64')],
  ])('is replaced %s', (_form, text) => {
    const clean = redactor.text(`before ${text} after`);
    expect(clean).toMatch(/^before .*\[secret\].* after$/);
    // At most the characters at the ends, which share a base64 character with what is beside them, are left.
    expect(clean.length).toBeLessThan('before [secret] after'.length + 20);
  });

  it('is replaced wherever it stands in any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(redactor.text(before + KEY + after)).not.toContain(KEY);
      }),
    );
  });

  it('is replaced also when a shorter secret is a part of it', () => {
    const both = knowing('guard-token');
    both.addSecret('guard-token-and-more');
    expect(both.text('x guard-token-and-more y guard-token z')).toBe('x [secret] y [secret] z');
  });

  it.each([' ', '1', 'yes'])('as short as %j replaces nothing', (secret) => {
    const line = 'Uploaded 1 of 11 files to 127.0.0.1 yes (201)';
    expect(knowing(secret).text(line)).toBe(line);
  });

  it.each([
    ['true', 'X-Flag: true', 'X-Flag: [secret]'],
    ['true', 'untrue, trueness, true.5, a_true, é true!', 'untrue, trueness, true.5, a_true, é [secret]!'],
    ['3.2.1', 'v3.2.1 3.2.1 3.2.10 13.2.1 3x2x1', 'v3.2.1 [secret] 3.2.10 13.2.1 3x2x1'],
    ['a-$1(', 'b a-$1( c', 'b [secret] c'],
  ])('as short as %j is replaced where it stands alone', (secret, text, clean) => {
    expect(knowing(secret).text(text)).toBe(clean);
  });
});

describe('what looks like a secret', () => {
  const redactor = createRedactor();
  it.each([
    ['x-api-key: abc123', 'x-api-key: [secret]'],
    ['{"x-api-key":"abc 123","a":1}', '{"x-api-key":[secret],"a":1}'],
    ['{\\"X-Api-Key\\":\\"abc\\"}', '{\\"X-Api-Key\\":[secret]}'],
    ["apiKey: 'abc 123', rest", 'apiKey: [secret], rest'],
    ['IMMICH_API_KEY="abc 123"', 'IMMICH_API_KEY=[secret]'],
    ['IMMICH_GO_UPLOAD_API_KEY=abc IMMICH_URL=http://x', 'IMMICH_GO_UPLOAD_API_KEY=[secret] IMMICH_URL=http://x'],
    ['immich-go upload --api-key abc123 --server x', 'immich-go upload --api-key [secret] --server x'],
    ['immich-go upload --api-key=abc123', 'immich-go upload --api-key=[secret]'],
    ['GET /api/assets?key=abc&page=2', 'GET /api/assets?key=[secret]&page=2'],
    ['Authorization: Bearer abc.def-123', 'Authorization: Bearer [secret]'],
    ['authorization: Basic bWU6aHVudGVyMg==\nnext line', 'authorization: Basic [secret]\nnext line'],
    ['"Authorization":"Bearer abc","b":1', '"Authorization":"Bearer [secret]","b":1'],
    ['sent bearer abcdefgh12345', 'sent bearer [secret]'],
    ['Cookie: immich_access_token=abc; other=def', 'Cookie: [secret]'],
    ['https://me:hunter2@photos.example.org/api', 'https://[secret]@photos.example.org/api'],
    ['password = hunter2', 'password = [secret]'],
  ])('is replaced in %j', (text, expected) => {
    expect(redactor.text(text)).toBe(expected);
    expect(redactor.text(redactor.text(text))).toBe(expected);
  });

  it.each([
    'Photos changed since 2026-11-21 02:00:01',
    'keywords: beach, sun',
    'https://photos.example.org/api/assets?page=2',
    'IMG_0001 (1).HEIC uploaded, 12,431 of 12,431 in Immich',
    'The API key lacks permissions that Immich Sync needs: albumAsset.create.',
  ])('is not seen in %j', (text) => {
    expect(redactor.text(text)).toBe(text);
  });
});

it('does not take longer and longer on long lines (a quadratic pattern needs minutes for these)', () => {
  const redactor = createRedactor();
  const pieces = [
    'a.',
    'immich',
    'apikey="',
    "secret='",
    'token ',
    'x-api-key:',
    'authorization',
    'cookie: ',
    'a://',
    '\\\\"',
    '-',
    ' ',
  ];
  for (const piece of pieces) {
    const text = piece.repeat(1_000_000 / piece.length);
    expect(redactor.text(text).length).toBeGreaterThan(0);
    expect(redactor.text(`secret ${text}`).length).toBeGreaterThan(0);
  }
});

describe('value', () => {
  const redactor = knowing('top-secret-key');

  it('cleans an error with all that hangs on it', () => {
    const cause = Object.assign(new Error('top-secret-key refused'), { headers: { 'x-api-key': 'other' } });
    const error = Object.assign(new TypeError('no top-secret-key', { cause }), { code: 'E_X', url: '/?key=abc' });
    const clean = redactor.value(error);
    expect(clean).toMatchObject({
      name: 'TypeError',
      message: 'no [secret]',
      stack: expect.stringContaining('TypeError: no [secret]'),
      code: 'E_X',
      url: '/?key=[secret]',
      cause: { message: '[secret] refused', headers: { 'x-api-key': '[secret]' } },
    });
    expect(JSON.stringify(clean)).not.toContain('top-secret-key');
  });

  it('cleans nested objects, keys, lists, maps and sets, and leaves the original alone', () => {
    const given = {
      list: ['top-secret-key', 1, null, undefined, true],
      'top-secret-key': new Map([['token', 'abc']]),
      set: new Set(['a top-secret-key']),
      apiKey: 'abc',
      nothing: { apiKey: null },
      url: new URL('https://me:pw@x.example/'),
      bytes: Buffer.from('top-secret-key'),
      when: new Date(0),
      act: () => 'top-secret-key',
    };
    const before = structuredClone({ ...given, url: String(given.url), act: null });
    expect(redactor.value(given)).toEqual({
      list: ['[secret]', 1, null, undefined, true],
      '[secret]': { token: '[secret]' },
      set: ['a [secret]'],
      apiKey: '[secret]',
      nothing: { apiKey: null },
      url: 'https://[secret]@x.example/',
      bytes: '[14 bytes]',
      when: '1970-01-01T00:00:00.000Z',
      act: '[function]',
    });
    expect(structuredClone({ ...given, url: String(given.url), act: null })).toEqual(before);
  });

  it('ends on circles and depth', () => {
    const circle: Record<string, unknown> = { a: 1 };
    circle.self = circle;
    expect(redactor.value(circle)).toEqual({ a: 1, self: '[circular]' });
    let deep: unknown = 'top-secret-key';
    for (let level = 0; level < 50_000; level += 1) deep = [deep];
    expect(JSON.stringify(redactor.value(deep))).toContain('[too deep]');
  });

  it('withholds what it cannot check', () => {
    const hostile = {
      get name(): string {
        throw new Error('top-secret-key');
      },
    };
    expect(redactor.value(hostile)).toBe('[withheld: it could not be checked for secrets]');
    expect(redactor.text({ replaceAll: null } as unknown as string)).toBe(
      '[withheld: it could not be checked for secrets]',
    );
  });

  it('never lets the secret through, whatever it is in', () => {
    fc.assert(
      fc.property(fc.object({ values: [fc.string(), fc.constant('x top-secret-key y'), fc.integer()] }), (thing) => {
        expect(JSON.stringify(redactor.value(thing)) ?? '').not.toContain('top-secret-key');
      }),
    );
  });
});
