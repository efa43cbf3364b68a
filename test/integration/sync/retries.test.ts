/** What a run does about a server in trouble before it gives up: it waits, asks again, and repeats nothing that must not be repeated. */
import { describe, expect, it } from 'vitest';
import { type Patience, patienceOf } from '../../../src/core/patience.ts';
import { type Bench, manifestOf, useBench } from '../../support/sync/bench.ts';
import { checksumsOn, expectedChecksums } from '../../support/sync/compare.ts';

const UPLOAD = { method: 'POST', path: '/assets' } as const;

interface Waiting {
  readonly bench: Bench;
  /** Milliseconds that the runs would have waited. */
  readonly waits: number[];
}

/** Three photos in an album, and a clock that does not keep anybody waiting. */
async function openWaiting(onWait: Patience['wait'] = async () => {}): Promise<Waiting> {
  const waits: number[] = [];
  const wait: Patience['wait'] = async (milliseconds, signal) => {
    waits.push(milliseconds);
    await onWait(milliseconds, signal);
  };
  const bench = await useBench({
    fill: async (library) => {
      const assets = [];
      for (let count = 0; count < 3; count += 1) assets.push(await library.addAsset({ kind: 'photo' }));
      library.createAlbum('Holiday', { assets });
    },
    patience: { ...patienceOf(180), wait },
  });
  return { bench, waits };
}

function expectWhole({ server, libraryPath }: Bench): void {
  expect(checksumsOn(server)).toEqual(expectedChecksums(manifestOf({ libraryPath })));
  expect(server.albums()).toMatchObject([{ name: 'Holiday', assets: { length: 3 } }]);
}

describe('a server in trouble', () => {
  it('that refuses every upload for a moment is tried again in the same run', async () => {
    const { bench, waits } = await openWaiting();
    bench.server.faults.add({ kind: 'status', status: 502, match: UPLOAD, times: 3 });
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], parts: { uploaded: 3, failed: 0 } });
    expect(waits).toEqual([5_000]);
    expectWhole(bench);
  });

  it('that asks for patience gets it', async () => {
    const { bench, waits } = await openWaiting();
    bench.server.faults.add({ kind: 'status', status: 429, retryAfter: 42, match: UPLOAD, times: 3 });
    expect(await bench.sync()).toMatchObject({ outcome: 'done', parts: { uploaded: 3 } });
    expect(waits).toEqual([42_000]);
  });

  it('that stays away is left alone after some tries, in one sentence, and nothing is lost', async () => {
    const { bench, waits } = await openWaiting();
    const order = bench.server.faults.add({ kind: 'reset', when: 'before-body', match: UPLOAD });
    const report = await bench.sync();
    expect(report).toMatchObject({
      outcome: 'failed',
      problems: [{ code: 'server-unreachable' }],
      coverage: { complete: 0 },
    });
    expect(report.problems[0]?.sentence).toBe(report.reason);
    expect(waits).toEqual([5_000, 20_000, 80_000, 75_000]);
    order.remove();
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], coverage: { complete: 3 } });
    expectWhole(bench);
  });

  it('that fails in every call is asked again call by call', async () => {
    const { bench, waits } = await openWaiting();
    const paths = ['/server/ping', '/api-keys/me', '/assets/bulk-upload-check', '/albums'];
    for (const path of paths)
      bench.server.faults.add({ kind: 'status', status: 503, match: { path: `/api${path}` }, times: 1 });
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [] });
    expect(waits).toEqual([500, 500, 1_000, 1_000]);
    expectWhole(bench);
  });

  it('that makes an album and loses the answer is not asked for a second one', async () => {
    const { bench } = await openWaiting();
    for (const path of ['/albums', '/albums/*/assets'])
      bench.server.faults.add({
        kind: 'reset',
        when: 'after-work',
        match: { method: path === '/albums' ? 'POST' : 'PUT', path },
        times: 1,
      });
    expect(await bench.sync()).toMatchObject({
      outcome: 'done',
      problems: [],
      albums: { created: 1, assetsAdded: 3 },
    });
    expectWhole(bench);
  });

  it('does not keep a person waiting who stops the run', async () => {
    const stop = new AbortController();
    const { bench } = await openWaiting(async (milliseconds, signal) => {
      stop.abort();
      // Longer than a test may take.
      await patienceOf(180).wait(Math.max(milliseconds, 600_000), signal);
    });
    bench.server.faults.add({ kind: 'status', status: 500, match: UPLOAD });
    expect(await bench.sync({ signal: stop.signal })).toMatchObject({ outcome: 'interrupted', parts: { failed: 0 } });
  });
});
