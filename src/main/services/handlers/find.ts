/** The calls of the pages that show the library: the map, and what is found. */
import { showInPhotos } from '../../../core/photos/show-in-photos.ts';
import { foundItem, foundPage, photoCard } from '../found-view.ts';
import type { EngineHandlers } from '../services.ts';
import type { HandlerContext } from './context.ts';

const PAGE = 200;

export function findHandlers({ engine }: HandlerContext) {
  return {
    'library.map': () => engine.records.map(),
    'library.albums': () => engine.records.albumPlaces(),
    'library.lacking': ({ limit, ...place }) =>
      engine.finder.cards(engine.records.lackingIn(place, limit).map(({ uuid }) => uuid)).map(foundItem),
    'find.open': () => engine.finder.refresh(),
    'find.search': ({ typed, language, after }) =>
      foundPage(engine.finder.find({ typed, language, limit: PAGE, after })),
    'photos.show': async ({ uuid }) => {
      await showInPhotos(uuid);
      return null;
    },
    'find.card': ({ uuid }) => {
      const [card] = engine.finder.cards([uuid]);
      return card === undefined ? null : photoCard(card);
    },
  } satisfies Partial<EngineHandlers>;
}
