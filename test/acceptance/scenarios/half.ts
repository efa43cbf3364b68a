import { readFile } from 'node:fs/promises';
import { inScope, readManifest } from '../../support/photos-library/index.ts';
import type { Scenario } from '../scenario.ts';
import { LIMITS, type Row } from '../verdict.ts';

export const half: Scenario = {
  name: 'half',
  about:
    'Every other file is on the server already, as a phone sends it: nothing comes twice, and what those lack is filled.',
  play: async (stage) => {
    const library = await stage.sample();
    const parts = readManifest(library.path)
      .assets.filter(inScope)
      .flatMap((asset) => asset.parts.map((part) => ({ asset, part })))
      .filter(({ part }) => part.sha1 !== null && (part.size ?? 0) > 0);
    const found = parts.filter((_entry, index) => index % 2 === 0);
    for (const { asset, part } of found)
      await stage.person.upload({
        name: part.kind === 'original' ? asset.originalFilename : (part.path.split('/').at(-1) ?? ''),
        bytes: await readFile(part.path),
        createdAt: new Date(asset.capturedAt),
      });
    await stage.settle();
    const before = new Map((await stage.look()).assets.map(({ checksum, id }) => [checksum, id]));
    await stage.sync('half was there');
    const films = new Set(
      found.filter(({ asset }) => asset.media === 'movie').map(({ asset }) => asset.originalFilename),
    );
    const except = (row: Row): Row =>
      row.verdict === 'different' && films.has(row.about) && /^(?:local time|zone):/.test(row.field)
        ? { ...row, verdict: LIMITS.found }
        : row;
    const rows = await stage.judge('half was there', { except });
    await stage.sync('second sync');
    stage.noteNextSync(rows, await stage.judge('second sync', { except }));
    const seen = await stage.look();
    for (const { checksum, id, name } of seen.assets)
      if (before.has(checksum)) stage.is('second sync', name, 'id', [before.get(checksum) ?? '', id]);
    await stage.sync('third sync');
    stage.isUnchanged('third sync', seen, await stage.look());
  },
};
