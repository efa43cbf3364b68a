import { checkLibrary } from '../photos/library.ts';
import { expandPath } from '../settings/paths.ts';
import type { Check } from './check.ts';

export const libraryCheck: Check = {
  id: 'library',
  name: 'Photos library',
  look: async (engine) => {
    const library = expandPath(engine.settings.read().library.path, engine.paths);
    await checkLibrary(library);
    const seen = engine.records.librarySeen();
    return `${library} can be read${seen === null ? '' : ` (${seen})`}.`;
  },
};
