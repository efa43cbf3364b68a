/**
 * `node scripts/make-nix-release.ts ARCHIVE [FILE]`: what the flake's package is made of, from a release's zip for macOS, written to the file
 * (default: standard output). The release workflow puts it into the repository as `build/nix/release.json`.
 */
import { writeFile } from 'node:fs/promises';
import { nixReleaseFor } from '../build/nix/release.ts';
import { readReleasedApp } from '../build/released-app.ts';

const [archive, file] = process.argv.slice(2);
if (archive === undefined) {
  console.error(
    'Which archive? node scripts/make-nix-release.ts immich-sync-1.2.3-universal.zip build/nix/release.json',
  );
  process.exit(2);
}
const release = `${JSON.stringify(nixReleaseFor(await readReleasedApp(archive)), null, 2)}\n`;
if (file === undefined) process.stdout.write(release);
else await writeFile(file, release);
