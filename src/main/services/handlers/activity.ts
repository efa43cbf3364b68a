/** The calls of the Activity window: past syncs, what is not in Immich and what a person decides about it, the log. */
import { readLastLines } from '../../../core/log/follow.ts';
import { RUN_ITEM_KINDS, type RunItemKind } from '../../../shared/contract.ts';
import { linesOfRun, parseLogLine, SEARCHED_LINES } from '../log-lines.ts';
import { remainderItems, runItemViews } from '../run-view.ts';
import type { EngineHandlers } from '../services.ts';
import { type HandlerContext, syncUnlessRunning } from './context.ts';

/** Shown of each kind before the person wants to see all. */
const FIRST_ITEMS = 12;

export function activityHandlers(context: HandlerContext) {
  const { engine, state, closing } = context;
  const itemsOf = (run: number, kinds: readonly RunItemKind[], limit: number, isNewestFirst = false) => {
    const items = engine.records.runItems(run, kinds, limit, isNewestFirst);
    return runItemViews(items, engine.finder.cards(items.map(({ uuid }) => uuid)));
  };
  return {
    'history.list': ({ limit }) => state.runs.slice(0, limit),
    'history.details': ({ run }) => state.details(run),
    'history.contents': ({ run }) => {
      const { counts, albums } = engine.records.runContents(run);
      const groups = RUN_ITEM_KINDS.flatMap((kind) => {
        const count = counts.get(kind) ?? 0;
        return count === 0 ? [] : [{ kind, count, items: itemsOf(run, [kind], FIRST_ITEMS) }];
      });
      return { groups, albums };
    },
    'history.items': ({ run, kinds, limit, isNewestFirst }) => itemsOf(run, kinds, limit, isNewestFirst),
    'former-edits.list': ({ limit }) =>
      engine.records
        .formerEdits()
        .slice(0, limit)
        .map(({ remoteId, filename, replacedAt, isUndone }) => ({ remoteId, filename, replacedAt, isUndone })),
    'remainder.list': ({ reason, limit }) => remainderItems(engine.records.remainder(), reason, limit),
    'remainder.decide': async ({ choice, uuids }) => {
      engine.decisions.remainder({ choice, items: uuids });
      if (choice === 'try-again') await syncUnlessRunning(context);
      return state.refreshed(null);
    },
    'library.confirm': async () => {
      engine.decisions.confirmLibrary();
      await syncUnlessRunning(context);
      return state.refreshed(null);
    },
    'trash.decide': async (request) => {
      await engine.decisions.trash({ ...request, signal: closing });
      return state.refreshed(null);
    },
    'log.read': async ({ run, limit }) => {
      const texts = await readLastLines(engine.paths.logFile, run === null ? limit : SEARCHED_LINES);
      const { startedAt, endedAt } = run === null ? { startedAt: null, endedAt: null } : state.details(run);
      const wanted = startedAt === null ? texts : linesOfRun(texts, startedAt, endedAt);
      return wanted.slice(-limit).map(parseLogLine);
    },
  } satisfies Partial<EngineHandlers>;
}
