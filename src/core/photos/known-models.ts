/** Which versions of Photos' database this program has met, so that it notices one that it has not. */

/**
 * `PLModelVersion` of the libraries that osxphotos 0.77.2 knows (`_constants.py`): macOS 10.15 to 26. Those of macOS 27 (270000000 and above)
 * are known to osxphotos and were never read by our tests.
 */
const OLDEST = 13_000;
const NEWEST = 19_999;

/** @returns null for a known version, else the reason for doubt, for a sentence's end. */
export function judgeModel(model: number | null): string | null {
  if (model === null) return 'its database does not tell its version';
  return model >= OLDEST && model <= NEWEST ? null : `model version ${model}`;
}
