/** Reads every file of a Photos library once and takes its SHA-1, as the plainest program would: `read-once.ts LIBRARY`. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const [library = ''] = process.argv.slice(2);
for (const folder of ['originals', 'resources/renders']) {
  for (const entry of await readdir(join(library, folder), { recursive: true, withFileTypes: true })) {
    // Lists of changes are no media.
    if (!entry.isFile() || entry.name.endsWith('.plist')) continue;
    await pipeline(createReadStream(join(entry.parentPath, entry.name)), createHash('sha1'));
  }
}
