import { expect, it } from 'vitest';
import { LibraryLook } from '../../../src/main/services/library-check.ts';
import type { LibraryCheck } from '../../../src/shared/contract.ts';

const READABLE: LibraryCheck = { path: '/library', access: 'readable', problem: null };

/** A library behind a question that is answered by hand. */
function library(platform: NodeJS.Platform, wasRead = false) {
  const questions: ((check: LibraryCheck) => void)[] = [];
  const look = new LibraryLook({
    platform,
    wasReadBefore: () => wasRead,
    path: () => '/library',
    look: () => new Promise((resolve) => questions.push(resolve)),
  });
  return { look, questions };
}

it('opens no library on a Mac before the person has said so, and one at a time then', async () => {
  const { look, questions } = library('darwin');
  expect(await look.check({ mayAsk: false })).toEqual({ path: '/library', access: 'not-asked', problem: null });
  expect(questions).toHaveLength(0);

  const asked = look.check({ mayAsk: true });
  // The step looks again every few seconds, Settings as it comes to the front.
  const again = [look.check({ mayAsk: false }), look.check({ mayAsk: false }), look.check({ mayAsk: true })];
  expect(questions).toHaveLength(1);
  questions[0]?.(READABLE);
  expect(await Promise.all([asked, ...again])).toEqual([READABLE, READABLE, READABLE, READABLE]);
  void look.check({ mayAsk: false });
  expect(questions).toHaveLength(2);
});

it('opens the library at once where it was read before, and where nobody is asked', () => {
  for (const { look, questions } of [library('darwin', true), library('linux')]) {
    void look.check({ mayAsk: false });
    expect(questions).toHaveLength(1);
  }
});
