/** “Check everything now” and Stop, at every moment. */
import { expect, it } from 'vitest';
import { checkHandlers } from '../../../src/main/services/handlers/check.ts';
import type { HandlerContext } from '../../../src/main/services/handlers/context.ts';

const LOST = {
  at: '2026-11-26T12:00:00.000Z',
  coverage: { assets: 2, complete: 1 },
  findings: { lost: 1, unfounded: 0, trashed: 0, deleted: 0, moved: 0 },
  facts: { albums: { gone: 0 }, stacks: { gone: 0 }, livePairs: { gone: 0 } },
};

/** What is lost is known, and something happens before the sync that uploads it again. */
async function syncsAfter(meanwhile: (stop: () => void) => void): Promise<number> {
  let syncs = 0;
  const context = {
    engine: { verify: async () => LOST },
    state: {
      status: null,
      checkProgress: () => {},
      refreshFromLedger: async () => meanwhile(() => void handlers['check.stop']()),
    },
    scheduler: {
      runNow: async () => {
        syncs += 1;
      },
    },
    closing: new AbortController().signal,
  };
  const handlers = checkHandlers(context as unknown as HandlerContext);
  await handlers['check.start']();
  return syncs;
}

it('has what was lost uploaded again', async () => {
  expect(await syncsAfter(() => {})).toBe(1);
});

it('starts no sync when it was stopped at its end', async () => {
  expect(await syncsAfter((stop) => stop())).toBe(0);
});
