/**
 * `npm run demo`: the whole product on a set-up of its own. Provides the tools, draws a sample Photos library, starts the embedded demo
 * server, does a full sync and shows what came of it. Nothing outside the `.demo` and `.tools` folders is touched.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { build } from 'electron-vite';
import { Engine } from '../src/core/engine/engine.ts';
import { PROBLEMS, toProblem } from '../src/core/model/problem.ts';
import { because } from '../src/core/model/reasons.ts';
import type { RunReport } from '../src/core/model/run-report.ts';
import type { Secrets } from '../src/core/secrets/secrets.ts';
import { pathsFor } from '../src/core/settings/paths.ts';
import { changeSetting } from '../src/core/settings/text.ts';
import { LINK_SCHEME } from '../src/main/app-link.ts';
import { exitCodeOf } from '../src/main/cli/command.ts';
import { bytes, coverageLines, duration, problemLines } from '../src/main/cli/output.ts';
import { scriptsFolder } from '../src/main/scripts-folder.ts';
import { type DemoImmich, startDemoImmich } from '../test/support/demo-immich/index.ts';
import { hasDisplay, openApp } from '../test/support/electron-runtime/open-app.ts';
import { createSampleLibrary } from '../test/support/photos-library/index.ts';
import { describeTools, type ProvisionedTools, provisionTools } from '../test/support/tools/provision.ts';

const USAGE = `npm run demo -- [options]
  --once            end after the sync instead of keeping the demo server up
  --json            print one JSON document and nothing else
  --library PATH    sync this Photos library instead of the sample (it is only read)
  --server URL      sync to this Immich server instead of the demo server; needs --key-stdin
  --key-stdin       read the API key from standard input`;

const { values: options } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    library: { type: 'string' },
    server: { type: 'string' },
    'key-stdin': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** For people; a program reads only the document at the end. */
const say = (line: string) => (options.json ? undefined : console.log(line));

if (options.help) {
  console.log(USAGE);
  process.exit(0);
}
if ((options.server === undefined) === options['key-stdin']) {
  console.error('--server and --key-stdin go together.\n');
  console.error(USAGE);
  process.exit(2);
}

const folder = resolve(import.meta.dirname, '../.demo');
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });

say('Looking for the tools; the first time this takes a minute or two…');
const tools = await provisionTools({ onLine: say });
for (const line of describeTools(tools)) say(`  ${line}`);

const library =
  options.library === undefined ? await drawLibrary(join(folder, 'Sample.photoslibrary')) : resolve(options.library);
const demo = options.server === undefined ? await startDemoImmich({ folder: join(folder, 'server') }) : null;
const report = await syncOnce(library, tools, demo);
if (report === null) {
  await demo?.stop();
} else {
  process.exitCode = exitCodeOf(report);
  if (options.json)
    console.log(JSON.stringify({ ...report, tools: toolVersions(tools), server: demo?.url ?? options.server }));
  else show(report, demo);
  if (demo !== null && !options.once && !options.json) await keepUp(demo);
  await demo?.stop();
}

async function drawLibrary(path: string): Promise<string> {
  say('Drawing a sample Photos library…');
  // Everything on this computer, so that the demo ends with the whole library proved.
  await createSampleLibrary(path, { inCloud: false });
  return path;
}

async function syncOnce(
  library: string,
  { osxphotos, immichGo }: ProvisionedTools,
  demo: DemoImmich | null,
): Promise<RunReport | null> {
  const apiKey = demo?.apiKey ?? (await text(process.stdin)).trim();
  const paths = pathsFor({ home: join(folder, 'home'), platform: process.platform, environment: process.env });
  try {
    const engine = await Engine.open({
      paths,
      secrets: inMemory(apiKey),
      scripts: scriptsFolder(),
      environment: process.env,
    });
    try {
      const choices = [
        ['server.url', demo?.url ?? options.server ?? ''],
        ['library.path', library],
        ['tools.osxphotos', osxphotos.path],
        ['tools.immichGo', immichGo.path],
      ] as const;
      engine.settings.change((settings) =>
        choices.reduce((changed, [key, value]) => changeSetting(changed, key, value), settings),
      );
      say(`Syncing to ${demo === null ? options.server : `a demo Immich server at ${demo.url}`}…`);
      return await engine.sync({ trigger: 'manual', dueAt: null, isFull: false, signal: new AbortController().signal });
    } finally {
      await engine.close();
    }
  } catch (error) {
    const problem = toProblem(error);
    if (options.json)
      console.log(
        JSON.stringify({
          outcome: 'failed',
          reason: problem.sentence,
          problems: [problem],
          tools: toolVersions(tools),
        }),
      );
    else for (const line of problemLines([problem])) console.error(line);
    process.exitCode = PROBLEMS[problem.code].exitCode;
    return null;
  }
}

/** The demo's key is worth nothing outside it and is kept nowhere; a real server's is only held while the demo runs. */
function inMemory(key: string): Secrets {
  const refuse = async () => {
    throw new Error('The demo keeps no keys.');
  };
  return {
    read: async () => key,
    isKept: async () => true,
    write: refuse,
    remove: refuse,
    describe: () => because('kept-in-keychain'),
  };
}

function toolVersions({ osxphotos, immichGo }: ProvisionedTools) {
  return { osxphotos: osxphotos.version, 'immich-go': immichGo.version };
}

function show(report: RunReport, demo: DemoImmich | null): void {
  const { parts, albums, durations } = report;
  say('');
  say(
    `Synced in ${duration(durations.total)}. Files uploaded: ${parts.uploaded}, ${bytes(report.bytesUploaded)}, each verified by checksum.`,
  );
  say(
    `Live Photos paired: ${report.livePhotosLinked}. Albums made: ${albums.created}, items in them: ${albums.assetsAdded}.`,
  );
  for (const album of demo?.albums() ?? []) say(`  ${album.name} (${album.assets.length})`);
  for (const line of [...coverageLines(report.coverage), ...problemLines(report.problems)]) say(line);
}

/** Lets a person look around: the app where there is a display, and the server's own page. Ends with the app or with Ctrl-C. */
async function keepUp(demo: DemoImmich): Promise<void> {
  const end = new AbortController();
  process.once('SIGINT', () => end.abort());
  process.once('SIGTERM', () => end.abort());
  say('');
  say(`Look at it: ${demo.url}   (Ctrl-C ends the demo)`);
  if (!hasDisplay()) return ended(end.signal);
  // A window, too: not every desktop has a place for icons.
  say('Opening the app with the sync that was just made; its icon is in the menu bar.');
  await build({ logLevel: 'warn' });
  try {
    const link = `${LINK_SCHEME}://open/activity`;
    await openApp({ home: join(folder, 'home'), link, env: { IMMICH_SYNC_API_KEY: demo.apiKey }, signal: end.signal });
  } catch (error) {
    say(`The app could not be opened: ${(error as Error).message}`);
    await ended(end.signal);
  }
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
