import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askVersion } from '../../../src/core/tools/version.ts';
import { writeProgram } from '../../support/stand-ins/broken/programs.ts';
import { describeTools, provisionTools } from '../../support/tools/provision.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-provision-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('provisionTools', () => {
  it('gives working stand-ins when asked for, and says so', async () => {
    const tools = await provisionTools({ into: folder, env: { IMMICH_SYNC_TOOLS: 'stand-in' } });
    expect(tools.osxphotos).toMatchObject({ kind: 'stand-in', version: 'stand-in' });
    expect(describeTools(tools)).toEqual([
      'osxphotos: STAND-IN, not the real program: IMMICH_SYNC_TOOLS asks for it',
      'immich-go: STAND-IN, not the real program: IMMICH_SYNC_TOOLS asks for it',
    ]);
    expect((await askVersion('osxphotos', tools.osxphotos.path)).verdict).toBe('tested');
    expect((await askVersion('immich-go', tools.immichGo.path)).verdict).toBe('tested');
  });

  it('uses the programs that the environment names', async () => {
    const env = {
      IMMICH_SYNC_OSXPHOTOS: await writeProgram(folder, 'my-osxphotos', 'new-osxphotos'),
      IMMICH_SYNC_IMMICH_GO: await writeProgram(folder, 'my-immich-go', 'development-immich-go'),
    };
    const tools = await provisionTools({ into: join(folder, 'tools'), env });
    expect(tools).toMatchObject({
      osxphotos: { path: env.IMMICH_SYNC_OSXPHOTOS, version: '0.99.0', kind: 'real' },
      immichGo: { path: env.IMMICH_SYNC_IMMICH_GO, version: 'dev', kind: 'real' },
    });
  });

  it('does not quietly use another program than the one named', async () => {
    const broken = await writeProgram(folder, 'osxphotos', 'crashes');
    const env = { IMMICH_SYNC_OSXPHOTOS: broken, IMMICH_SYNC_IMMICH_GO: join(folder, 'gone') };
    await expect(provisionTools({ into: folder, env })).rejects.toThrow(/IMMICH_SYNC_(OSXPHOTOS|IMMICH_GO) names \//);
  });

  it('installs nothing when everything is there', async () => {
    const before = await provisionTools();
    const lines: string[] = [];
    expect(await provisionTools({ onLine: (line) => lines.push(line) })).toEqual({
      osxphotos: expect.objectContaining({ path: before.osxphotos.path, kind: before.osxphotos.kind }),
      immichGo: expect.objectContaining({ path: before.immichGo.path, kind: before.immichGo.kind }),
    });
    if (before.osxphotos.kind === 'real' && before.immichGo.kind === 'real') expect(lines).toEqual([]);
    expect((await stat(before.osxphotos.path)).isFile()).toBe(true);
  });
});
