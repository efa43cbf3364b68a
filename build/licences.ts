/** licences.txt, which ships beside the app's archive: under what everything in the app may be used. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundledPackage } from './bundled-packages.ts';

/** What may be part of a program under the MIT licence. `@immich/sdk` for one may not: it is used for its types alone. */
const MAY_SHIP: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
]);

const INTRODUCTION = `Immich Sync is free software under the licence below.

It is made with Electron and Chromium, whose licences are in LICENSE.electron.txt and LICENSES.chromium.html, and holds the packages
of npm that are named at the end, each with its licence.

Immich Sync works with programs that are not part of it. It fetches them from their own projects when you say so, and they come under
their own licences: osxphotos (MIT), immich-go (AGPL-3.0), uv (MIT or Apache-2.0) and Python (Python Software Foundation License).`;

interface Manifest {
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

/**
 * @param ownLicence the text of the project's
 * @throws {Error} for a package whose licence does not allow it to ship, or that has none
 */
export async function licencesText(packages: readonly BundledPackage[], ownLicence: string): Promise<string> {
  const entries = await Promise.all(packages.map((bundled) => licenceOf(bundled, ownLicence)));
  return [INTRODUCTION, ownLicence.trim(), ...entries].join(`\n\n${'-'.repeat(80)}\n\n`).concat('\n');
}

async function licenceOf({ name, version, folder }: BundledPackage, ownLicence: string): Promise<string> {
  const { license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  if (license === undefined || !MAY_SHIP.has(license))
    throw new Error(`${name} ${version} must not ship: its licence is ${license ?? 'not known'} (build/licences.ts).`);
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file)).sort();
  const texts = await Promise.all(files.map(async (file) => (await readFile(join(folder, file), 'utf8')).trim()));
  if (texts.length === 0) {
    // One says MIT without the text. It is that of our own, with other people's names.
    if (license !== 'MIT' || author === undefined)
      throw new Error(`${name} ${version} must not ship: it is without the text of its licence (build/licences.ts).`);
    const holder = typeof author === 'string' ? author : author.name;
    texts.push(ownLicence.trim().replace(/^Copyright .*$/m, `Copyright (c) ${holder}`));
  }
  return [`${name} ${version} (${license})`, ...texts.map((text) => text.replaceAll('\r\n', '\n'))].join('\n\n');
}
