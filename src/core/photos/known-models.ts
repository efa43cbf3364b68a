/** Which versions of Photos' database this program has met, so that it notices one that it has not. */

/**
 * `PLModelVersion` of the libraries that osxphotos 0.77.2 knows (`_PHOTOS_…_MODEL_VERSION` in its `_constants.py`): macOS 10.15 to 26, and macOS
 * 27, which counts differently (270010300 in 27.0).
 */
const KNOWN: readonly (readonly [first: number, last: number])[] = [
  [13_000, 19_999],
  [270_000_000, 270_999_999],
];

/** @returns null for a known version, else the reason for doubt, for a sentence's end. */
export function judgeModel(model: number | null): string | null {
  if (model === null) return 'its database does not tell its version';
  return KNOWN.some(([first, last]) => model >= first && model <= last) ? null : `model version ${model}`;
}
