import { expect, it } from 'vitest';
import { readProxyAnswer } from '../../../src/core/immich/proxy.ts';

it.each([
  ['DIRECT', null],
  ['', null],
  ['PROXY proxy.example:8080', 'http://proxy.example:8080'],
  ['PROXY proxy.example:8080; DIRECT', 'http://proxy.example:8080'],
  ['DIRECT; PROXY proxy.example:8080', null],
  ['HTTPS proxy.example:443', 'https://proxy.example:443'],
  ['PROXY [2001:db8::1]:3128', 'http://[2001:db8::1]:3128'],
  // Node speaks no SOCKS: the next one that it can use.
  ['SOCKS5 proxy.example:1080; PROXY other.example:8080', 'http://other.example:8080'],
  ['SOCKS proxy.example:1080', null],
  ['PROXY evil@host/path', null],
])('“%s” leads to %s', (answer, proxy) => {
  expect(readProxyAnswer(answer)).toBe(proxy);
});
