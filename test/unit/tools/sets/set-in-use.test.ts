import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { markInstalled, privateHome, privateProgram } from '../../../../src/core/tools/private-tools.ts';
import {
  leaveSet,
  privateFolderOf,
  readSetState,
  readSetStateOf,
  toolsInUse,
  writeSetState,
} from '../../../../src/core/tools/sets/set-in-use.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-sets-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function install(into: string, version: string): Promise<void> {
  await mkdir(privateHome(into, 'immich-go'), { recursive: true });
  await writeFile(privateProgram(into, 'immich-go'), '');
  await markInstalled(into, { tool: 'immich-go', version, way: 'release' });
}

/** Set 2, whose immich-go is 0.33.0, is in use. */
async function useSet(): Promise<string> {
  const path = join(folder, 'sets/2');
  await install(path, '0.33.0');
  const tools = { 'immich-go': { version: '0.33.0', folder: 'sets/2', pins: null } };
  const inUse = { number: 2, tools, photosModels: [], since: 0, goodRuns: 0, badRuns: 0 };
  await writeSetState(folder, { inUse, former: null, failed: [] });
  return path;
}

describe('the private folder of a tool', () => {
  it('is that of the set in use, and that of the app where the set has lost it', async () => {
    const path = await useSet();
    await install(folder, '0.32.0');
    expect(await privateFolderOf(folder, 'immich-go')).toBe(path);
    await rm(path, { recursive: true });
    expect(await privateFolderOf(folder, 'immich-go')).toBe(folder);
  });

  it('is that of the app where a newer app has installed a newer one than the set has', async () => {
    await useSet();
    await install(folder, '0.34.0');
    expect(await privateFolderOf(folder, 'immich-go')).toBe(folder);
    expect(await toolsInUse(folder, ['immich-go'])).toEqual({
      'immich-go': { version: '0.34.0', pins: null, folder: '.' },
    });
  });

  it('is that of the app when the tool of the set was given up', async () => {
    await useSet();
    await install(folder, '0.32.0');
    await leaveSet(folder, 'osxphotos');
    expect((await readSetState(folder)).inUse?.tools).toHaveProperty('immich-go');
    await leaveSet(folder, 'immich-go');
    expect(await privateFolderOf(folder, 'immich-go')).toBe(folder);
    expect((await readSetState(folder)).inUse).toMatchObject({ number: 2, tools: {} });
  });
});

it('is seen when another process has brought another set into use', async () => {
  expect(await readSetStateOf(folder, 0)).toMatchObject({ inUse: null });
  await useSet();
  expect(await readSetStateOf(folder, 0)).toBeNull();
  expect(await readSetStateOf(folder, 2)).toMatchObject({ inUse: { number: 2 } });
});
