/** The calls of the page that finds photos. */
import { foundPage, photoCard } from '../found-view.ts';
import type { EngineHandlers } from '../services.ts';
import type { HandlerContext } from './context.ts';

const PAGE = 200;

export function findHandlers({ engine }: HandlerContext) {
  return {
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
