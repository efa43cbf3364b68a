import { checksumOf, held } from '../find.ts';
import type { Scenario } from '../scenario.ts';

export const trash: Scenario = {
  name: 'trash',
  about:
    'What was thrown away in Immich stays away, what was thrown away in Photos stays in Immich, and nothing of it comes twice.',
  play: async (stage) => {
    const uuids: string[] = [];
    const library = await stage.library(async (made) => {
      // Enough of them: where a tenth is gone at once, that is a loss and not a person's doing.
      for (let number = 1; number <= 40; number += 1)
        uuids.push(await made.addAsset({ kind: number === 3 ? 'live' : 'photo', filename: `TRASH_${number}.JPG` }));
      made.createAlbum('Trash', { assets: uuids });
    });
    await stage.sync('first sync');
    const sums = uuids.map((uuid) => checksumOf(library, uuid));
    const sum = (number: number) => sums[number - 1] ?? '';
    await stage.person.trash(sum(1));
    await stage.person.deleteForGood(sum(2));
    await stage.person.trash(sum(3));
    await stage.settle();
    library.trash(uuids[3] ?? '');
    library.deleteForGood(uuids[4] ?? '');
    const state = (number: number, seen: Awaited<ReturnType<typeof stage.look>>) => {
      const asset = held(seen, sum(number));
      if (asset === undefined) return 'gone';
      return asset.trashed ? 'in the trash' : 'there';
    };
    const look = async (step: string, wanted: readonly string[]) => {
      const seen = await stage.look();
      for (const [index, expected] of wanted.entries())
        stage.is(step, `TRASH_${index + 1}.JPG`, 'where', [expected, state(index + 1, seen)]);
      const twice = seen.assets.length - new Set(seen.assets.map(({ checksum }) => checksum)).size;
      stage.is(step, 'account', 'files twice', ['0', String(twice)]);
    };
    const there = ['there', 'there', 'there', 'there', 'there'];
    await stage.sync('thrown away on both sides', { exits: [0, 1] });
    await look('thrown away on both sides', ['in the trash', 'gone', 'in the trash', ...there]);
    await stage.sync('full sync', { args: ['--full'], exits: [0, 1] });
    await look('full sync', ['in the trash', 'gone', 'in the trash', ...there]);
    await stage.person.restore(sum(1));
    await stage.person.emptyTrash();
    await stage.settle();
    await stage.sync('brought back and emptied', { args: ['--full'], exits: [0, 1] });
    await look('brought back and emptied', ['there', 'gone', 'gone', ...there]);
  },
};
