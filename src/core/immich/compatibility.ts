/** Which versions of the Immich server this program works with. */

import { ProblemError } from '../model/problem.ts';
import type { VersionJudgement } from '../model/remote.ts';
import type { ServerVersion } from './client/http.ts';

/** `/api-keys/me`, with which the key's permissions are checked before anything else, exists since 2.0. */
const OLDEST: ServerVersion = { major: 2, minor: 0, patch: 0 };
/** The newest line whose answers the tests' server gives: from 3.2 to 3.3.5 no call that this program makes has changed its shape. */
const NEWEST_TESTED: ServerVersion = { major: 3, minor: 3, patch: 99 };

/** @throws {ProblemError} server-too-old */
export function judgeServer(version: ServerVersion): VersionJudgement {
  if (compare(version, OLDEST) < 0) {
    throw new ProblemError('server-too-old', { version: formatVersion(version), needed: formatVersion(OLDEST) });
  }
  if (version.major > NEWEST_TESTED.major) return 'unknown';
  return compare(version, NEWEST_TESTED) <= 0 ? 'tested' : 'untested';
}

export function formatVersion({ major, minor, patch }: ServerVersion): string {
  return `${major}.${minor}.${patch}`;
}

function compare(a: ServerVersion, b: ServerVersion): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}
