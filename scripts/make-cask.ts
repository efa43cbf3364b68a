/**
 * `node scripts/make-cask.ts ARCHIVE [FILE]`: the cask of a release, from its zip for macOS, written to the file (default: standard output).
 * The release workflow puts it into the tap as `Casks/immich-sync.rb`. Of a version that is not finished there is none.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { caskFor } from '../build/homebrew/cask.ts';
import { readReleasedApp } from '../build/released-app.ts';
import { endWithSentence } from './release/sentence.ts';

await endWithSentence(async () => {
  const [archive, file] = process.argv.slice(2);
  if (archive === undefined) throw new Error('Name the archive of a release.');
  const app = await readReleasedApp(archive);
  if (app.version.includes('-')) {
    console.error(`${app.version} is not finished: Homebrew gets no cask of it.`);
    return;
  }
  const cask = caskFor(app);
  if (file === undefined) process.stdout.write(cask);
  else {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, cask);
  }
});
