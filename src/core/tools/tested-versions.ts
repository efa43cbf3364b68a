/**
 * Which versions of the tools this program was tested with, and the oldest that can work at all. A newer one is used with a remark:
 * every macOS release needs a new osxphotos, so refusing what we do not know yet would lock people out.
 */
import type { ToolName } from '../model/tools.ts';

interface KnownVersions {
  /** What the test suite drives, and what gets installed when nothing is there. */
  readonly pinned: string;
  readonly tested: readonly string[];
  readonly minimum: string;
}

export const KNOWN_VERSIONS: Readonly<Record<ToolName, KnownVersions>> = {
  osxphotos: {
    pinned: '0.77.2',
    // 0.75.1 was studied option by option and run against libraries of macOS 10.15 to 26; anything older was never looked at.
    tested: ['0.75.1', '0.77.2'],
    minimum: '0.75.1',
  },
  'immich-go': {
    pinned: '0.32.0',
    tested: ['0.32.0'],
    // 0.31.0 fails every upload to Immich 3 with "Validation failed" (github.com/simulot/immich-go/issues/1372).
    minimum: '0.32.0',
  },
};

/** The Python versions osxphotos' package names as supported, and the one to bring where there is none: what osxphotos' author uses himself. */
export const PYTHON_FOR_OSXPHOTOS = { minimum: [3, 10], below: [3, 15], managed: '3.13' } as const;
