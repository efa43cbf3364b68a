import { appendFileSync } from 'node:fs';
import { rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestOf, useBench } from '../../support/sync/bench.ts';
import { checksumsOn, expectedChecksums } from '../../support/sync/compare.ts';

describe('an original that another program has changed in place', () => {
  it('is noticed although Photos knows nothing of it, and brought once, from a fresh export', async () => {
    const bench = await useBench();
    await bench.photos.addMany([{ kind: 'photo' }, { kind: 'photo' }]);
    expect(await bench.sync()).toMatchObject({ outcome: 'done', parts: { uploaded: 2 } });
    expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });

    const path = manifestOf(bench).assets[0]?.parts[0]?.path ?? '';
    appendFileSync(path, 'as exiftool would');
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], parts: { uploaded: 1 } });
    expect(checksumsOn(bench.server)).toEqual(expect.arrayContaining(expectedChecksums(manifestOf(bench))));
    expect(await bench.sync()).toMatchObject({ outcome: 'nothing-new' });
  });

  it('and is left alone when it has become a link out of the library', async () => {
    const bench = await useBench();
    await bench.photos.addMany([{ kind: 'photo' }, { kind: 'photo' }]);
    await writeFile(join(bench.folder, 'secret.jpg'), 'a secret of this Mac');
    const path = manifestOf(bench).assets[0]?.parts[0]?.path ?? '';
    await rm(path);
    await symlink(join(bench.folder, 'secret.jpg'), path);
    const report = await bench.sync();
    expect(report).toMatchObject({ coverage: { assets: 2, complete: 1, reasons: { unreadable: 1 } } });
    expect(bench.server.assets()).toHaveLength(1);
    const remainder = (await bench.cli(['remainder', '--json'])).json();
    expect(remainder).toMatchObject({
      items: [{ reason: 'unreadable', detail: 'its file is a link or lies outside the library' }],
    });
  });
});
