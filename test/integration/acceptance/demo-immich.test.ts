/** The acceptance suite itself, on the test bench's server of each version: the same as `npm run acceptance`, a part of its scenarios. */
import { expect, it } from 'vitest';
import { SCENARIOS } from '../../acceptance/scenarios/index.ts';
import { judgeServer } from '../../acceptance/suite.ts';
import { kindOf } from '../../acceptance/verdict.ts';
import { startDemoImmich } from '../../support/demo-immich/index.ts';

it.each([
  ['2.4.1', 'changes', 300],
  ['2.7.5', 'first', 1500],
  ['3.1.0', 'both', 15],
  ['3.3.5', 'captions', 200],
])('demo-immich %s, %s: nothing is different', { timeout: 300_000 }, async (version, name, fields) => {
  const server = await startDemoImmich({ version });
  try {
    const judgement = await judgeServer({
      url: server.url,
      adminKey: server.addKey({ permissions: ['all'] }),
      kind: 'demo-immich',
      scenarios: SCENARIOS.filter((scenario) => scenario.name === name),
      assets: 60,
    });
    const rows = judgement.scenarios.flatMap((scenario) => scenario.rows);
    expect(rows.filter((row) => kindOf(row) === 'different')).toEqual([]);
    expect(rows.length).toBeGreaterThan(fields);
    expect(judgement.server.version).toBe(version);
    // It leaves nothing of its own behind.
    await server.idle();
    expect(judgement.left).toEqual([]);
    expect(server.snapshot().users).toMatchObject([{ email: 'demo@example.org', assets: [], albums: [], tags: [] }]);
  } finally {
    await server.stop();
  }
});
