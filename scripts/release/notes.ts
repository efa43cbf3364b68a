/**
 * `node scripts/release/notes.ts v1.2.0`: prints the notes of a release, which are its section of CHANGELOG.md and how to check a download.
 * Ends with 1 when there is none, or when package.json, app/package.json and package-lock.json are not of that version. Without a tag it takes
 * that of package.json, and what is not out yet where the changelog has no section of it.
 *
 * In a workflow (GITHUB_OUTPUT) it leaves there: `version`, `prerelease` (true or false), `channel` (latest or beta).
 */
import { appendFile, readFile } from 'node:fs/promises';
import { releaseOf } from '../../build/versions.ts';
import { REPOSITORY } from '../../src/core/model/project.ts';
import { notesSoFar, sectionOf } from './changelog.ts';
import { endWithSentence } from './sentence.ts';

await endWithSentence(async () => {
  const manifest = await versionIn('package.json');
  const tag = process.argv[2];
  const { version, isPrerelease, channel } = releaseOf(tag ?? `v${manifest}`);
  for (const file of ['package.json', 'app/package.json', 'package-lock.json']) {
    const found = await versionIn(file);
    if (found !== version)
      throw new Error(`The tag says ${version}, ${file} says ${found}. Make them one, then tag again.`);
  }
  const changelog = await readFile('CHANGELOG.md', 'utf8');
  const notes = tag === undefined ? notesSoFar(changelog, version) : sectionOf(changelog, version).notes;
  console.log(`${notes}\n\n${howToCheck(version)}`);
  if (process.env.GITHUB_OUTPUT !== undefined)
    await appendFile(process.env.GITHUB_OUTPUT, `version=${version}\nprerelease=${isPrerelease}\nchannel=${channel}\n`);
});

async function versionIn(file: string): Promise<string> {
  return (JSON.parse(await readFile(file, 'utf8')) as { readonly version: string }).version;
}

function howToCheck(version: string): string {
  return `### Check what you have downloaded

\`SHA256SUMS\` has the checksums, and GitHub says which commit and workflow made each file:

\`\`\`sh
shasum -a 256 --check --ignore-missing SHA256SUMS
gh attestation verify immich-sync-${version}-universal.dmg --repo ${REPOSITORY.owner}/${REPOSITORY.name}
\`\`\``;
}
