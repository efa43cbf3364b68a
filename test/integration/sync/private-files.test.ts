/** Folders that were readable by everybody before, and a umask that lets everybody read: nothing of it reaches the ledger or the photos. */
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useBench } from '../../support/sync/bench.ts';

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

it('is for this user only, whatever was there', async () => {
  const mask = process.umask(0o022);
  const bench = await useBench({ fill: (library) => library.addMany([{ kind: 'photo' }, { kind: 'live' }]) });
  const { home, stagingFolder, ledgerFile, exportDatabase, settingsFile, logFile, runFolder } = bench.paths;
  for (const folder of [stagingFolder, join(stagingFolder, '2024'), runFolder])
    await mkdir(folder, { recursive: true });
  await writeFile(exportDatabase, '');
  for (const path of [home ?? '', stagingFolder, runFolder]) await chmod(path, 0o755);
  await chmod(settingsFile, 0o644);
  expect((await bench.cli(['sync'])).exitCode).toBe(0);
  process.umask(mask);

  for (const folder of [home ?? '', stagingFolder, runFolder]) expect(await modeOf(folder)).toBe('700');
  for (const file of [ledgerFile, exportDatabase, settingsFile, logFile])
    expect(`${file} ${await modeOf(file)}`).toBe(`${file} 600`);
  // What osxphotos wrote anew; what it copied has the mode that Photos gave it, in a folder that nobody else opens.
  const staged = await readdir(stagingFolder, { recursive: true, withFileTypes: true });
  const years = staged.filter((entry) => entry.isDirectory() && entry.name !== '2024' && !entry.name.startsWith('.'));
  for (const entry of years) expect(await modeOf(join(entry.parentPath, entry.name))).toBe('700');
  expect(staged.filter((entry) => entry.name.endsWith('.xmp'))).not.toEqual([]);
  for (const entry of staged.filter(({ name }) => name.endsWith('.xmp')))
    expect(await modeOf(join(entry.parentPath, entry.name))).toBe('600');
});
