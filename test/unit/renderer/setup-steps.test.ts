/** Where the assistant begins, and how far one may go in it. */
import { describe, expect, it } from 'vitest';
import { firstStep, furthestStep } from '../../../src/renderer/setup/steps.ts';

const known = (url: string | null, key: 'none' | 'stored') =>
  furthestStep({ values: { 'server.url': url }, key: { state: key, savedAt: null, reason: null } });

describe('the assistant', () => {
  it.each([
    ['without a server', null, 'none', 'server'],
    ['without a key', 'https://photos.example.org', 'none', 'key'],
    ['with both', 'https://photos.example.org', 'stored', 'preview'],
    ['with a key of before and no server', null, 'stored', 'server'],
  ] as const)('%s goes no further than that', (_name, url, key, furthest) => {
    expect(known(url, key)).toBe(furthest);
  });

  it.each([
    ['what main asks for', 'tools', 'server', 'preview', 'tools'],
    ['where the person left off', null, 'tools', 'preview', 'tools'],
    ['access, after the relaunch that macOS asks for', null, null, 'preview', 'library'],
    ['the server, at the very first start', null, null, 'server', 'server'],
    ['the key, once the server is known', null, null, 'key', 'key'],
    ['no further than possible, when the key was removed meanwhile', null, 'preview', 'key', 'key'],
    ['not at a step of another version', null, 'wizard', 'preview', 'library'],
  ] as const)('begins with %s', (_name, asked, left, furthest, step) => {
    expect(firstStep(asked, left, furthest)).toBe(step);
  });
});
