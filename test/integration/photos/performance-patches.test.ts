/** An export with the performance patches (app/python/immich_sync/osxphotos_private.py) and one without them: the same must come of both. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSampleLibrary } from '../../support/photos-library/index.ts';
import { checksumsBelow } from '../../support/sync/checksums-below.ts';
import { realTools, whenReady } from '../../support/tools/real-tools.ts';

const run = promisify(execFile);
const tools = await realTools('osxphotos');
const SCRIPTS = resolve(import.meta.dirname, '../../../app/python');

describe.skipIf(!tools.ready)('the performance patches (needs osxphotos)', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'repetitions-'));
    await createSampleLibrary(join(folder, 'Sample.photoslibrary'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const exported = async (how: 'patched' | 'as it is', place: string) => {
    await mkdir(join(folder, place, 'staging'), { recursive: true });
    const { stdout } = await run(
      whenReady(tools).osxphotos,
      [
        ...['export', join(folder, place, 'staging'), '--library', join(folder, 'Sample.photoslibrary')],
        ...['--exportdb', join(folder, place, 'export.db'), '--update', '--skip-bursts', '--retry', '1'],
        ...(how === 'patched' ? ['--query-function', 'on_photo.py::in_order'] : []),
        ...['--directory', '{created.year}/{created.mm}', '--sidecar', 'xmp', '--touch-file', '--no-progress'],
      ],
      {
        cwd: SCRIPTS,
        env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', IMMICH_SYNC_UUIDS: '/dev/null', COLUMNS: '10000' },
      },
    );
    return /exported: (\d+), updated: (\d+), skipped: (\d+)/.exec(stdout)?.slice(1).map(Number);
  };

  /** What was written, and what the export database keeps to decide whether it has to be written again. */
  const outcomeOf = async (place: string) => {
    const staging = join(folder, place, 'staging');
    const database = new DatabaseSync(join(folder, place, 'export.db'), { readOnly: true });
    const kept = database
      .prepare(
        "SELECT filepath, uuid, digest, replace(export_options, :staging, '') AS options FROM export_data ORDER BY filepath",
      )
      .all({ staging });
    const analysed = database.prepare(
      `SELECT count(*) AS count FROM photoinfo WHERE photoinfo LIKE '%media_analysis%'`,
    );
    const noted = Number(analysed.get()?.count);
    database.close();
    return { noted, kept, files: await checksumsBelow(staging) };
  };

  it('change nothing of what is exported, nor of what is exported again', async () => {
    const [files = 0] = (await exported('patched', 'first')) ?? [];
    expect(files).toBeGreaterThan(60);
    expect(await exported('as it is', 'second')).toEqual([files, 0, 0]);
    const [{ noted: less, ...patched }, { noted: all, ...asItIs }] = [
      await outcomeOf('first'),
      await outcomeOf('second'),
    ];
    expect(patched).toEqual(asItIs);
    // Otherwise nothing need be spared any more.
    expect(less).toBe(0);
    expect(all).toBeGreaterThan(60);
    expect(await exported('as it is', 'first')).toEqual([0, 0, files]);
    expect(await exported('patched', 'second')).toEqual([0, 0, files]);
  });
});
