import { afterEach, expect, it } from 'vitest';
import { makeProblem } from '../../../src/core/model/problem.ts';
import { cannotStartQuestion, problemQuestion } from '../../../src/main/windows/question-texts.ts';
import { ENGLISH, useLanguage } from '../../../src/shared/texts.ts';
import { galleryLanguage } from '../../screens/gallery-language.ts';

afterEach(() => useLanguage(ENGLISH));

it('asks in the language in use what a problem of the core asks', async () => {
  useLanguage(await galleryLanguage('de'));
  expect(problemQuestion(makeProblem('update-busy'))).toEqual({
    message: 'Immich Sync ist in Gebrauch',
    detail:
      'Gerade läuft eine Synchronisierung oder ein Befehl von Immich Sync. Warte, bis das fertig ist, und starte dann zum Aktualisieren neu.',
    confirm: 'OK',
    cancel: null,
  });
  expect(cannotStartQuestion(makeProblem('ledger-newer', { path: '/x/ledger.sqlite' }))).toMatchObject({
    message: 'Immich Sync kann nicht starten',
    detail: expect.stringContaining('Das Journal /x/ledger.sqlite wurde von einer neueren Version'),
    confirm: 'Immich Sync beenden',
  });
});
