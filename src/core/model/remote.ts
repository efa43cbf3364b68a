/** What the server says of what it holds, and how we know of it. */

import type { MediaKind } from './asset.ts';
import type { HiddenPlace } from './choices.ts';

/** Immich knows kinds of files that Photos does not. */
export type RemoteMedia = MediaKind | 'other';

/** Where an asset is shown. */
export type Visibility = 'timeline' | HiddenPlace;

/** By the time of capture, the oldest or the newest first: Immich sorts an album by nothing else. */
export const ALBUM_ORDERS = ['asc', 'desc'] as const;
export type AlbumOrder = (typeof ALBUM_ORDERS)[number];

/** Whether what the server holds was sent by us, or was there. */
export type ProofOrigin = 'uploaded' | 'found';

/**
 * - `tested`: a version of a line that the tests were run against
 * - `untested`: newer, of a known major version
 * - `unknown`: of a newer major version: what its answers mean may have changed
 */
export type VersionJudgement = 'tested' | 'untested' | 'unknown';
