/**
 * `node scripts/make-nix-release.ts ARCHIVE [FILE]`: what the flake's package is made of, from a release's zip for macOS, written to the file
 * (default: standard output). In the repository it is `build/nix/release.json`.
 */
import { writeFile } from 'node:fs/promises';
import { nixReleaseFor } from '../build/nix/release.ts';
import { readReleasedApp } from '../build/released-app.ts';
import { endWithSentence } from './release/sentence.ts';

await endWithSentence(async () => {
  const [archive, file] = process.argv.slice(2);
  if (archive === undefined) throw new Error('Name the archive of a release.');
  const release = `${JSON.stringify(nixReleaseFor(await readReleasedApp(archive)), null, 2)}\n`;
  if (file === undefined) process.stdout.write(release);
  else await writeFile(file, release);
});
