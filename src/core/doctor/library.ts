import { because } from '../model/reasons.ts';
import { checkLibrary } from '../photos/library.ts';
import { expandPath } from '../settings/paths.ts';
import type { Check } from './check.ts';

export const libraryCheck: Check = {
  id: 'library',
  look: async (engine) => {
    const library = expandPath(engine.settings.read().library.path, engine.paths);
    await checkLibrary(library);
    return { found: [because('library-readable', { path: library, seen: engine.records.librarySeen() })] };
  },
};
