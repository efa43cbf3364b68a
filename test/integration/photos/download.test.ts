/** What our hook does before osxphotos has Photos download originals (app/python/on_photo.py), with a photoscript that acts like 0.6.1. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realTools, whenReady } from '../../support/tools/real-tools.ts';

const run = promisify(execFile);
const tools = await realTools('osxphotos');
const HOOK = resolve(import.meta.dirname, '../../../app/python/on_photo.py');

/** As photoscript 0.6.1 has it: an AppleScript that takes too long is run again after `killall Photos`. */
const SCRIPT_LOADER = `
import subprocess

RUNSCRIPT_CONFIG = {"retry_enabled": True, "retries": 2, "wait_seconds": 5}

def configure_run_script(retry_enabled=None, retries=None, wait_seconds=None):
    if retry_enabled is not None:
        RUNSCRIPT_CONFIG["retry_enabled"] = retry_enabled

def kill_photos_app(retry_state):
    subprocess.run(["killall", "Photos"], check=False)

def _run_script_once(name, *args):
    raise RuntimeError(f"run_script '{name}' failed: AppleEvent timed out. (-1712)")

def run_script(name, *args):
    try:
        return _run_script_once(name, *args)
    except RuntimeError as error:
        if not RUNSCRIPT_CONFIG["retry_enabled"] or "timed out" not in str(error):
            raise
        kill_photos_app(None)
        return _run_script_once(name, *args)
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-'));
  await mkdir(join(folder, 'modules', 'photoscript'), { recursive: true });
  await writeFile(join(folder, 'modules', 'photoscript', '__init__.py'), 'from .script_loader import run_script\n');
  await writeFile(join(folder, 'modules', 'photoscript', 'script_loader.py'), SCRIPT_LOADER);
  await mkdir(join(folder, 'bin'));
  for (const program of ['killall', 'pkill']) {
    await writeFile(join(folder, 'bin', program), `#!/bin/sh\necho "${program} $*" >> "${join(folder, 'killed')}"\n`);
    await chmod(join(folder, 'bin', program), 0o755);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const killed = () => readFile(join(folder, 'killed'), 'utf8').catch(() => '');

/** Runs these lines of Python with the hook loaded. @returns what they print */
async function python(lines: string, by: 'photos' | 'photokit', modules = [join(folder, 'modules')]): Promise<string> {
  const script = `
import sys
from importlib.util import module_from_spec, spec_from_file_location
sys.path[:0] = ${JSON.stringify(modules)}
spec = spec_from_file_location("on_photo", ${JSON.stringify(HOOK)})
on_photo = module_from_spec(spec)
spec.loader.exec_module(on_photo)
${lines}
`;
  const interpreter = join(dirname(whenReady(tools).osxphotos), 'python');
  const env = { ...process.env, IMMICH_SYNC_DOWNLOAD: by, PATH: `${join(folder, 'bin')}:${process.env.PATH}` };
  return (await run(interpreter, ['-c', script], { env })).stdout.trim();
}

const TIME_OUT = `
import photoscript
from osxphotos.photoexporter import PhotoExporter
try:
    photoscript.run_script("photoExport")
except RuntimeError as error:
    print(error)
PhotoExporter._kill_photos_process()
`;

describe.skipIf(!tools.ready)('a download of originals (needs osxphotos)', () => {
  it('never ends the Photos that the person may be working in, as it would without us', async () => {
    await python(TIME_OUT, 'photos');
    expect(await killed()).toBe('killall Photos\npkill -f Photos.app\n');
    await rm(join(folder, 'killed'));

    expect(await python(`on_photo.before_download([])\n${TIME_OUT}`, 'photos')).toContain('timed out');
    expect(await killed()).toBe('');
  });

  it('does not begin where that cannot be prevented', async () => {
    // A photoscript that has it elsewhere.
    const other = join(folder, 'other modules');
    await mkdir(join(other, 'photoscript'), { recursive: true });
    await writeFile(join(other, 'photoscript', '__init__.py'), '');
    await expect(python('on_photo.before_download([])', 'photos', [other])).rejects.toThrow(/script_loader/);
    expect(await python('print(on_photo.before_download([]))', 'photokit', [other])).toBe('[]');
    // Where there is none, nothing could end Photos.
    expect(await python('print(on_photo.before_download([]))', 'photos', [])).toBe('[]');
  });

  it('does not begin for another library than the System Photo Library', async () => {
    const library = `
import types, osxphotos.utils
osxphotos.utils.get_system_library_path = lambda: ${JSON.stringify(join(folder, 'bin'))}
photo = types.SimpleNamespace(_db=types.SimpleNamespace(library_path=PATH))
print(len(on_photo.before_download([photo])))
`;
    const asking = (path: string) => python(library.replace('PATH', JSON.stringify(path)), 'photokit');
    expect(await asking(join(folder, 'bin', '..', 'bin'))).toBe('1');
    await expect(asking(join(folder, 'modules'))).rejects.toThrow(/System Photo Library/);
  });
});
