/** “Check everything now” in the app: how far it is, what it found, and that a sync mends what was lost. */
import { expect, it } from 'vitest';
import { Engine } from '../../../src/core/engine/engine.ts';
import { environmentSecrets } from '../../../src/core/secrets/environment.ts';
import { scriptsFolder } from '../../../src/main/scripts-folder.ts';
import { createEngineServices } from '../../../src/main/services/engine-services.ts';
import type { CheckProgress } from '../../../src/shared/contract.ts';
import { manifestOf, useBench } from '../../support/sync/bench.ts';
import { contentsOf } from '../../support/sync/compare.ts';
import { personIn } from '../../support/sync/in-immich.ts';

it('tells how far it is, keeps what it found, and has what was lost uploaded again', async () => {
  const uuids: string[] = [];
  const bench = await useBench({
    fill: async (library) => {
      for (let index = 0; index < 4; index += 1) uuids.push(await library.addAsset({ kind: 'photo' }));
    },
  });
  await bench.sync();
  const engine = await Engine.open({
    paths: bench.paths,
    secrets: environmentSecrets(bench.server.apiKey),
    scripts: scriptsFolder(),
    environment: process.env,
  });
  const refuse = async () => {
    throw new Error('The key stays as it is.');
  };
  const services = await createEngineServices({
    engine,
    vault: { view: async () => ({ state: 'stored', savedAt: null, reason: null }), write: refuse, remove: refuse },
    version: '0.0.0',
  });
  try {
    expect(services.state().lastCheck).toBeNull();
    const steps: (CheckProgress | null)[] = [];
    const stop = services.onState(() => void steps.push(services.state().checking));
    await services.handlers['check.start'](null);
    stop();
    expect(steps).toContainEqual({ files: { done: 4, total: 4 } });
    expect(services.state()).toMatchObject({
      checking: null,
      lastCheck: { assets: 4, complete: 4, lost: 0, thrownAway: 0, moved: 0, apart: 0 },
    });

    // More than a person deletes of so few: it was lost.
    const person = personIn(bench.server);
    const sha1 = contentsOf(manifestOf(bench), uuids[0] ?? '');
    await person.deleteForGood(sha1);
    await services.handlers['check.start'](null);
    expect(services.state().lastCheck).toMatchObject({ assets: 4, complete: 3, lost: 1 });
    await new Promise<void>((resolve) => {
      const look = () => {
        if (services.state().coverage?.complete === 4 && services.state().status.state !== 'syncing') resolve();
      };
      services.onState(look);
      look();
    });
    expect(await person.idOf(sha1)).toMatch(/./);
  } finally {
    await services.close();
  }
}, 60_000);
