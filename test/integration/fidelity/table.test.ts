import { existsSync } from 'node:fs';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { scopeOf } from '../../../src/core/engine/sync-settings.ts';
import { openSettings } from '../../../src/core/settings/store.ts';
import { createSampleLibrary } from '../../support/photos-library/index.ts';
import { openBench } from '../../support/sync/bench.ts';
import { compareFidelity } from '../../support/sync/fidelity.ts';
import { ALL_PERMISSIONS } from '../../support/sync/permissions.ts';
import { realTools } from '../../support/tools/real-tools.ts';

const REAL = resolve(import.meta.dirname, '../../../../shared/photos-libraries');
const tools = await realTools('osxphotos', 'immichGo');

interface Case {
  readonly name: string;
  readonly apiVersion: 'v2' | 'v3';
  readonly leastFields: number;
  readonly makeLibrary: (folder: string) => Promise<string>;
  readonly isThere: boolean;
}

const real = (name: string, apiVersion: Case['apiVersion'], leastFields: number): Case => ({
  name,
  apiVersion,
  leastFields,
  isThere: tools.ready && existsSync(join(REAL, `${name}.photoslibrary`)),
  makeLibrary: async (folder) => {
    const library = join(folder, `${name}.photoslibrary`);
    await cp(join(REAL, `${name}.photoslibrary`), library, { recursive: true, preserveTimestamps: true });
    return library;
  },
});

const sample = (apiVersion: Case['apiVersion']): Case => ({
  name: 'a library with every kind of item',
  apiVersion,
  leastFields: 900,
  isThere: true,
  makeLibrary: async (folder) => {
    const library = await createSampleLibrary(join(folder, 'Sample.photoslibrary'));
    library.close();
    return library.path;
  },
});

const CASES = [sample('v2'), sample('v3'), real('Test-26.1', 'v3', 170), real('Test-Media-Types-15.7.2', 'v2', 150)];

/** Fields that may be limited, each by a documented reason. */
const LIMITED = new Set(['file', 'name', 'order']);

describe.each(CASES)('$name, on a server of API $apiVersion', ({ apiVersion, leastFields, makeLibrary, isThere }) => {
  it.skipIf(!isThere)('is in Immich as it is in Photos, field by field, but for documented limits', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'immich-sync-fidelity-'));
    const bench = await openBench({
      folder,
      library: await makeLibrary(folder),
      server: { apiVersion, key: { permissions: ALL_PERMISSIONS } },
      settings: (settings) => ({ ...settings, details: { ...settings.details, titles: true } }),
    });
    onTestFinished(() => bench.close());
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [] });
    await bench.server.idle();
    const settings = openSettings(bench.paths.settingsFile).read();
    const rows = await compareFidelity({
      ledgerFile: bench.paths.ledgerFile,
      server: { url: bench.server.url, headers: {}, certificateAuthorities: [] },
      apiKey: bench.server.apiKey,
      scope: scopeOf(settings),
      rules: settings.details,
      albumSeparator: settings.library.albumSeparator,
    });
    expect(rows.filter(({ verdict }) => verdict === 'different')).toEqual([]);
    expect(rows.filter(({ verdict }) => verdict === 'equal').length).toBeGreaterThan(leastFields);
    const limited = rows.filter(({ verdict }) => verdict.startsWith('limit'));
    expect(limited.filter(({ field }) => !LIMITED.has(field))).toEqual([]);
    expect(limited.filter(({ field, photos }) => field === 'file' && photos !== 'in iCloud')).toEqual([]);
    // The key may not delete.
    expect(ALL_PERMISSIONS).not.toContain('asset.delete');
  });
});
