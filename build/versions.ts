/** What a version is called where: in a tag, by the updater's channels, and in numbers for macOS. */

/** `1.2.0` is for everybody, `1.2.0-beta.3` for those who try what comes next. There are no others. */
const VERSION = /^(\d+)\.(\d+)\.(\d+)(?:-beta\.(\d+))?$/;

/** More betas of one version than there will ever be; the version itself comes after all of them. */
const AFTER_BETAS = 999;

export interface Release {
  /** As in package.json. */
  readonly version: string;
  readonly isPrerelease: boolean;
  /** What the updater's file begins with: `latest-mac.yml`, `beta-mac.yml`. */
  readonly channel: 'latest' | 'beta';
}

/**
 * @param tag `v1.2.0` or `v1.2.0-beta.3`
 * @throws {Error} for any other
 */
export function releaseOf(tag: string): Release {
  const version = tag.replace(/^v/, '');
  const match = VERSION.exec(version);
  if (!tag.startsWith('v') || match === null)
    throw new Error(`“${tag}” is no release: a tag is v1.2.0, or v1.2.0-beta.3 for a beta.`);
  const isPrerelease = match[4] !== undefined;
  return { version, isPrerelease, channel: isPrerelease ? 'beta' : 'latest' };
}

/**
 * CFBundleVersion, by which macOS tells an older build of an app from a newer one: three whole numbers, so a beta's must be one of them.
 * `1.2.3-beta.4` is 1.2.3004, `1.2.3` is 1.2.3999.
 * https://developer.apple.com/documentation/bundleresources/information-property-list/cfbundleversion
 * @throws {Error} for what is no version of a release
 */
export function bundleVersion(version: string): string {
  const match = VERSION.exec(version);
  const beta = match?.[4] === undefined ? AFTER_BETAS : Number(match[4]);
  if (match === null || (match[4] !== undefined && beta >= AFTER_BETAS))
    throw new Error(`“${version}” is no version of a release: 1.2.0, or 1.2.0-beta.3 for a beta.`);
  const [, major, minor, patch] = match;
  return `${major}.${minor}.${Number(patch) * (AFTER_BETAS + 1) + beta}`;
}
