/** Which macOS this is, and whether this program was tested with it. */

/** Electron 45 starts on this one and newer (`minimumSystemVersion` in electron-builder.yml). */
const OLDEST = 13;
/** The newest whose Photos libraries the tests read. */
const NEWEST_TESTED = 27;

export type SystemJudgement = 'tested' | 'untested' | 'too-old';

/** @param release as `os.release()` has it: the version of Darwin */
export function describeSystem(platform: NodeJS.Platform, release: string): string {
  const version = macosVersion(platform, release);
  return version === null ? `${platform} ${release}` : `macOS ${version} (Darwin ${release})`;
}

/** Everything but macOS is untested: Photos lives on a Mac. */
export function judgeSystem(platform: NodeJS.Platform, release: string): SystemJudgement {
  const version = macosVersion(platform, release);
  if (version === null) return 'untested';
  if (version < OLDEST) return 'too-old';
  return version <= NEWEST_TESTED ? 'tested' : 'untested';
}

/** @param release of Darwin. @returns `macOS 15` */
export const macosName = (release: string) => `macOS ${macosVersion('darwin', release) ?? release}`;

export const OLDEST_SYSTEM = `macOS ${OLDEST}`;

/**
 * Darwin 20 is macOS 11, Darwin 24 macOS 15. Then Apple went on with the number of the year, first for macOS alone (Darwin 25 is macOS 26), since
 * 27 for both: `uname -r` of macOS 27.0 (26A428) says 27.0.0. A Darwin 26 there is not.
 */
export function macosVersion(platform: NodeJS.Platform, release: string): number | null {
  const darwin = Number.parseInt(release, 10);
  if (platform !== 'darwin' || !Number.isFinite(darwin)) return null;
  if (darwin >= 27) return darwin;
  return darwin <= 24 ? darwin - 9 : darwin + 1;
}
