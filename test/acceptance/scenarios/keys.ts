import type { Scenario } from '../scenario.ts';
import { KEY_PERMISSIONS } from '../stage.ts';

/** Without these nothing can be done, and the sync says so. */
const REQUIRED = [
  'user.read',
  'server.about',
  'asset.upload',
  'asset.read',
  'asset.update',
  'album.read',
  'album.create',
  'albumAsset.create',
];

export const keys: Scenario = {
  name: 'keys',
  about:
    'One permission after the other is missing from the key: refused in words or done as far as it goes, and complete with the whole key.',
  play: async (stage) => {
    await stage.library(async (library) => {
      const photo = await library.addAsset({ kind: 'photo', edited: true, caption: 'Words', keywords: ['Tag'] });
      const live = await library.addAsset({ kind: 'live', favorite: true });
      library.createAlbum('Album', { assets: [photo, live] });
    });
    for (const missing of KEY_PERMISSIONS) {
      const key = await stage.account.key(KEY_PERMISSIONS.filter((name) => name !== missing));
      const { exitCode, stdout, stderr } = await stage.program.run(['sync', '--full'], key);
      const isRequired = REQUIRED.includes(missing);
      const step = `without ${missing}`;
      stage.is(step, 'the sync', 'exit code', [isRequired ? '4' : '0', String(exitCode)]);
      stage.is(step, 'the sync', 'names it', ['yes', `${stdout} ${stderr}`.includes(missing) ? 'yes' : 'no']);
    }
    await stage.settle();
    await stage.sync('whole key', { args: ['--full'] });
    const rows = await stage.judge('whole key');
    await stage.sync('second sync');
    stage.noteNextSync(rows, await stage.judge('second sync'));
  },
};
