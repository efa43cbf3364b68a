/** What the flake's package is made of (build/nix/package.nix). */
import { DOCUMENTATION_URL, REPOSITORY_URL } from '../../src/core/model/project.ts';
import type { ReleasedApp } from '../released-app.ts';

export function nixReleaseFor({ version, fileName, sha256, bundle }: ReleasedApp): Readonly<Record<string, string>> {
  return {
    version,
    url: `${REPOSITORY_URL}/releases/download/v${version}/${fileName}`,
    // Of the form of Subresource Integrity, as Nix writes hashes.
    hash: `sha256-${Buffer.from(sha256, 'hex').toString('base64')}`,
    bundle,
    homepage: DOCUMENTATION_URL,
  };
}
