/** “This is my server”, with a key and before there is one. */
import { expect, it } from 'vitest';
import { ProblemError } from '../../../src/core/model/problem.ts';
import type { HandlerContext } from '../../../src/main/services/handlers/context.ts';
import { settingsHandlers } from '../../../src/main/services/handlers/settings.ts';

async function accepted(keyState: 'none' | 'stored', address = 'http://nas') {
  const done: string[] = [];
  const context = {
    engine: {
      server: { urls: ['http://nas'], confirm: async (address: string) => void done.push(`confirmed ${address}`) },
    },
    vault: { view: async () => ({ state: keyState }) },
    state: { status: null, refreshed: async <Value>(value: Value) => value },
    scheduler: {
      runNow: async () => {
        if (keyState === 'none') throw new ProblemError('not-set-up', { missing: 'key' });
        done.push('synced');
      },
    },
    closing: new AbortController().signal,
  };
  await settingsHandlers(context as unknown as HandlerContext)['server.accept']({ address });
  return done;
}

it('syncs at once where there is a key', async () => {
  expect(await accepted('stored')).toEqual(['confirmed http://nas', 'synced']);
});

it('succeeds where a key is still to be entered', async () => {
  expect(await accepted('none')).toEqual(['confirmed http://nas']);
});

it('confirms nothing at an address that is not in the settings any more', async () => {
  expect(await accepted('stored', 'http://former')).toEqual(['synced']);
});
