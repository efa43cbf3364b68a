/**
 * `npm run docs:build`: makes the documentation in docs/.vitepress/dist and checks every link in it. `npm run docs` shows it while it is
 * written, on http://127.0.0.1:5173; pages are read again when they are saved.
 *
 * Exit code: 0, or 1 with what is wrong.
 */

import { watch } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { build, createServer } from 'vitepress';
import { brokenLinks } from './links.ts';
import { BASE } from './navigation.ts';
import { type Pages, sitePages } from './site.ts';

const DOCS = resolve(import.meta.dirname, '../../docs');
const PAGES = join(DOCS, '.vitepress/pages');
const BUILT = join(DOCS, '.vitepress/dist');

await rm(PAGES, { recursive: true, force: true });
await writePages();
await cp(resolve(DOCS, '../build/icon.svg'), join(PAGES, 'public/icon.svg'));
if (process.argv.includes('--serve')) await serve();
else {
  await build(DOCS);
  const broken = brokenLinks(await filesOf(BUILT), BASE);
  for (const sentence of broken) console.error(sentence);
  if (broken.length > 0) process.exitCode = 1;
}

async function serve(): Promise<void> {
  const server = await createServer(DOCS, { host: '127.0.0.1' });
  await server.listen();
  server.printUrls();
  for (const folder of [DOCS, join(DOCS, 'problems')])
    watch(folder, (_event, name) => {
      if (name?.endsWith('.md') === true) writePages().catch((error: unknown) => console.error(error));
    });
}

async function writePages(): Promise<void> {
  const written = new Map<string, string>();
  for (const path of await pathsIn(DOCS)) {
    if (path.startsWith('.vitepress/')) continue;
    if (path.endsWith('.md')) written.set(path, await readFile(join(DOCS, path), 'utf8'));
    else await cp(join(DOCS, path), join(PAGES, path));
  }
  await writeAll(sitePages(written));
}

async function writeAll(pages: Pages): Promise<void> {
  for (const [path, text] of pages) {
    const file = join(PAGES, path);
    await mkdir(dirname(file), { recursive: true });
    if ((await readFile(file, 'utf8').catch(() => null)) !== text) await writeFile(file, text);
  }
}

async function filesOf(folder: string): Promise<ReadonlyMap<string, string | null>> {
  const files = new Map<string, string | null>();
  for (const path of await pathsIn(folder))
    files.set(path, path.endsWith('.html') ? await readFile(join(folder, path), 'utf8') : null);
  return files;
}

/** Of the files below a folder, with forward slashes. */
async function pathsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    );
}
