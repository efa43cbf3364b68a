import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseServerAddress, takeCredentials, warningAbout } from '../../../src/core/settings/server-address.ts';

describe('normaliseServerAddress', () => {
  it.each([
    ['https://photos.example.org', 'https://photos.example.org'],
    ['  https://photos.example.org/  ', 'https://photos.example.org'],
    ['https://photos.example.org/api', 'https://photos.example.org'],
    ['https://photos.example.org/api/', 'https://photos.example.org'],
    ['https://photos.example.org//api//', 'https://photos.example.org'],
    ['https://example.org/immich/api', 'https://example.org/immich'],
    ['https://example.org/rapid/apic', 'https://example.org/rapid/apic'],
    ['HTTPS://Photos.Example.ORG:443/?a=1#b', 'https://photos.example.org'],
    ['http://photos.example.org:80', 'http://photos.example.org'],
    ['http://192.168.1.5:2283/api', 'http://192.168.1.5:2283'],
    ['photos.example.org', 'https://photos.example.org'],
    ['photos.example.org:8443', 'https://photos.example.org:8443'],
    ['localhost:2283', 'http://localhost:2283'],
    ['immich:2283', 'http://immich:2283'],
    ['nas.local:2283', 'http://nas.local:2283'],
    ['192.168.1.5', 'http://192.168.1.5'],
    ['192.168.1.5:80', 'http://192.168.1.5'],
    ['192.168.1.5:443', 'https://192.168.1.5'],
    ['photos.example.org:80', 'http://photos.example.org'],
    ['https://photos.example.org/api/api', 'https://photos.example.org'],
    ['10.0.0.2:2283', 'http://10.0.0.2:2283'],
    ['172.16.0.1:2283', 'http://172.16.0.1:2283'],
    ['172.32.0.1', 'https://172.32.0.1'],
    ['100.100.1.2:2283', 'http://100.100.1.2:2283'],
    ['8.8.8.8', 'https://8.8.8.8'],
    ['[::1]:2283', 'http://[::1]:2283'],
    ['[fd00::1]:2283', 'http://[fd00::1]:2283'],
    ['[2001:db8::1]', 'https://[2001:db8::1]'],
    ['https://fotos.müller.example', 'https://fotos.xn--mller-kva.example'],
  ])('makes %j into %j', (typed, expected) => {
    expect(normaliseServerAddress(typed)).toBe(expected);
  });

  it.each([
    '',
    '   ',
    'ftp://photos.example.org',
    'https://',
    'https://a b.example',
    'http://:2283',
    'javascript:alert(1)',
    'file:///etc/passwd',
  ])('refuses %j', (typed) => {
    expect(() => normaliseServerAddress(typed)).toThrow(/is not a web address/);
  });

  it.each([
    'https://me:hunter2@photos.example.org',
    'me:hunter2@photos.example.org',
    'https://hunter2@photos.example.org',
  ])('refuses %j without repeating the password', (typed) => {
    expect(() => normaliseServerAddress(typed)).toThrow(
      `“${typed.replace(/(me:)?hunter2/, '…')}” is not a web address.`,
    );
  });

  it('leaves its own results as they are', () => {
    fc.assert(
      fc.property(fc.webUrl(), (address) => {
        const once = normaliseServerAddress(address);
        expect(normaliseServerAddress(once)).toBe(once);
      }),
    );
  });
});

describe('a warning about an address', () => {
  it.each([
    ['http://photos.example.org', true],
    ['https://photos.example.org', false],
    ['http://192.168.1.5:2283', false],
    ['http://[::1]:2283', false],
    ['http://8.8.8.8:2283', true],
    ['http://[2001:db8::1]:2283', true],
    ['http://nas.local', false],
    ['http://immich', false],
    ['http://169.254.1.1', false],
    ['http://[fe80::1]', false],
    ['http://100.100.1.2:2283', false],
    ['http://[fd7a:115c:a1e0::1]:2283', false],
    ['http://nas.tail1234.ts.net:2283', false],
    ['http://nas.ts.net.example.org', true],
    ['http://127.0.0.1.example.org', true],
  ])('is told of %s: %s', (address, expected) => {
    expect(warningAbout(address) !== null).toBe(expected);
  });
});

describe('takeCredentials', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  it.each([
    ['https://anna:secret@photos.example.org', 'https://photos.example.org', 'anna:secret'],
    ['anna:secret@192.168.1.20:2283', '192.168.1.20:2283', 'anna:secret'],
    ['https://anna:p%40ss:w%3Ard@photos.example.org/immich', 'https://photos.example.org/immich', 'anna:p@ss:w:rd'],
    ['https://anna:100%@photos.example.org', 'https://photos.example.org', 'anna:100%'],
    ['https://anna:p@ss@photos.example.org', 'https://photos.example.org', 'anna:p@ss'],
    ['https://änne:größe@photos.example.org', 'https://photos.example.org', 'änne:größe'],
  ])('takes %s apart', (typed, address, credentials) => {
    expect(takeCredentials(typed)).toEqual({ address, authorization: basic(credentials) });
  });

  it.each([
    'https://photos.example.org',
    'photos.example.org:2283',
    'https://photos.example.org/@anna:1',
    'https://anna@host',
  ])('leaves %s as it is', (typed) => {
    expect(takeCredentials(typed)).toEqual({ address: typed, authorization: null });
  });
});
