/** What finding a photo gives, as the windows show it. Pure. */
import type { Found } from '../../core/engine/finder.ts';
import { type AssetCard, shownInImmich } from '../../core/find/card.ts';
import type { FoundItem, FoundPage, PhotoCard } from '../../shared/contract.ts';

export function foundPage({ total, cards, next }: Found): FoundPage {
  return { total, items: cards.map(foundItem), next };
}

export function foundItem({ uuid, filename, capturedAt, media, isLive, safety }: AssetCard): FoundItem {
  return { uuid, filename, capturedAt, media, isLive, safety };
}

export function photoCard(card: AssetCard): PhotoCard {
  const { verifiedAt, parts, albums, albumsInImmich, title, caption, keywords, isFavorite, isHidden } = card;
  return {
    ...foundItem(card),
    verifiedAt: milliseconds(verifiedAt),
    parts: parts.map(({ kind, state, observedAt }) => ({ kind, state, observedAt: milliseconds(observedAt) })),
    albums: albums.map((path) => path.join('/')),
    albumsInImmich: albumsInImmich.map(({ name }) => name),
    title,
    caption,
    keywords,
    isFavorite,
    isHidden,
    remoteId: shownInImmich(card),
  };
}

const milliseconds = (time: string | null) => (time === null ? null : Date.parse(time));
