/**
 * `node scripts/make-cask.ts ARCHIVE [FILE]`: the cask of a release, from its zip for macOS, written to the file (default: standard output).
 * The release workflow puts it into the tap as `Casks/immich-sync.rb`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { caskFor } from '../build/homebrew/cask.ts';
import { readReleasedApp } from '../build/released-app.ts';

const [archive, file] = process.argv.slice(2);
if (archive === undefined) {
  console.error('Which archive? node scripts/make-cask.ts immich-sync-1.2.3-universal.zip Casks/immich-sync.rb');
  process.exit(2);
}
const cask = caskFor(await readReleasedApp(archive));
if (file === undefined) process.stdout.write(cask);
else {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, cask);
}
