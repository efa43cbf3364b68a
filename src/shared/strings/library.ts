/** The library as a map. */
import { formatCount, formatPlural } from '../format.ts';
import { items } from './counted.ts';

export const libraryStrings = {
  title: 'Library',
  caption: 'How much of each month is in Immich',
  legend: { verified: 'in Immich, verified', notYet: 'not yet', none: 'no photos' },
  month: (name: string, assets: number, complete: number) =>
    `${name}: ${complete === assets ? 'all' : formatCount(complete)} of ${items(assets)} in Immich`,
  verified: (assets: number, complete: number) => `${formatCount(complete)} of ${items(assets)} verified`,
  undated: (assets: number, complete: number) =>
    `Without a date: ${formatCount(complete)} of ${items(assets)} verified`,
  kind: {
    photo: (complete: number, assets: number) =>
      `${formatCount(complete)} of ${formatPlural(assets, 'photo', 'photos')}`,
    movie: (complete: number, assets: number) =>
      `${formatCount(complete)} of ${formatPlural(assets, 'video', 'videos')}`,
  },
  showPhotos: 'Show these photos',
} as const;
