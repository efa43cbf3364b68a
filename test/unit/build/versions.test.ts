import { describe, expect, it } from 'vitest';
import { feedName } from '../../../build/update-feed.ts';
import { bundleVersion, releaseOf } from '../../../build/versions.ts';

describe('a release’s tag', () => {
  it('says which version it is, and for whom', () => {
    expect(releaseOf('v1.2.0')).toEqual({ version: '1.2.0', isPrerelease: false, channel: 'latest' });
    expect(releaseOf('v1.2.0-beta.3')).toEqual({ version: '1.2.0-beta.3', isPrerelease: true, channel: 'beta' });
    expect([feedName('1.2.0'), feedName('1.2.0-beta.3')]).toEqual(['latest-mac.yml', 'beta-mac.yml']);
  });

  it.each(['1.2.0', 'v1.2', 'v1.2.0-rc.1', 'v1.2.0-beta', 'v1.2.0+5', 'tool-sets'])('is not %s', (tag) => {
    expect(() => releaseOf(tag)).toThrow(`“${tag}” is no release`);
  });
});

describe('the version of the bundle', () => {
  it('goes up with every release, betas before what they become', () => {
    const versions = [
      '0.9.9',
      '1.0.0-beta.1',
      '1.0.0-beta.2',
      '1.0.0-beta.12',
      '1.0.0',
      '1.0.1-beta.1',
      '1.0.1',
      '1.1.0',
      '2.0.0',
    ];
    const bundles = versions.map(bundleVersion);
    for (const bundle of bundles) expect(bundle).toMatch(/^\d+\.\d+\.\d+$/);
    const inOrder = [...bundles].sort((left, right) => left.localeCompare(right, 'en', { numeric: true }));
    expect(inOrder).toEqual(bundles);
    expect(new Set(bundles).size).toBe(versions.length);
    expect(bundleVersion('1.2.3-beta.4')).toBe('1.2.3004');
  });

  it('is not made of anything else', () => {
    expect(() => bundleVersion('1.2.0-beta.999')).toThrow('no version of a release');
    expect(() => bundleVersion('latest')).toThrow('no version of a release');
  });
});
