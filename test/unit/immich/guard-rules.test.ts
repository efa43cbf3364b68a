import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundaryOf, decide, type GuardRequest, isLoopback } from '../../../src/core/immich/guard-rules.ts';

const guard = { host: '127.0.0.1:40000', token: 'a'.repeat(64), closed: false };
const usual: GuardRequest = {
  method: 'GET',
  target: '/api/server/ping',
  hosts: ['127.0.0.1:40000'],
  token: guard.token,
  contentType: undefined,
  transferEncoding: undefined,
  remoteAddress: '127.0.0.1',
};
const form = 'multipart/form-data; boundary=abc';

const ask = (method: string, target: string, more: Partial<GuardRequest> = {}) =>
  decide({ ...usual, method, target, contentType: form, ...more }, guard);
const outcome = (method: string, target: string, more?: Partial<GuardRequest>) => {
  const decision = ask(method, target, more);
  return decision.kind === 'refuse' ? `${decision.reason}${decision.expected ? ', expected' : ''}` : decision.kind;
};

describe('the guard’s rules', () => {
  test.each([
    ['GET', '/api/server/ping', 'forward'],
    ['GET', '/api/server/about', 'forward'],
    ['GET', '/api/server/version', 'forward'],
    ['GET', '/api/server/features', 'forward'],
    ['GET', '/api/server/config', 'forward'],
    ['GET', '/api/server/media-types', 'forward'],
    ['GET', '/api/users/me', 'forward'],
    ['POST', '/api/assets', 'upload'],
    ['GET', '/api/assets/statistics', 'answer'],
    ['GET', '/api/albums', 'answer'],
    ['GET', '/api/tags', 'answer'],
    ['POST', '/api/search/metadata', 'answer'],
    ['PUT', '/api/jobs/thumbnailGeneration', 'not-allowed, expected'],
    ['PUT', '/api/tags', 'not-allowed, expected'],
    ['PUT', '/api/tags/0b1e6a2e-7f33-4b1c-9d5b-1f0a4b6b7c11/assets', 'not-allowed, expected'],
    ['POST', '/api/stacks', 'not-allowed, expected'],
  ])('%s %s: %s', (method, target, expected) => {
    expect(outcome(method, target)).toBe(expected);
  });

  test.each([
    ['DELETE', '/api/assets'],
    ['PUT', '/api/assets'],
    ['PATCH', '/api/assets/1'],
    ['PUT', '/api/assets/1'],
    ['PUT', '/api/assets/1/original'],
    ['PUT', '/api/assets/copy'],
    ['GET', '/api/assets/1/original'],
    ['POST', '/api/assets/bulk-upload-check'],
    ['POST', '/api/assets/jobs'],
    ['POST', '/api/albums'],
    ['PUT', '/api/albums/1/assets'],
    ['DELETE', '/api/albums/1'],
    ['POST', '/api/trash/empty'],
    ['POST', '/api/api-keys'],
    ['GET', '/api/api-keys/me'],
    ['GET', '/api/users'],
    ['PUT', '/api/users/me'],
    ['DELETE', '/api/stacks'],
    ['POST', '/api/jobs'],
    ['PUT', '/api/jobs/x/../../albums'],
    ['GET', '/'],
    ['GET', '/api'],
    ['GET', ''],
    ['GET', '/api/server/license'],
    ['HEAD', '/api/server/ping'],
    ['get', '/api/server/ping'],
    ['OPTIONS', '*'],
    ['GET', '/api/server/ping/'],
    ['GET', '/api/server/ping?x=1'],
    ['GET', '/api/server/ping#x'],
    ['GET', '/API/server/ping'],
    ['GET', '//api/server/ping'],
    ['GET', '/api//server/ping'],
    ['GET', '/api/server/./ping'],
    ['GET', '/api/assets/../server/ping'],
    ['GET', '/api/server/%70ing'],
    ['GET', '/api/server%2fping'],
    ['GET', '/api/server\\ping'],
    ['GET', '/api/server/ping;x'],
    ['GET', ' /api/server/ping'],
    ['GET', 'http://127.0.0.1:40000/api/server/ping'],
    ['GET', 'http://photos.example.org/api/server/ping'],
    ['POST', '/api/assets?key=shared'],
    ['POST', '/api/assets/'],
    ['POST', '/api/assets/%2e%2e/albums'],
    ['POST', '/api/assets/../albums'],
  ])('%s %s is not allowed', (method, target) => {
    expect(outcome(method, target)).toBe('not-allowed');
  });

  test('what the token, the host, the peer, the form and the end of the run rule out', () => {
    const token = guard.token;
    expect({
      noToken: outcome('GET', '/api/server/ping', { token: undefined }),
      wrongToken: outcome('GET', '/api/server/ping', { token: `${token.slice(1)}b` }),
      longerToken: outcome('GET', '/api/server/ping', { token: `${token}a` }),
      tokenTwice: outcome('GET', '/api/server/ping', { token: `${token}, ${token}` }),
      noHost: outcome('GET', '/api/server/ping', { hosts: [] }),
      otherHost: outcome('GET', '/api/server/ping', { hosts: ['photos.example.org'] }),
      localName: outcome('GET', '/api/server/ping', { hosts: ['localhost:40000'] }),
      otherPort: outcome('GET', '/api/server/ping', { hosts: ['127.0.0.1:40001'] }),
      twoHosts: outcome('GET', '/api/server/ping', { hosts: ['127.0.0.1:40000', 'photos.example.org'] }),
      otherMachine: outcome('GET', '/api/server/ping', { remoteAddress: '192.168.1.20' }),
      unknownMachine: outcome('GET', '/api/server/ping', { remoteAddress: undefined }),
      oddEncoding: outcome('POST', '/api/assets', { transferEncoding: 'gzip, chunked' }),
      chunks: outcome('POST', '/api/assets', { transferEncoding: 'chunked' }),
      noForm: outcome('POST', '/api/assets', { contentType: 'application/json' }),
    }).toEqual({
      noToken: 'wrong-token',
      wrongToken: 'wrong-token',
      longerToken: 'wrong-token',
      tokenTwice: 'wrong-token',
      noHost: 'wrong-host',
      otherHost: 'wrong-host',
      localName: 'wrong-host',
      otherPort: 'wrong-host',
      twoHosts: 'wrong-host',
      otherMachine: 'not-loopback',
      unknownMachine: 'not-loopback',
      oddEncoding: 'malformed',
      chunks: 'upload',
      noForm: 'malformed',
    });
    expect(decide(usual, { ...guard, closed: true })).toMatchObject({ kind: 'refuse', reason: 'closed' });
  });

  test('answers listings with an empty server, in the shape that immich-go reads', () => {
    const decision = ask('POST', '/api/search/metadata');
    expect(decision.kind === 'answer' && JSON.parse(decision.body)).toMatchObject({
      assets: { items: [], total: 0, nextPage: null },
    });
  });

  test('an allowed target with one letter added, taken away or changed is not allowed', () => {
    const allowed = ['/api/server/ping', '/api/users/me', '/api/albums', '/api/tags', '/api/assets/statistics'];
    fc.assert(
      fc.property(
        fc.constantFrom(...allowed),
        fc.nat(),
        fc.string({ maxLength: 1 }),
        fc.nat(1),
        (target, seed, letter, cut) => {
          const at = seed % (target.length + 1);
          const changed = target.slice(0, at) + letter + target.slice(at + cut);
          fc.pre(!allowed.includes(changed));
          return outcome('GET', changed) === 'not-allowed';
        },
      ),
    );
  });
});

