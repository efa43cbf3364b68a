import type { AssetOptions } from '../../support/photos-library/index.ts';
import type { JudgeOptions } from '../judge.ts';
import type { Scenario } from '../scenario.ts';
import { inFormerZone } from '../verdict.ts';

const TOKYO = { latitude: 35.0116, longitude: 135.7681 };
const LOS_ANGELES = { latitude: 36.2704, longitude: -121.8081 };

/** The zone of Photos is not that of the place: taken on a journey with the clock of home, or moved on the map later. */
const ODD: readonly Pick<AssetOptions, 'date' | 'timeZone' | 'location'>[] = [
  { date: '2023-07-01T23:30:00+02:00', timeZone: 'Europe/Berlin', location: TOKYO },
  { date: '2023-01-01T00:30:00+09:00', timeZone: 'Asia/Tokyo', location: LOS_ANGELES },
  { date: '2024-03-10T02:30:00+05:45', timeZone: 'Asia/Kathmandu', location: TOKYO },
  { date: '2024-10-27T02:30:00+01:00', timeZone: 'Europe/Berlin' },
  { date: '2024-08-15T12:00:00-03:30' },
];

export const zones: Scenario = {
  name: 'zones',
  about:
    'The day and the time are those of Photos’ zone, for stills, Live Photos, RAW files and films, with and without a place.',
  play: async (stage) => {
    const uuids: string[] = [];
    const library = await stage.library(async (made) => {
      for (const kind of ['photo', 'movie', 'live', 'raw'] as const)
        for (const options of ODD) uuids.push(await made.addAsset({ kind, ...options }));
      for (const format of ['heic', 'png', 'tiff', 'gif'] as const)
        uuids.push(await made.addAsset({ kind: 'photo', format, ...ODD[0] }));
    });
    const judgeTwice = async (step: string, judging?: JudgeOptions) => {
      await stage.sync(step);
      const rows = await stage.judge(step, judging);
      await stage.sync(`${step}, next sync`);
      stage.noteNextSync(rows, await stage.judge(`${step}, next sync`, judging));
    };
    await judgeTwice('first sync');
    for (const uuid of uuids) library.setDate(uuid, '2015-12-31T22:15:00-10:00', 'Pacific/Honolulu');
    const placed = library.manifest().assets.filter(({ latitude }) => latitude !== null);
    const names = new Set(placed.map(({ originalFilename }) => originalFilename));
    await judgeTwice('dates and zones changed', { except: inFormerZone(names) });
  },
};
