import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LibrarySession } from '../../../src/core/photos/library-session.ts';
import type { ChildOutcome } from '../../../src/core/tools/child.ts';

const ORDER = { folder: '/run/export-1', arguments: ['/staging', '--update'], environment: { A: 'b' } };
const ENDED: ChildOutcome = {
  exitCode: 0,
  signal: null,
  stopped: false,
  killed: false,
  timedOut: false,
  stalled: false,
  lastErrors: [],
  duration: 1,
};

/** A library that is held by a process which ends when the test says so. */
function hold() {
  const session = new LibrarySession();
  const process = Promise.withResolvers<ChildOutcome>();
  session.begin(process.promise);
  session.hold();
  return { session, end: () => process.resolve(ENDED), said: text(session.input) };
}

const watch = () => ({ signal: new AbortController().signal, sign: async () => 'growing', onMessage: vi.fn() });

describe('a held library', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('shows another sign of life at every look while it waits, and that of the export while it exports', async () => {
    const { session, end } = hold();
    const first = await session.sign();
    vi.advanceTimersByTime(10);
    expect(await session.sign()).not.toBe(first);
    const exporting = session.export(ORDER, watch());
    expect(await session.sign()).toBe('growing');
    end();
    await exporting;
  });

  it('gives the order in one line and passes on what is said about it', async () => {
    const { session, end, said } = hold();
    const given = watch();
    const exporting = session.export(ORDER, given);
    session.message('inventory: exporting');
    session.message('Exporting 2 photos');
    end();
    expect(await exporting).toMatchObject({ exitCode: 0 });
    expect(await said).toBe(`${JSON.stringify(ORDER)}\n`);
    expect(given.onMessage.mock.calls).toEqual([['Exporting 2 photos']]);
  });

  it('says when the process was gone before it took the order: that is no export of nothing', async () => {
    const { session, end } = hold();
    const exporting = session.export(ORDER, watch());
    end();
    expect(await exporting).toBeNull();
  });

  it('lets the process go after a minute without an order', async () => {
    const { session, end, said } = hold();
    vi.advanceTimersByTime(59_000);
    expect(session.isWaiting).toBe(true);
    vi.advanceTimersByTime(2_000);
    expect(session.isWaiting).toBe(false);
    end();
    expect(await said).toBe('');
    await expect(session.export(ORDER, watch())).rejects.toThrow('No library is held');
  });

  it('stops the process when the export is stopped', async () => {
    const { session, end } = hold();
    const stopping = new AbortController();
    const exporting = session.export(ORDER, { ...watch(), signal: stopping.signal });
    expect(session.signal.aborted).toBe(false);
    stopping.abort();
    expect(session.signal.aborted).toBe(true);
    end();
    await exporting;
  });
});
