import type { PhotosLibrary } from '../../support/photos-library/index.ts';
import { checksumOf, held } from '../find.ts';
import type { Scenario, Stage } from '../scenario.ts';

const NAME = 'Holiday';

export const albums: Scenario = {
  name: 'albums',
  about: 'Covers and orders of albums, albums of others with the same name, and shared albums of Photos.',
  play: async (stage) => {
    const photos: string[] = [];
    const [album, shared] = [[] as string[], [] as string[]];
    const library = await stage.library(async (made) => {
      for (let number = 1; number <= 4; number += 1) photos.push(await made.addAsset({ kind: 'photo' }));
      album.push(made.createAlbum(NAME, { assets: photos }));
      made.setKeyPhoto(album[0] ?? '', photos[1] ?? '');
      shared.push(await made.addAsset({ kind: 'photo', sharedAlbum: made.createSharedAlbum('Family') }));
    });
    const [holiday = '', sharedPhoto = ''] = [album[0], shared[0]];
    const [, , third = '', fourth = ''] = photos;
    // Somebody else shares an album of the same name with this account.
    const other = await stage.other();
    const members = [{ userId: stage.account.userId, role: 'editor' }];
    const theirs = await other<{ id: string }>('POST', '/albums', { albumName: NAME, albumUsers: members });
    const isAsMeant = async (step: string, cover: string, order: string) => {
      stage.is(step, NAME, 'cover', [cover, await coverOf(stage)]);
      stage.is(step, NAME, 'order', [order, (await own(stage))?.order ?? 'absent']);
    };
    const isUntouched = async (step: string) => {
      const { assetCount } = await other<{ assetCount: number }>('GET', `/albums/${theirs.id}`);
      stage.is(step, 'the album of somebody else', 'members', ['0', String(assetCount)]);
    };

    await stage.sync('first sync');
    stage.noteNextSync([], await stage.judge('first sync'));
    await isAsMeant('first sync', checksumOf(library, photos[1] ?? ''), 'asc');
    await isUntouched('first sync');
    await isShared(stage, library, 'first sync', sharedPhoto, 'no');

    library.setKeyPhoto(holiday, third);
    library.sortAlbum(holiday, 'newest-first');
    await library.editPhoto(third);
    await stage.sync('changed in Photos');
    // An edit stands for its photo.
    await isAsMeant('changed in Photos', checksumOf(library, third, 'edited'), 'desc');

    await isUntouched('changed in Photos');
    await other('DELETE', `/albums/${theirs.id}`);
    await stage.person.setCover(NAME, checksumOf(library, fourth));
    await stage.sync('another cover in Immich');
    await isAsMeant('another cover in Immich', checksumOf(library, fourth), 'desc');

    await stage.program.run(['config', 'set', 'library.includeShared', 'true']);
    await stage.sync('with shared albums');
    await isShared(stage, library, 'with shared albums', sharedPhoto, 'yes');
    const seen = await stage.look();
    await stage.sync('nothing new');
    stage.isUnchanged('nothing new', seen, await stage.look());
  },
};

/** The account's own album; the one that is shared with it is empty. */
const own = async (stage: Stage) =>
  (await stage.look()).albums.find(({ name, members }) => name === NAME && members.size > 0);

async function coverOf(stage: Stage): Promise<string> {
  const cover = (await own(stage))?.cover;
  return (await stage.look()).assets.find(({ id }) => id === cover)?.checksum ?? 'none';
}

async function isShared(stage: Stage, library: PhotosLibrary, step: string, uuid: string, is: 'yes' | 'no') {
  const isThere = held(await stage.look(), checksumOf(library, uuid)) !== undefined;
  stage.is(step, 'an item of a shared album', 'is there', [is, isThere ? 'yes' : 'no']);
}
