/** Reasons about items in iCloud, and about holding back. See `kind.ts`. */
import { type Explanation, reason } from './kind.ts';

export const CLOUD_REASONS = {
  'larger-than-disk-budget': reason(() => 'it is larger than the disk budget'),
  'photokit-gives-no-pairs': reason(() => 'PhotoKit does not provide pairs of RAW and JPEG'),
  'applescript-does-not-say-which': reason<{ readonly files: number }>(
    ({ files }) => `it consists of ${files} files, which AppleScript hands over without saying which is which`,
  ),
  'photos-did-not-give-it': reason(() => 'Photos did not provide it'),
  'size-not-told': reason(() => 'Photos does not say how large it is'),
  'other-size': reason<{ readonly came: number; readonly wanted: number }>(
    ({ came, wanted }) => `${came} bytes arrived, but the original has ${wanted}`,
  ),
};

/** Why nothing is changed on the server. */
export const DOUBT_REASONS = {
  'library-unknown': reason<{ readonly why: Explanation }>(
    ({ why }) => `this version of the Photos library is not known yet (${why})`,
  ),
  'server-newer': reason<{ readonly version: string }>(
    ({ version }) => `Immich ${version} is newer than this version of Immich Sync knows`,
  ),
  'output-not-understood': reason(() => 'a tool printed something that Immich Sync does not understand'),
};
