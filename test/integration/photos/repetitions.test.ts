/** What our hook spares osxphotos from doing anew for each photo (app/python/on_photo.py): it must still say the same of every photo. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSampleLibrary } from '../../support/photos-library/index.ts';
import { checksumsBelow } from '../../support/sync/checksums-below.ts';
import { realTools, whenReady } from '../../support/tools/real-tools.ts';

const run = promisify(execFile);
const tools = await realTools('osxphotos');
const HOOK = resolve(import.meta.dirname, '../../../app/python/on_photo.py');

/** Says it all twice, as an export asks for it, and how often it really parsed and whether it still touches files through its machinery. */
const SCRIPT = `
import json, sys
from importlib.util import module_from_spec, spec_from_file_location
import osxphotos
from osxphotos import fileutil, phototemplate

spec = spec_from_file_location("on_photo", ${JSON.stringify(HOOK)})
on_photo = module_from_spec(spec)
spec.loader.exec_module(on_photo)
fileutil.cfg_fileutil_retry(retry_enabled=True, retries=1)

parses = 0
parse = phototemplate.PhotoTemplateParser.parse
def counting(self, template):
    global parses
    parses += 1
    return parse(self, template)
phototemplate.PhotoTemplateParser.parse = counting

TEMPLATES = ["{created.year}/{created.mm}", "_edited", "{keyword}{album?in,out}{descr[a,b]}"]
def said(photo):
    rendered = [photo.render_template(template, phototemplate.RenderOptions())[0] for template in TEMPLATES]
    return [photo.uuid, photo.json(shallow=False), photo.json(shallow=True), photo.hexdigest, photo.json(indent=1), rendered]

def all_of(library):
    photos = osxphotos.PhotosDB(dbfile=library).photos(movies=True, intrash=False)
    return [[said(photo), said(photo)] for photo in sorted(photos, key=lambda photo: photo.uuid)]

before = all_of(sys.argv[1])
parsed_before, parses = parses, 0
if sys.argv[2] == "spared":
    on_photo.spare_repetitions()
    on_photo.spare_repetitions()
after = all_of(sys.argv[1])
print(json.dumps({
    "photos": len(before), "same": before == after, "parsed": [parsed_before, parses],
    "touches": fileutil.RETRY_FILEUTIL_CONFIG["retry_enabled"],
}))
`;

describe.skipIf(!tools.ready)('what osxphotos is spared (needs osxphotos)', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'repetitions-'));
    await createSampleLibrary(join(folder, 'Sample.photoslibrary'));
    await writeFile(join(folder, 'say.py'), SCRIPT);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const say = async (how: 'spared' | 'as it is') => {
    const { stdout } = await run(
      whenReady(tools).osxphotos,
      ['run', 'say.py', join(folder, 'Sample.photoslibrary'), how],
      { cwd: folder },
    );
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  };

  it('changes nothing of what it says of a photo', async () => {
    const { photos, same, parsed, touches } = await say('spared');
    expect({ same, parsedAfterwards: parsed[1], touches }).toEqual({ same: true, parsedAfterwards: 3, touches: false });
    expect(photos).toBeGreaterThan(60);
    expect(parsed[0]).toBeGreaterThan(6 * photos - 1);
  });

  it('is done by osxphotos otherwise, or need not be spared any more', async () => {
    expect(await say('as it is')).toMatchObject({ same: true, touches: true });
  });

  const exported = async (how: 'spared' | 'as it is', place: string) => {
    await mkdir(join(folder, place, 'staging'), { recursive: true });
    const { stdout } = await run(
      whenReady(tools).osxphotos,
      [
        ...['export', join(folder, place, 'staging'), '--library', join(folder, 'Sample.photoslibrary')],
        ...['--exportdb', join(folder, place, 'export.db'), '--update', '--skip-bursts', '--retry', '1'],
        ...(how === 'spared' ? ['--query-function', 'on_photo.py::in_order'] : []),
        ...['--directory', '{created.year}/{created.mm}', '--sidecar', 'xmp', '--touch-file', '--no-progress'],
      ],
      { cwd: dirname(HOOK), env: { ...process.env, IMMICH_SYNC_UUIDS: '/dev/null', COLUMNS: '10000' } },
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

  it('changes nothing of what is exported, nor of what is exported again', async () => {
    const [files = 0] = (await exported('spared', 'first')) ?? [];
    expect(files).toBeGreaterThan(60);
    expect(await exported('as it is', 'second')).toEqual([files, 0, 0]);
    const [{ noted: less, ...spared }, { noted: all, ...asItIs }] = [
      await outcomeOf('first'),
      await outcomeOf('second'),
    ];
    expect(spared).toEqual(asItIs);
    // Otherwise it need not be spared any more.
    expect(less).toBe(0);
    expect(all).toBeGreaterThan(60);
    expect(await exported('as it is', 'first')).toEqual([0, 0, files]);
    expect(await exported('spared', 'second')).toEqual([0, 0, files]);
  });
});
