import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tell } from '../../../src/core/model/problem.ts';
import { because } from '../../../src/core/model/reasons.ts';
import { chooseTool, requireTool } from '../../../src/core/tools/choose.ts';
import { findTool } from '../../../src/core/tools/find.ts';
import { markInstalled } from '../../../src/core/tools/private-tools.ts';
import { askVersion, isStandaloneExecutable } from '../../../src/core/tools/version.ts';
import { type BrokenProgram, writeProgram, writeScript } from '../../support/stand-ins/broken/programs.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-tools-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A folder on PATH with one program. */
async function onPath(name: string, tool: string, kind: BrokenProgram): Promise<string> {
  await mkdir(join(folder, name), { recursive: true });
  await writeProgram(join(folder, name), tool, kind);
  return join(folder, name);
}

describe('askVersion', () => {
  it.each([
    ['crashes', "it stopped with exit code 1: ModuleNotFoundError: No module named 'osxphotos'"],
    ['dies', 'it was ended by SIGKILL'],
    ['silent', 'it does not say that it is osxphotos'],
    ['is-another', 'it does not say that it is osxphotos'],
  ] as const)('says what is wrong with a program that %s', async (kind, reason) => {
    const path = await writeProgram(folder, 'osxphotos', kind);
    const answer = await askVersion('osxphotos', path);
    expect(answer).toMatchObject({ version: null, verdict: 'unusable' });
    expect(answer.reason === null ? null : tell(answer.reason)).toBe(reason);
  });

  it('does not wait for a program that hangs', async () => {
    const path = await writeProgram(folder, 'osxphotos', 'hangs');
    const answer = await askVersion('osxphotos', path, { timeout: 1_000 });
    expect(answer).toMatchObject({ verdict: 'unusable', reason: because('gave-no-answer', { seconds: 1 }) });
  });

  it('says that a script whose Python is gone cannot be started', async () => {
    const path = await writeProgram(folder, 'osxphotos', 'silent');
    await writeFile(path, '#!/opt/gone/python3\n');
    expect((await askVersion('osxphotos', path)).reason).toEqual(because('could-not-be-started', { code: 'ENOENT' }));
  });

  it('does not hand on the environment', async () => {
    const path = await writeScript(
      folder,
      'osxphotos',
      'echo "osxphotos, version 0.77.2"; test -z "$IMMICH_SYNC_API_KEY"',
    );
    process.env.IMMICH_SYNC_API_KEY = 'a secret';
    try {
      expect((await askVersion('osxphotos', path)).verdict).toBe('tested');
    } finally {
      delete process.env.IMMICH_SYNC_API_KEY;
    }
  });
});

describe('findTool', () => {
  it('names a program once, however many links lead to it', async () => {
    const first = await onPath('first', 'osxphotos', 'tested-osxphotos');
    await mkdir(join(folder, 'second'));
    await symlink(join(first, 'osxphotos'), join(folder, 'second/osxphotos'));
    const env = { HOME: folder, PATH: `${join(folder, 'second')}:${first}` };
    const found = await findTool({ tool: 'osxphotos', env });
    expect(found.filter(({ path }) => path.startsWith(folder))).toEqual([
      { path: join(folder, 'second/osxphotos'), by: 'path' },
    ]);
  });

  it('passes over what may not be executed and what is half installed', async () => {
    const path = await onPath('bin', 'osxphotos', 'tested-osxphotos');
    await writeFile(join(folder, 'plain'), '');
    await mkdir(join(folder, 'tools/osxphotos/bin'), { recursive: true });
    await writeProgram(join(folder, 'tools/osxphotos/bin'), 'osxphotos', 'tested-osxphotos');
    const options = {
      tool: 'osxphotos',
      privateFolder: join(folder, 'tools'),
      env: { HOME: folder, PATH: path },
    } as const;
    expect((await findTool(options))[0]).toEqual({ path: join(path, 'osxphotos'), by: 'path' });

    await writeProgram(join(folder, 'tools/osxphotos/bin'), 'python', 'silent');
    await markInstalled(join(folder, 'tools'), { tool: 'osxphotos', version: '0.77.2', way: 'pip' });
    expect((await findTool(options))[0]?.by).toBe('private');

    await rm(join(folder, 'tools/osxphotos/bin/python'));
    expect((await findTool(options))[0]?.by).toBe('path');
  });
});

