/**
 * Makes a Photos library from the command line:
 * `node test/support/photos-library/make.ts DEST.photoslibrary [--sample | --large] [--assets N] [--media none|small] [--seed N]`
 */
import { parseArgs } from 'node:util';
import { createLargeLibrary, createSampleLibrary } from './index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'boolean' },
    large: { type: 'boolean' },
    assets: { type: 'string' },
    media: { type: 'string' },
    seed: { type: 'string' },
  },
});
const [path] = positionals;
if (!path || (values.sample && values.large)) {
  console.error('usage: make.ts DEST.photoslibrary [--sample | --large] [--assets N] [--media none|small] [--seed N]');
  process.exit(2);
}
const seed = values.seed === undefined ? {} : { seed: Number(values.seed) };
const assets = values.assets === undefined ? {} : { assets: Number(values.assets) };
const library = values.large
  ? await createLargeLibrary(path, {
      assets: 10_000,
      media: values.media === 'small' ? 'small' : 'none',
      ...assets,
      ...seed,
    })
  : await createSampleLibrary(path, { ...assets, ...seed });
const { totals } = library.manifest({ hashes: false });
library.close();
console.log(JSON.stringify({ path: library.path, totals }, null, 2));