test('loopback addresses', () => {
  const addresses = [
    '127.0.0.1',
    '127.9.8.7',
    '::1',
    '::ffff:127.0.0.1',
    '10.0.0.1',
    '128.0.0.1',
    '::ffff:10.0.0.1',
    '1127.0.0.1',
    '::',
    '',
  ];
  expect(addresses.filter(isLoopback)).toEqual(['127.0.0.1', '127.9.8.7', '::1', '::ffff:127.0.0.1']);
});

test.each([
  ['multipart/form-data; boundary=abc', 'abc'],
  ['multipart/form-data;boundary=7d1f0a6cb2-x', '7d1f0a6cb2-x'],
  ['multipart/form-data;boundary="a b"', null],
  ['multipart/form-data; boundary="abc"', null],
  ['Multipart/Form-Data; charset=utf-8; boundary=abc', null],
  ['multipart/form-data; boundary=abc; boundary=other', null],
  ['multipart/form-data; boundary=abc, multipart/form-data; boundary=other', null],
  ['multipart/form-data', null],
  ['multipart/form-data; boundary=', null],
  ['multipart/mixed; boundary=abc', null],
  ['text/plain; x="multipart/form-data; boundary=abc"', null],
  [undefined, null],
])('the boundary of %s', (contentType, expected) => {
  expect(boundaryOf(contentType)).toBe(expected);
});
