import { describe, expect, it } from 'vitest';
import { OrderlyQuit } from '../../../src/main/orderly-quit.ts';
import { settled } from '../../support/hand-clock.ts';

function bench({ syncs = false }: { readonly syncs?: boolean } = {}) {
  const said: string[] = [];
  const state = { syncs };
  let answer: (isWanted: boolean) => void = () => {};
  let closed: () => void = () => {};
  const quit = new OrderlyQuit({
    stopsSync: () => state.syncs,
    ask: (signal) => {
      said.push('ask');
      return new Promise((resolve) => {
        answer = resolve;
        signal.addEventListener('abort', () => {
          said.push('question taken back');
          resolve(false);
        });
      });
    },
    sessionEnds: () => {
      said.push('stop the sync');
      state.syncs = false;
    },
    prepare: () => said.push('prepare'),
    close: () => {
      said.push('close');
      return new Promise((resolve) => {
        closed = resolve;
      });
    },
    quit: () => said.push('quit'),
    onTrouble: (text) => said.push(text),
  });
  /** @returns whether the app may end now. */
  const beforeQuit = () => {
    let isPrevented = false;
    quit.onBeforeQuit({
      preventDefault: () => {
        isPrevented = true;
      },
    });
    return !isPrevented;
  };
  return { said, state, quit, beforeQuit, answer: (yes: boolean) => answer(yes), closed: () => closed() };
}

describe('quitting in order', () => {
  it('closes everything first, once, and then quits', async () => {
    const { said, beforeQuit, closed } = bench();
    expect(beforeQuit()).toBe(false);
    expect(beforeQuit()).toBe(false);
    closed();
    await expect.poll(() => said).toEqual(['prepare', 'close', 'quit']);
    expect(beforeQuit()).toBe(true);
  });

  it('never quits inside the event that it has prevented, however quickly everything is closed', async () => {
    const { said, beforeQuit, closed } = bench();
    beforeQuit();
    closed();
    // What Electron runs before it continues after the event: everything that is due at once.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    await new Promise<void>((resolve) => process.nextTick(resolve));
    expect(said).toEqual(['prepare', 'close']);
  });

  it('asks a person who quits during a sync, once, and stays when they say no', async () => {
    const { said, beforeQuit, answer } = bench({ syncs: true });
    beforeQuit();
    beforeQuit();
    answer(false);
    await settled();
    expect(said).toEqual(['ask']);
    beforeQuit();
    answer(true);
    await settled();
    expect(said).toEqual(['ask', 'ask', 'prepare', 'close']);
  });

  it('does not wait for an answer any more when the sync has ended meanwhile', async () => {
    const { said, beforeQuit, state } = bench({ syncs: true });
    beforeQuit();
    state.syncs = false;
    beforeQuit();
    await settled();
    expect(said).toEqual(['ask', 'question taken back', 'prepare', 'close']);
  });

  it('stops the sync when the session is about to end, asks nothing, and is not gone when someone cancels that', async () => {
    const { said, quit } = bench({ syncs: true });
    quit.onSessionEnd();
    await settled();
    expect(said).toEqual(['stop the sync']);
  });

  it('quits when macOS asks it to at log-out, also out of the midst of its question', async () => {
    const { said, quit, beforeQuit, closed } = bench({ syncs: true });
    beforeQuit();
    quit.onSessionEnd();
    await settled();
    expect(said).toEqual(['ask', 'stop the sync', 'question taken back']);
    beforeQuit();
    closed();
    await expect.poll(() => said.slice(3)).toEqual(['prepare', 'close', 'quit']);
  });

  it('asks nothing where a program ends it: what asked before is taken back, and everything is closed first', async () => {
    const { said, quit, beforeQuit, closed } = bench({ syncs: true });
    beforeQuit();
    quit.onTermination();
    quit.onTermination();
    closed();
    await settled();
    await expect.poll(() => said).toEqual(['ask', 'question taken back', 'prepare', 'close', 'quit']);
    expect(beforeQuit()).toBe(true);
  });

  it('closes everything before an update ends the app, which then neither asks nor quits a second time', async () => {
    const { said, quit, beforeQuit, closed } = bench();
    const ending = quit.endWith(() => said.push('install'));
    void quit.endWith(() => said.push('install again'));
    expect(beforeQuit()).toBe(false);
    closed();
    await ending;
    await expect.poll(() => said).toEqual(['prepare', 'close', 'install']);
    // The one that `quitAndInstall` sends when all windows are closed.
    expect(beforeQuit()).toBe(true);
    expect(said).toHaveLength(3);
  });

  it('quits even when closing or asking fails', async () => {
    const said: string[] = [];
    const fail = async () => {
      throw new Error('broken');
    };
    const quit = new OrderlyQuit({
      stopsSync: () => true,
      ask: fail,
      sessionEnds: () => {},
      prepare: () => {},
      close: fail,
      quit: () => said.push('quit'),
      onTrouble: (text) => said.push(text),
    });
    quit.onBeforeQuit({ preventDefault: () => {} });
    await expect
      .poll(() => said)
      .toEqual([
        'The question before quitting failed: broken',
        'Not everything could be closed before quitting: broken',
        'quit',
      ]);
  });
});
