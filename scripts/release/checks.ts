/**
 * `node scripts/release/checks.ts [--signed] FILE…`: looks at what was packed, line by line, and ends with 1 when a line is not as expected. A FILE is
 * an app, a zip or a disk image with one, or the updater's file (-mac.yml). With --signed, a certificate and the notary must have been there.
 *
 * What needs macOS's own programs is left out elsewhere, and said.
 */
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import manifest from '../../app/package.json' with { type: 'json' };
import { describeResult, type Line, type LineResult, markdownTable, runLines, summarize } from '../../test/mac/line.ts';
import { readMountPoint } from '../../test/mac/readings/disk-image.ts';
import { appLines, IMAGE_LINES } from './app-lines.ts';
import { FEED_LINES } from './feed-lines.ts';
import { HAS_MAC_TOOLS, succeed } from './mac-tools.ts';
import { endWithSentence } from './sentence.ts';

/** Milliseconds for a line: a whole app is hashed by some. */
const LIMIT = 300_000;
const APP = 'Immich Sync.app';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    signed: { type: 'boolean', default: false },
    version: { type: 'string', default: manifest.version },
    architectures: { type: 'string', default: 'x86_64,arm64' },
  },
});

await endWithSentence(async () => {
  if (positionals.length === 0)
    throw new Error('Name what is to be looked at: an app, a zip, a disk image, or the updater’s file.');
  const results: LineResult[] = [];
  for (const file of positionals) results.push(...(await lookAt(file)));
  console.log(summarize(results));
  if (process.env.GITHUB_STEP_SUMMARY !== undefined)
    await appendFile(process.env.GITHUB_STEP_SUMMARY, `${markdownTable(results)}\n`);
  const failed = results.filter(({ outcome }) => outcome === 'FAILED');
  if (failed.length > 0) throw new Error(`Not for people: ${failed.map(({ name }) => name).join(', ')}.`);
});

async function lookAt(file: string): Promise<readonly LineResult[]> {
  if (file.endsWith('.app')) return lookAtApp(file, basename(file));
  if (file.endsWith('-mac.yml')) return run(FEED_LINES, { file, version: values.version }, basename(file));
  if (file.endsWith('.zip')) return lookIntoZip(file);
  if (file.endsWith('.dmg')) return lookIntoImage(file);
  throw new Error(`${file} is none of: an app, a zip, a disk image, an updater’s file.`);
}

function lookAtApp(app: string, name: string): Promise<readonly LineResult[]> {
  const { version, signed: isSigned } = values;
  const architectures = values.architectures.split(',');
  return run(appLines(isSigned), { app, version, isSigned, architectures }, name);
}

async function lookIntoZip(file: string): Promise<readonly LineResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-zip-'));
  try {
    // As the updater does it, by which a link that was not kept as one shows.
    if (HAS_MAC_TOOLS) await succeed('ditto', '-x', '-k', file, folder);
    else await succeed('unzip', '-q', file, '-d', folder);
    return await lookAtApp(join(folder, APP), basename(file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function lookIntoImage(file: string): Promise<readonly LineResult[]> {
  const outside = values.signed ? await run(IMAGE_LINES, { file }, basename(file)) : [];
  const mountPoint = readMountPoint(await succeed('hdiutil', 'attach', '-nobrowse', '-readonly', '-plist', file));
  try {
    return [...outside, ...(await lookAtApp(join(mountPoint, APP), `app in ${basename(file)}`))];
  } finally {
    await succeed('hdiutil', 'detach', '-force', mountPoint);
  }
}

async function run<Subject>(
  lines: readonly Line<Subject>[],
  bench: Subject,
  of: string,
): Promise<readonly LineResult[]> {
  console.log(`${of}\n`);
  return runLines({
    lines: lines.map((line) => ({ ...line, name: `${line.name} of ${of}` })),
    bench,
    isMac: HAS_MAC_TOOLS,
    limit: LIMIT,
    onResult: (result) => console.log(`${describeResult(result)}\n`),
  });
}
