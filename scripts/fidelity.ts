/**
 * `npm run fidelity`: syncs libraries and prints, asset by asset and field by field, what Photos says and what Immich says.
 *
 *   npm run fidelity                            a generated library of every kind, and the real ones beside this checkout
 *   npm run fidelity -- --library PATH          a copy of this library
 *   npm run fidelity -- --server URL            to this server, with the key in IMMICH_SYNC_API_KEY, instead of an embedded one;
 *                                               its queues are waited for, with an administrator's key in IMMICH_ADMIN_API_KEY
 *   npm run fidelity -- --api-version v2        an embedded server with the older API; v3 if not given, both for the generated library
 *   npm run fidelity -- --all                   every row, not only those that are not equal
 */
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { scopeOf } from '../src/core/engine/sync-settings.ts';
import { KEY_VARIABLE } from '../src/core/secrets/environment.ts';
import { openSettings } from '../src/core/settings/store.ts';
import { callsTo } from '../test/acceptance/server/calls.ts';
import { untilIdle } from '../test/acceptance/server/queues.ts';
import { createSampleLibrary } from '../test/support/photos-library/index.ts';
import { openBench } from '../test/support/sync/bench.ts';
import { compareFidelity, type FidelityRow } from '../test/support/sync/fidelity.ts';
import { ALL_PERMISSIONS } from '../test/support/sync/permissions.ts';

const REAL = resolve(import.meta.dirname, '../../shared/photos-libraries');
/** The key that may look at the queues of `--server`. */
const ADMIN_KEY_VARIABLE = 'IMMICH_ADMIN_API_KEY';
const print = (line: string) => process.stdout.write(`${line}\n`);

const HELP = `Syncs libraries and prints, asset by asset and field by field, what Photos says and what Immich says.

  npm run fidelity                       a generated library of every kind, and the real ones beside this checkout
  npm run fidelity -- --library PATH     a copy of this library
  npm run fidelity -- --server URL       to this server instead of an embedded one; the key is that in ${KEY_VARIABLE}.
                                         Everything of the library stays there.
  npm run fidelity -- --api-version v2|v3  an embedded server with the older or the newer API; both if not given
  npm run fidelity -- --all              every row, not only those that are not equal

A server is waited for until its queues are empty. Only an administrator's key with job.read and queue.read may look at them; set one in
${ADMIN_KEY_VARIABLE} where the key of the sync is another one. \`npm run acceptance\` judges a server with users of its own.`;

const { values } = parseArgs({
  options: {
    library: { type: 'string' },
    server: { type: 'string' },
    all: { type: 'boolean', default: false },
    'api-version': { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (values.help) {
  print(HELP);
  process.exit(0);
}

type ApiVersion = 'v2' | 'v3';
const chosen: ApiVersion | null =
  values['api-version'] === 'v2' || values['api-version'] === 'v3' ? values['api-version'] : null;

async function compare(
  name: string,
  apiVersion: ApiVersion,
  makeLibrary: (folder: string) => Promise<string>,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-fidelity-'));
  try {
    const bench = await openBench({
      folder,
      library: await makeLibrary(folder),
      // A key that may not delete.
      server: { apiVersion, key: { permissions: ALL_PERMISSIONS } },
    });
    try {
      const url = values.server ?? bench.server.url;
      const apiKey = values.server === undefined ? bench.server.apiKey : (process.env[KEY_VARIABLE] ?? '');
      bench.change((settings) => ({ ...settings, server: { ...settings.server, url } }));
      const report = await bench.sync({ apiKey });
      if (values.server === undefined) await bench.server.idle();
      else await untilIdle(callsTo(url, { key: process.env[ADMIN_KEY_VARIABLE] ?? apiKey }));
      const settings = openSettings(bench.paths.settingsFile).read();
      const rows = await compareFidelity({
        ledgerFile: bench.paths.ledgerFile,
        server: { url, headers: settings.server.headers, certificateAuthorities: [] },
        apiKey,
        scope: scopeOf(settings),
        rules: settings.details,
        albumSeparator: settings.library.albumSeparator,
      });
      printTable(values.server === undefined ? `${name}, Immich in API ${apiVersion}` : name, rows);
      const { complete, assets } = report.coverage;
      print(`The sync: ${report.outcome}, ${complete} of ${assets} assets complete.\n`);
      return rows.filter(({ verdict }) => verdict === 'different').length;
    } finally {
      await bench.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function printTable(name: string, rows: readonly FidelityRow[]): void {
  const shown = values.all ? rows : rows.filter(({ verdict }) => verdict !== 'equal');
  const count = (verdict: string) => rows.filter((row) => row.verdict.startsWith(verdict)).length;
  print(
    `${name}: ${rows.length} fields, ${count('equal')} equal, ${count('limit')} limited, ${count('different')} different`,
  );
  const cell = (text: string, width: number) => text.replaceAll('\n', ' ⏎ ').slice(0, width).padEnd(width);
  for (const { about, part, field, photos, immich, verdict } of shown)
    print(
      `  ${cell(about, 28)} ${cell(part, 17)} ${cell(field, 17)} ${cell(photos, 24)} ${cell(immich, 24)} ${verdict}`,
    );
}

const copyOf = (source: string) => async (folder: string) => {
  const library = join(folder, basename(source));
  await cp(source, library, { recursive: true, preserveTimestamps: true });
  return library;
};

let different = 0;
if (values.library !== undefined)
  different += await compare(values.library, chosen ?? 'v3', copyOf(resolve(values.library)));
else {
  const apiVersions: readonly ApiVersion[] =
    values.server !== undefined ? ['v3'] : chosen === null ? ['v2', 'v3'] : [chosen];
  for (const apiVersion of apiVersions)
    different += await compare('A library with every kind of item', apiVersion, async (folder) => {
      const library = await createSampleLibrary(join(folder, 'Sample.photoslibrary'));
      library.close();
      return library.path;
    });
  for (const name of ['Test-26.1', 'Test-Media-Types-15.7.2']) {
    const source = join(REAL, `${name}.photoslibrary`);
    if (existsSync(source)) different += await compare(name, chosen ?? 'v3', copyOf(source));
  }
}
process.exitCode = different > 0 ? 1 : 0;
