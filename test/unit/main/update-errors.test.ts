import { expect, it } from 'vitest';
import { updateProblem } from '../../../src/main/updates/update-errors.ts';

const error = (message: string, more: object = {}) => Object.assign(new Error(message), more);
const told = (thrown: unknown, version: string | null = '0.2.0') => {
  const { code, sentence } = updateProblem(thrown, { version, folder: '/' }).problem;
  return `${code}: ${sentence}`;
};

it.each([
  [error('net::ERR_INTERNET_DISCONNECTED'), 'there is no internet connection'],
  [error('net::ERR_NAME_NOT_RESOLVED'), 'the name is not known on this network'],
  [error('getaddrinfo ENOTFOUND github.com', { code: 'ENOTFOUND' }), 'the name is not known on this network'],
  [error('net::ERR_CERT_AUTHORITY_INVALID'), 'its certificate is not valid'],
  [error('net::ERR_CONNECTION_TIMED_OUT'), 'no answer in time'],
  [error('response has been aborted by the server'), 'the connection was lost'],
  [error('net::ERR_SOMETHING_NEW'), 'the connection failed'],
  [error('404 Not Found\nHeaders: {…}', { statusCode: 404 }), 'it says 404'],
])('%s is a server that could not be reached', (thrown, reason) => {
  for (const version of [null, '0.2.0'])
    expect(told(thrown, version)).toBe(
      `update-server-unreachable: The server for updates could not be reached (${reason}).`,
    );
});

it('does not quote what nobody understands', () => {
  expect(told(error('Cannot parse releases feed: at line 7\nXML:\n<html>'), null)).toContain(
    'its answer could not be understood',
  );
});

it('tells a damaged download, a full disk, a folder without rights, and a refusal of macOS apart', () => {
  expect(told(error('sha512 checksum mismatch', { code: 'ERR_CHECKSUM_MISMATCH' }))).toBe(
    'update-damaged: Version 0.2.0 arrived damaged and was deleted; this version keeps working.',
  );
  expect(told(error('write', { code: 'ENOSPC', path: '/' }))).toMatch(/^disk-full: /);
  expect(told(error('open', { code: 'EACCES', path: '/caches/pending' }))).toBe(
    'update-failed: The update to version 0.2.0 failed (/caches/pending: this user has no permission to use it); this version keeps working.',
  );
  expect(told(error('Code signature did not pass validation.\nmore'))).toBe(
    'update-failed: The update to version 0.2.0 failed (Code signature did not pass validation); this version keeps working.',
  );
});
