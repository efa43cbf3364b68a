/**
 * `node scripts/release/sbom.ts FILE`: writes which software the app is made of, as CycloneDX (https://cyclonedx.org): npm's own list of what is
 * installed, less what is only used to build and test. What the app fetches when a person says so (osxphotos, immich-go) is not part of it.
 */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import manifest from '../../app/package.json' with { type: 'json' };
import { readBundledPackages } from '../../build/bundled-packages.ts';
import { type Bom, narrow } from './bom.ts';
import { endWithSentence } from './sentence.ts';

const PROJECT = resolve(import.meta.dirname, '../..');

await endWithSentence(async () => {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new Error('Say which file to write.');
  const packages = await readBundledPackages(join(PROJECT, 'app', 'out'));
  const all = execFileSync(
    'npm',
    ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'],
    {
      cwd: PROJECT,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    },
  );
  const bom = narrow(JSON.parse(all) as Bom, packages, manifest);
  await writeFile(file, `${JSON.stringify(bom, null, 2)}\n`);
  console.log(`${bom.components.length} components`);
});
