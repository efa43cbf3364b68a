/**
 * Versions of both tools that belong together, with the checksum of every byte that is installed for them. What this program was built with is
 * {@link builtInToolSet}; the installer takes any other one as well.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KNOWN_VERSIONS } from './tested-versions.ts';

export interface ToolSet {
  readonly osxphotos: OsxphotosRelease;
  readonly 'immich-go': ImmichGoRelease;
}

export interface OsxphotosRelease {
  readonly version: string;
  /** The text of a pip requirements file: osxphotos and all it needs, each with `==` and a `--hash=sha256:`. */
  readonly requirements: string;
}

export interface ImmichGoRelease {
  readonly version: string;
  /** The release's archives by platform and processor as Node calls them, for example `darwin-arm64`. */
  readonly archives: Readonly<Record<string, ReleaseArchive>>;
  /** The go.mod and go.sum of a module that requires this version, to build it from sources; null where it can only be downloaded. */
  readonly sources: { readonly mod: string; readonly sum: string } | null;
  /** Debian's package of it, for the one processor that it was looked at for; null where there is none. */
  readonly debianPackage: { readonly version: string; readonly arch: string; readonly sha256: string } | null;
}

export interface ReleaseArchive {
  /** The name of the file at the release's place, for example `immich-go_Darwin_arm64.tar.gz`. */
  readonly name: string;
  readonly sha256: string;
}

/**
 * The set that this program was tested with.
 * @param resources the folder `app/tools` of this program
 */
export async function builtInToolSet(resources: string): Promise<ToolSet> {
  const text = (path: string) => readFile(join(resources, path), 'utf8');
  const [requirements, mod, sum] = await Promise.all([
    text('osxphotos/requirements.txt'),
    text('immich-go/go.mod'),
    text('immich-go/go.sum'),
  ]);
  const version = KNOWN_VERSIONS['immich-go'].pinned;
  return {
    osxphotos: { version: KNOWN_VERSIONS.osxphotos.pinned, requirements },
    'immich-go': {
      version,
      archives: RELEASE_ARCHIVES,
      sources: { mod, sum },
      debianPackage: {
        version: `${version}-1`,
        arch: 'x64',
        sha256: '0925c5be602ac69e05f9a5a80b47cc1c5614abb159d4b17909f580b3240631e0',
      },
    },
  };
}

/**
 * The archives of the release. Not read from its `checksums.txt`: who can change the one can change the other. That of Linux on x86-64 is the
 * one that many projects have pinned; those of macOS are from one project that pins the same for Linux. A wrong one stops this way, and the next
 * one builds from sources.
 */
export const RELEASE_ARCHIVES: Readonly<Record<string, ReleaseArchive>> = {
  'darwin-arm64': {
    name: 'immich-go_Darwin_arm64.tar.gz',
    sha256: '0c1ce06932a21a738d9adaf2ddafdbf654113fc2791d31b6d2ea0044928e2f43',
  },
  'darwin-x64': {
    name: 'immich-go_Darwin_x86_64.tar.gz',
    sha256: '35b9456d36c0bbb7d5087d08622b087f849f4f6d9631b15737a22cef39e5a314',
  },
  'linux-arm64': {
    name: 'immich-go_Linux_arm64.tar.gz',
    sha256: '2c35d9284baae407ef9540bdac5f488971b0bdc7be758a4d7c05ab270af09fdb',
  },
  'linux-x64': {
    name: 'immich-go_Linux_x86_64.tar.gz',
    sha256: '6e2ad86bafdadb9466d6515de7cb882726c0aea1a21d51164dff361d7d480a97',
  },
};
