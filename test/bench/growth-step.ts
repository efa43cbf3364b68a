/**
 * One size of the growth benchmark (growth.ts): `growth-step.ts make-ledger|ledger|make-library|library SIZE FOLDER OSXPHOTOS`. Prints a JSON
 * line for each step that is measured; what makes the data is a process of its own, so that its memory is in no number.
 */
import { mkdir, utimes } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Ledger } from '../../src/core/ledger/ledger.ts';
import { didAnyAppear } from '../../src/core/photos/appeared.ts';
import { readInventory } from '../../src/core/photos/inventory.ts';
import { libraryDatabase } from '../../src/core/photos/library.ts';
import { makePlan } from '../../src/core/sync/plan.ts';
import { lookAtLibrary, snapshotOf } from '../support/library-snapshot.ts';
import { createLargeLibrary } from '../support/photos-library/index.ts';
import type { GrowthRow } from './growth.ts';
import { makeLargeLedger } from './large-ledger.ts';

const [kind, sizeText, folder = '', osxphotos = ''] = process.argv.slice(2);
const size = Number(sizeText);
const SCOPE = { includeHidden: true, includeShared: false, includeUnpickedBursts: false } as const;
/** Of a hundred assets of the ledger: in the middle of a first import. */
const PROVED = 60;

async function measure(step: string, work: () => unknown): Promise<void> {
  const [clock, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  const row: GrowthRow = {
    step,
    size,
    seconds: (performance.now() - clock) / 1000,
    cpuSeconds: (user + system) / 1e6,
    memory: process.resourceUsage().maxRSS * 1024,
    programMemory: null,
    programs: null,
    requests: null,
    beside: null,
    disk: null,
  };
  console.log(JSON.stringify(row));
}

const count = (items: Iterable<unknown>) => {
  let total = 0;
  for (const _ of items) total += 1;
  return total;
};

const LEDGER = join(folder, 'ledger.sqlite');
const LIBRARY = join(folder, 'Growth.photoslibrary');
const aUser = (ledger: Ledger) => ledger.target('user', 'http://immich.test');

function makeLedger(): void {
  makeLargeLedger(LEDGER, { parts: size, proved: PROVED });
  const ledger = new Ledger(LEDGER);
  ledger.settleCoverage(aUser(ledger), SCOPE);
  ledger.close();
}

async function measureLedger(): Promise<void> {
  let ledger = new Ledger(LEDGER);
  const target = aUser(ledger);
  ledger.close();
  await measure('ledger: open', () => {
    ledger = new Ledger(LEDGER);
  });
  await measure('ledger: status', () => ledger.coverage(target, SCOPE));
  await measure('ledger: map, by month, kind and year', () => ledger.coverageByMonth(target, SCOPE));
  await measure('ledger: map, by album', () => ledger.coverageByAlbum(target, SCOPE));
  await measure('ledger: plan', () =>
    makePlan(ledger, target, SCOPE, { dueUntil: Date.now(), taken: new Set(['.heic', '.mov']) }),
  );
  await measure('ledger: ask, page by page', () => count(ledger.unprovedHashes(target, SCOPE)));
  ledger.close();
}

async function measureLibrary(): Promise<void> {
  const path = LIBRARY;
  const ledger = new Ledger(LEDGER);
  const target = aUser(ledger);
  const read = async () => {
    const writer = ledger.writeInventory();
    await readInventory({
      osxphotos,
      scripts: resolve(import.meta.dirname, '../../app/python'),
      library: path,
      snapshot: await snapshotOf(path, folder),
      runFolder: join(folder, 'run'),
      onRecord: (record) => {
        if (record.kind === 'asset') writer.addAsset(record);
        else if (record.kind === 'album') writer.addAlbum(record);
      },
    });
    writer.commit();
    ledger.settleCoverage(target, SCOPE);
  };
  await measure('first inventory (ours)', read);
  await measure('inventory, nothing changed (ours)', read);
  const now = new Date();
  await utimes(libraryDatabase(path), now, now);
  await measure('gate: rows of the database', () => lookAtLibrary(path, join(folder, 'gate')));
  await measure('gate: has a missing file appeared?', () => didAnyAppear(ledger.parts.absentPaths(SCOPE)));
  ledger.close();
}

await mkdir(folder, { recursive: true });
if (kind === 'make-ledger') makeLedger();
else if (kind === 'ledger') await measureLedger();
else if (kind === 'make-library') (await createLargeLibrary(LIBRARY, { assets: size, media: 'none' })).close();
else await measureLibrary();
