import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { showInPhotos } from '../../../src/core/photos/show-in-photos.ts';

const UUID = 'AB12CD34-0000-4000-8000-000000000001';

/** A program in the place of osascript: keeps its arguments, a line each, and ends as told. */
async function standIn(ending: string) {
  const folder = await mkdtemp(join(tmpdir(), 'show-in-photos-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, 'osascript');
  await writeFile(program, `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/arguments'\n${ending}\n`);
  await chmod(program, 0o755);
  return { program, told: async () => (await readFile(join(folder, 'arguments'), 'utf8')).split('\n') };
}

it('asks Photos for the item by its identifier, which is no part of the script', async () => {
  const { program, told } = await standIn('exit 0');
  await showInPhotos(UUID, program);
  const lines = await told();
  expect(lines).toContain('spotlight media item id (item 1 of argv)');
  expect(lines.filter((line) => line.includes(UUID))).toEqual([`${UUID}/L0/001`]);
});

it('says in a sentence what Photos or macOS said against it', async () => {
  const refused = await standIn(
    `echo '72:110: execution error: Not authorised to send Apple events to Photos. (-1743)' >&2; exit 1`,
  );
  await expect(showInPhotos(UUID, refused.program)).rejects.toThrow(
    'Photos did not show this item (Not authorised to send Apple events to Photos. (-1743)).',
  );
  await expect(showInPhotos(UUID, join(tmpdir(), 'no-such-osascript'))).rejects.toThrow('Photos did not show');
});
