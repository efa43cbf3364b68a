/** The assistant's calls: access to the library, the old script's configuration, the preview of the first sync. */

import type { PlanReport } from '../../../core/sync/preview.ts';
import { findLegacyConfig, importLegacyConfig } from '../legacy.ts';
import { checkLibrary, LibraryLook, libraryPath } from '../library-check.ts';
import { planPreview } from '../plan-preview.ts';
import type { EngineHandlers } from '../services.ts';
import { settingsView } from '../settings-view.ts';
import type { HandlerContext } from './context.ts';

export function setupHandlers({ engine, vault, state, closing }: HandlerContext) {
  const library = new LibraryLook({
    platform: process.platform,
    wasReadBefore: () => (state.status?.coverage.assets ?? 0) > 0,
    path: () => libraryPath(engine),
    look: () => checkLibrary(engine, closing),
  });
  let present: { readonly stop: AbortController; readonly ended: Promise<unknown> } | null = null;
  /** What the last preview found. */
  let last: { readonly report: PlanReport; readonly sameName: readonly unknown[] } | null = null;
  /** Resolves when the preview has ended: then a sync can begin. */
  const cancel = async () => {
    present?.stop.abort();
    await present?.ended;
  };
  return {
    'library.check': (request) => library.check(request),
    'legacy.find': () => findLegacyConfig(engine),
    'legacy.import': async () => {
      await importLegacyConfig(engine);
      return state.refreshed(settingsView(engine, await vault.view()));
    },
    'plan.preview': async () => {
      // One at a time: the one before has to let go of the lock.
      await cancel();
      const stop = new AbortController();
      const signal = AbortSignal.any([stop.signal, closing]);
      const plan = async () => {
        const report = await engine.plan({ signal, onProgress: (progress) => state.planProgress(progress) });
        const sameName = await engine.records.adoptableAlbums(signal);
        last = { report, sameName };
        return planPreview(engine, report, sameName);
      };
      const result = plan();
      const own = { stop, ended: result.catch(() => undefined) };
      present = own;
      try {
        return await result;
      } finally {
        // Another one may have been begun meanwhile.
        if (present === own) {
          present = null;
          state.planProgress(null);
        }
      }
    },
    'plan.foretell': () => (last === null ? null : planPreview(engine, engine.foretell(last.report), last.sameName)),
    'plan.cancel': async () => {
      await cancel();
      return null;
    },
  } satisfies Partial<EngineHandlers>;
}
