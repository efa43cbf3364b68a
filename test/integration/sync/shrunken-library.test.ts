import { describe, expect, it } from 'vitest';
import { useBench } from '../../support/sync/bench.ts';
import { expectPlainSentence } from '../../support/sync/refusal.ts';

describe('a library that shrinks at once', () => {
  it('is a question and never “0 of 0”; the answer continues', async () => {
    const bench = await useBench();
    const uuids = await bench.photos.addMany([{ kind: 'photo' }, { kind: 'photo' }]);
    expect(await bench.sync()).toMatchObject({ outcome: 'done' });
    expect((await bench.cli(['confirm-library'])).stdout).toContain('nothing to confirm');

    for (const uuid of uuids) bench.photos.trash(uuid);
    for (let times = 0; times < 2; times += 1) {
      const report = await bench.sync();
      expect(report).toMatchObject({
        outcome: 'failed',
        coverage: { assets: 2, complete: 2 },
        problems: [{ code: 'library-shrank', action: 'confirm-library' }],
      });
      expectPlainSentence(report.problems[0]);
    }
    expect((await bench.cli(['confirm-library', '--json'])).json()).toEqual({ confirmed: true, lost: 2 });
    expect(await bench.sync()).toMatchObject({ coverage: { assets: 0 }, problems: [] });
    expect(bench.server.assets()).toHaveLength(2);

    // The answer was about those two.
    const more = await bench.photos.addMany([{ kind: 'photo' }]);
    expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { assets: 1 } });
    for (const uuid of more) bench.photos.trash(uuid);
    expect(await bench.sync()).toMatchObject({ outcome: 'failed', problems: [{ code: 'library-shrank' }] });
  });
});
