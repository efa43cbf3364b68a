import { expect, test } from 'vitest';
import {
  causeOfAnswer,
  causeOfNetworkError,
  failuresBeforeGivingUp,
  weightiest,
  wordsOfAnswer,
} from '../../../src/core/immich/upload-cause.ts';

test.each([
  ['ECONNREFUSED', 'unreachable'],
  ['ENOTFOUND', 'unreachable'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ETIMEDOUT', 'timeout'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['HPE_INVALID_CONSTANT', 'reset'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
  ['CERT_HAS_EXPIRED', 'certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
  ['', 'unreachable'],
])('the network error %j means %s', (code, cause) => {
  expect(causeOfNetworkError(code)).toBe(cause);
});

test.each([
  [400, 'Quota has been exceeded!', 'storage-full'],
  [400, 'Unsupported file type', 'rejected'],
  [401, 'Invalid API key', 'key-refused'],
  [403, 'Missing required permission: asset.upload', 'permission-missing'],
  [403, 'Forbidden', 'rejected'],
  [413, 'Request Entity Too Large', 'too-large'],
  [429, 'Too Many Requests', 'server-error'],
  [500, 'Internal server error', 'server-error'],
  [500, 'ENOSPC: no space left on device, write', 'storage-full'],
  [502, 'Bad Gateway', 'server-error'],
  [507, 'Insufficient Storage', 'storage-full'],
])('status %i “%s” means %s', (status, message, cause) => {
  expect(causeOfAnswer(status, message)).toBe(cause);
});

test.each([
  [401, '{"message":"Invalid API key","error":"Unauthorized","statusCode":401}', 'Invalid API key'],
  [400, '{"message":["a must be a string","b is missing"]}', 'a must be a string; b is missing'],
  [413, '<html><head><title>413 Request Entity Too Large</title></head></html>', '413 Request Entity Too Large'],
  [502, '<p>no title</p>', ''],
  [503, 'upstream  gone\n', 'upstream gone'],
  [500, '', ''],
])('the words of an answer with status %i', (_status, body, words) => {
  expect(wordsOfAnswer(body)).toBe(words);
});

test('a cause that a person must remove outweighs one that passes', () => {
  expect(weightiest(['rejected', 'reset', 'key-refused', 'server-error'])).toBe('key-refused');
  expect(weightiest([])).toBeNull();
});

test('gives up at once only when every file must fail', () => {
  expect([failuresBeforeGivingUp('key-refused'), failuresBeforeGivingUp('unreachable')]).toEqual([1, 4]);
  expect(failuresBeforeGivingUp('rejected')).toBe(Number.POSITIVE_INFINITY);
});
