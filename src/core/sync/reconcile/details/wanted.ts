/** What Immich shall say of a file, from what Photos says of the asset, or of all assets that have these contents. Pure. */
import type { DetailedFile } from '../../../ledger/detailed-file.ts';
import type { DetailRules, Details } from './rule.ts';

/** What Photos says of one asset. */
export type DetailSource = Pick<
  DetailedFile,
  'favorite' | 'hidden' | 'title' | 'caption' | 'keywords' | 'capturedAt' | 'latitude' | 'longitude'
>;

/** What Immich shall say of a file of one asset. */
export function wantedDetails(file: DetailSource, rules: Omit<DetailRules, 'hideFound'>): Details {
  const caption = (file.caption ?? '').trim();
  const title = rules.titles ? (file.title ?? '').trim() : '';
  const lines = title === '' || title === caption ? [caption] : [title, caption];
  return {
    favorite: file.favorite,
    visibility: file.hidden ? rules.hiddenAs : 'timeline',
    description: lines.filter((line) => line !== '').join('\n'),
    keywords: [...new Set(file.keywords.map(tagPath).filter((path) => path !== ''))]
      .map((path) => below(rules.tagParent, path))
      .sort(),
    capturedAt: file.capturedAt,
    // Immich takes 0° 0′ for no place.
    place:
      file.latitude === null || file.longitude === null || (file.latitude === 0 && file.longitude === 0)
        ? null
        : { latitude: file.latitude, longitude: file.longitude },
    ...(rules.favoriteRating ? { rating: file.favorite ? FAVORITE_RATING : null } : {}),
    ...(rules.tagParent === null ? {} : { tagParent: rules.tagParent }),
  };
}

/** Stars of a favourite. */
const FAVORITE_RATING = 5;

function below(parent: string | null | undefined, path: string): string {
  return parent == null ? path : `${parent}/${path}`;
}

/** The tag that the server makes of a keyword: a slash nests, as it does when the keyword comes with the sidecar. */
function tagPath(keyword: string): string {
  return keyword
    .normalize('NFC')
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('/');
}

/**
 * What several assets with the same contents, which are one file on the server, say together: favourite if any is, hidden only if all are,
 * the keywords of all. Texts, place and date are those of the first; another's only where it has none.
 * @param speakers at least one; the one that spoke before comes first.
 */
export function unite(speakers: readonly Details[]): Details {
  const [first, ...others] = speakers;
  if (first === undefined) throw new Error('Somebody has to speak for a file.');
  if (others.length === 0) return first;
  const visible = speakers.find(({ visibility }) => visibility === 'timeline');
  const starred = speakers.find(({ rating }) => rating != null);
  return {
    ...first,
    favorite: speakers.some(({ favorite }) => favorite),
    visibility: visible?.visibility ?? first.visibility,
    description: speakers.find(({ description }) => description !== '')?.description ?? '',
    keywords: [...new Set(speakers.flatMap(({ keywords }) => keywords))].sort(),
    place: speakers.find(({ place }) => place !== null)?.place ?? null,
    ...(first.rating === undefined ? {} : { rating: starred?.rating ?? null }),
  };
}
