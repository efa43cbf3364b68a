/** The calls of the pages that show the library: the map, and what is found. */
import { foundPage, photoCard } from '../found-view.ts';
import { libraryMap } from '../library-map-view.ts';
import type { EngineHandlers } from '../services.ts';
import type { HandlerContext } from './context.ts';

const PAGE = 200;

export function findHandlers({ engine }: HandlerContext) {
  return {
    'library.map': () => libraryMap(engine.records.months()),
    'find.open': async () => {
      await engine.finder.refresh();
      return null;
    },
    'find.search': ({ typed, language, after }) =>
      foundPage(engine.finder.find({ typed, language, limit: PAGE, after })),
    'find.card': ({ uuid }) => {
      const [card] = engine.finder.cards([uuid]);
      return card === undefined ? null : photoCard(card);
    },
  } satisfies Partial<EngineHandlers>;
}
