/** What our hook spares osxphotos from doing anew for each photo (app/python/on_photo.py): it must still say the same of every photo. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSampleLibrary } from '../../support/photos-library/index.ts';
import { realTools, whenReady } from '../../support/tools/real-tools.ts';

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
    const { stdout } = await promisify(execFile)(
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
});
