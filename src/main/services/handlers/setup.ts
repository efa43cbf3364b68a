/** The assistant's calls: access to the library, the old script's configuration, the preview of the first sync. */

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
  let present: AbortController | null = null;
  return {
    'library.check': (request) => library.check(request),
    'legacy.find': () => findLegacyConfig(engine),
    'legacy.import': async () => {
      await importLegacyConfig(engine);
      return state.refreshed(settingsView(engine, await vault.view()));
    },
    'plan.preview': async () => {
      present?.abort();
      const plan = new AbortController();
      present = plan;
      const signal = AbortSignal.any([plan.signal, closing]);
      try {
        const report = await engine.plan({ signal, onProgress: (progress) => state.planProgress(progress) });
        return await planPreview(engine, report, await engine.records.adoptableAlbums(signal));
      } finally {
        // Another one may have been begun meanwhile.
        if (present === plan) state.planProgress(null);
      }
    },
    'plan.cancel': () => {
      present?.abort();
      return null;
    },
  } satisfies Partial<EngineHandlers>;
}
