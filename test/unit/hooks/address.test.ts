import { describe, expect, it } from 'vitest';
import { readHookAddress, secretsIn } from '../../../src/core/hooks/address.ts';

const read = (...[hook, text]: Parameters<typeof readHookAddress>) => {
  const { url, authorization } = readHookAddress(hook, text);
  return [url.href, authorization];
};

describe('the address of a service', () => {
  it('is taken as services give it', () => {
    expect(read('healthchecks', ' https://hc-ping.com/1f6f5e2a-0000/ \n')).toEqual([
      'https://hc-ping.com/1f6f5e2a-0000',
      null,
    ]);
    expect(read('ntfy', 'ntfy.sh/my-photos')).toEqual(['https://ntfy.sh/my-photos', null]);
    expect(read('webhook', 'http://home.local:8123/api/webhook/abc?x=1#top')).toEqual([
      'http://home.local:8123/api/webhook/abc?x=1',
      null,
    ]);
  });

  it('may say what is to be shown', () => {
    expect(read('ntfy', 'https://ntfy.sh/my-photos tk_secret')).toEqual([
      'https://ntfy.sh/my-photos',
      'Bearer tk_secret',
    ]);
    expect(read('webhook', 'https://example.org/hook Bearer abc def')).toEqual([
      'https://example.org/hook',
      'Bearer abc def',
    ]);
    expect(read('ntfy', 'https://kim:p%40ss@example.org/topic')).toEqual([
      'https://example.org/topic',
      `Basic ${Buffer.from('kim:p@ss').toString('base64')}`,
    ]);
    // As it stands in a person's notes, not percent-encoded.
    expect(read('ntfy', 'https://kim:50%off@example.org/topic')).toEqual([
      'https://example.org/topic',
      `Basic ${Buffer.from('kim:50%off').toString('base64')}`,
    ]);
  });

  it.each([
    ['webhook', 'not an address', 'it is not a web address'],
    ['webhook', 'ftp://example.org/secret-part', 'it is not a web address'],
    ['ntfy', 'https://ntfy.sh/', 'it ends before the topic, as in https://ntfy.sh/topic'],
    ['healthchecks', 'https://hc-ping.com', 'it ends before the part that names the check'],
  ] as const)('is refused as one of %s: %s', (hook, text, reason) => {
    if (text === 'not an address') return expect(() => readHookAddress(hook, 'https://')).toThrow(reason);
    expect(() => readHookAddress(hook, text)).toThrow(`That address cannot be used: ${reason}.`);
    expect(() => readHookAddress(hook, text)).not.toThrow(/secret-part/);
  });

  it('is a secret in each of its parts', () => {
    const text = 'https://kim:password@example.org/api/topic-of-mine?token=abcdefgh tk_secret';
    const secrets = secretsIn(text, readHookAddress('ntfy', text));
    for (const part of ['topic-of-mine', 'abcdefgh', 'tk_secret', 'Bearer tk_secret']) expect(secrets).toContain(part);
    expect(secrets).not.toContain('api');
  });
});
