/** Which versions of Photos' database this program has met, so that it notices one that it has not. */
import { because, type Reason } from '../model/reasons.ts';
import { isWithin, type ModelRange } from '../tools/sets/choose-set.ts';

/**
 * `PLModelVersion` of the libraries that osxphotos 0.77.2 knows (`_PHOTOS_…_MODEL_VERSION` in its `_constants.py`): macOS 10.15 to 26, and macOS
 * 27, which counts differently (270010300 in 27.0).
 */
export const KNOWN_MODELS: readonly ModelRange[] = [
  [13_000, 19_999],
  [270_000_000, 270_999_999],
];

/**
 * @param more what the osxphotos in use was tested with besides, see `ListedSet`
 * @returns null for a known version, else the reason for doubt.
 */
export function judgeModel(model: number | null, more: readonly ModelRange[] = []): Reason | null {
  if (model === null) return because('model-not-told');
  return isWithin(model, [...KNOWN_MODELS, ...more]) ? null : because('model-version', { model });
}
