/** Numbers with their nouns, as several texts have them. */
import { formatCount, formatPlural } from '../format.ts';

export const items = (count: number) => formatPlural(count, 'item', 'items');
/** “50 a night: about 9 nights”. */
export const nightly = (count: number, perNight: number) =>
  `${formatCount(perNight)} a night: about ${formatPlural(Math.ceil(count / perNight), 'night', 'nights')}`;
export const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