describe('chooseTool', () => {
  it('takes the first that can be used and tells why not the others', async () => {
    const folders = [
      await onPath('a', 'osxphotos', 'crashes'),
      await onPath('b', 'osxphotos', 'old-osxphotos'),
      await onPath('c', 'osxphotos', 'new-osxphotos'),
      await onPath('d', 'osxphotos', 'tested-osxphotos'),
    ];
    const { use, passedOver } = await chooseTool({
      tool: 'osxphotos',
      env: { HOME: folder, PATH: folders.join(':') },
    });
    expect(passedOver.map(({ verdict }) => verdict)).toEqual(['unusable', 'too-old']);
    expect(use).toMatchObject({ path: join(folder, 'c/osxphotos'), version: '0.99.0', verdict: 'newer' });
  });

  it.each([
    ['crashes', 'tool-unusable', /^osxphotos does not start \(.*\/osxphotos: it stopped with exit code 1: Module/],
    ['old-osxphotos', 'tool-too-old', /^osxphotos 0\.68\.2 is too old; 0\.75\.1 or newer is needed\.$/],
  ] as const)('has words for a chosen program that %s', async (kind, code, sentence) => {
    const chosen = await writeProgram(folder, 'osxphotos', kind);
    await expect(requireTool({ tool: 'osxphotos', chosen })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(sentence),
    });
  });

  it('does not use another program than the chosen one', async () => {
    const env = { HOME: folder, PATH: await onPath('bin', 'osxphotos', 'tested-osxphotos') };
    const chosen = join(folder, 'gone/osxphotos');
    await expect(requireTool({ tool: 'osxphotos', chosen, env })).rejects.toMatchObject({ code: 'tool-missing' });
  });

  it('uses a development build of immich-go', async () => {
    const chosen = await writeProgram(folder, 'immich-go', 'development-immich-go');
    expect(await requireTool({ tool: 'immich-go', chosen })).toMatchObject({ version: 'dev', verdict: 'untested' });
  });

  it('knows the version of a development build that was installed here', async () => {
    const privateFolder = join(folder, 'tools');
    await mkdir(join(privateFolder, 'immich-go'), { recursive: true });
    await writeProgram(join(privateFolder, 'immich-go'), 'immich-go', 'development-immich-go');
    await markInstalled(privateFolder, { tool: 'immich-go', version: '0.32.0', way: 'debian-package' });
    const env = { HOME: folder, PATH: '' };
    expect(await requireTool({ tool: 'immich-go', privateFolder, env })).toMatchObject({
      version: '0.32.0',
      verdict: 'tested',
    });
  });

  it('asks a program again only after it has changed', async () => {
    const memory = join(folder, 'state/versions.json');
    const calls = join(folder, 'calls');
    const version = (number: string) => `echo asked >> '${calls}'; echo "osxphotos, version ${number}"`;
    const chosen = await writeScript(folder, 'osxphotos', version('0.77.2'));
    const ask = async () => (await requireTool({ tool: 'osxphotos', chosen, memory })).version;

    expect([await ask(), await ask()]).toEqual(['0.77.2', '0.77.2']);
    expect(await readFile(calls, 'utf8')).toBe('asked\n');
    await writeScript(folder, 'osxphotos', version('0.78.10'));
    expect(await ask()).toBe('0.78.10');
    await writeFile(memory, '{ torn');
    expect(await ask()).toBe('0.78.10');
    expect(await readFile(calls, 'utf8')).toBe('asked\nasked\nasked\n');
  });
});

describe('isStandaloneExecutable', () => {
  it('tells an executable from a script, also through a link', async () => {
    await symlink(process.execPath, join(folder, 'osxphotos'));
    expect(await isStandaloneExecutable(join(folder, 'osxphotos'))).toBe(true);
    expect(await isStandaloneExecutable(await writeProgram(folder, 'script', 'silent'))).toBe(false);
  });

  it.each(['cffaedfe', 'cafebabe'])('knows the Mach-O mark %s', async (mark) => {
    const path = join(folder, 'mach-o');
    await writeFile(path, Buffer.from(`${mark}00000000`, 'hex'));
    expect(await isStandaloneExecutable(path)).toBe(true);
  });
});
