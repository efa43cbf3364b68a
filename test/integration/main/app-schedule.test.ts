/** The app's services on a clock that is moved by hand: what its icon, popover and history say of a night. */
import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { Engine } from '../../../src/core/engine/engine.ts';
import { environmentSecrets } from '../../../src/core/secrets/environment.ts';
import { openSettingsAnyway } from '../../../src/core/settings/store.ts';
import type { PowerState } from '../../../src/core/system/system-state.ts';
import { noticeFor } from '../../../src/main/adapters/notice.ts';
import { scriptsFolder } from '../../../src/main/scripts-folder.ts';
import { createEngineServices } from '../../../src/main/services/engine-services.ts';
import type { Services } from '../../../src/main/services/services.ts';
import { HandClock } from '../../support/hand-clock.ts';
import { until } from '../../support/sync/app.ts';
import { type Bench, useBench } from '../../support/sync/bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** An evening, in whatever zone the test runs. */
const EVENING = new Date(2026, 10, 20, 22, 0).toISOString();

interface Night {
  readonly bench: Bench;
  readonly clock: HandClock;
  readonly services: Services;
  power: PowerState;
}

async function aNight(): Promise<Night> {
  const bench = await useBench({
    fill: (library) => library.addAsset({ kind: 'photo' }),
    settings: (settings) => ({ ...settings, conditions: { ...settings.conditions, onlyOnPower: true } }),
  });
  const clock = new HandClock(EVENING);
  const night: { power: PowerState } = { power: { isOnBattery: false, batteryPercent: 100 } };
  const engine = await Engine.open({
    paths: bench.paths,
    settings: openSettingsAnyway(bench.paths.settingsFile),
    secrets: environmentSecrets(bench.server.apiKey),
    scripts: scriptsFolder(),
    environment: process.env,
    now: clock.now,
    system: { power: async () => night.power, network: async () => ({ routers: [], isHotspot: null }) },
  });
  const key = { state: 'stored', savedAt: null, reason: null } as const;
  const refuse = async () => {
    throw new Error('The key stays as it is.');
  };
  const services = await createEngineServices({
    engine,
    vault: { view: async () => key, write: refuse, remove: refuse },
    version: '0.0.0',
    clock,
  });
  onTestFinished(() => services.close());
  return Object.assign(night, { bench, clock, services });
}

const stateOf = (services: Services) => services.state().status.state;
const history = async (services: Services) =>
  (await services.handlers['history.list']({ limit: 10 })).map(({ trigger, outcome }) => `${trigger} ${outcome}`);

it('syncs at its time, waits for power with its reason, and never rings for that', async () => {
  const night = await aNight();
  const { clock, services } = night;
  await clock.forward(5 * HOUR);
  expect(stateOf(services)).toBe('not-set-up');

  // The first one is the person's.
  await services.handlers['sync.start'](null);
  await until(services, () => stateOf(services) === 'up-to-date');
  expect(await history(services)).toEqual(['manual done']);

  night.power = { isOnBattery: true, batteryPercent: 80 };
  await clock.forward(24 * HOUR);
  await until(services, () => stateOf(services) === 'waiting');
  const { status } = services.state();
  expect(status).toMatchObject({ reason: 'power', sentence: 'Waiting: the Mac is running on battery power.' });
  expect(noticeFor({ status })).toBeNull();
  expect(await history(services)).toEqual(['schedule waiting', 'manual done']);

  night.power = { isOnBattery: false, batteryPercent: 80 };
  services.wake();
  await clock.forward(2 * MINUTE);
  await until(services, () => stateOf(services) === 'up-to-date');
  expect(await history(services)).toEqual(['schedule nothing-new', 'manual done']);
  expect(services.state().lastRun?.waited?.reason).toBe('power');
});

it('shows no error while another process is at the ledger for too long, and syncs when that is over', async () => {
  const { bench, clock, services } = await aNight();
  await clock.forward(5 * HOUR);
  await services.handlers['sync.start'](null);
  await until(services, () => stateOf(services) === 'up-to-date');
  // To half a minute before two o’clock of the next night.
  await clock.forward(23 * HOUR - MINUTE / 2);
  const other = new DatabaseSync(bench.paths.ledgerFile);
  onTestFinished(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  await clock.forward(MINUTE);
  expect(services.state()).toMatchObject({ status: { state: 'up-to-date' }, problems: [] });
  other.exec('ROLLBACK');
  const before = (await history(services)).length;
  await clock.forward(2 * MINUTE);
  await until(services, () => services.state().lastRun?.outcome === 'nothing-new');
  expect((await history(services)).length).toBe(before + 1);
});

it('notes what a pause leaves out, keeps the pause over a restart, and goes on when told to', async () => {
  const { clock, services } = await aNight();
  await services.handlers['sync.start'](null);
  await until(services, () => stateOf(services) === 'up-to-date');
  await services.handlers['sync.pause']({ choice: 'open-end' });
  await clock.forward(24 * HOUR);
  await until(services, () => stateOf(services) === 'paused');
  expect(await history(services)).toEqual(['schedule skipped', 'manual done']);
  await services.handlers['sync.resume'](null);
  await until(services, () => stateOf(services) === 'up-to-date');
  // What is left out is the next sync alone: the one after it is done.
  await services.handlers['sync.pause']({ choice: 'next-sync' });
  await clock.forward(24 * HOUR);
  await until(services, () => stateOf(services) === 'up-to-date');
  expect(await history(services)).toEqual(['schedule skipped', 'schedule skipped', 'manual done']);
  // A sync by hand is still allowed, and ends a pause.
  await services.handlers['sync.pause']({ choice: 'hour' });
  await services.handlers['sync.start'](null);
  await until(services, () => stateOf(services) === 'up-to-date');
  expect(await history(services)).toEqual([
    'manual nothing-new',
    'schedule skipped',
    'schedule skipped',
    'manual done',
  ]);
});

it('waits for the server in silence, and tells a person after days in vain', async () => {
  const { bench, clock, services } = await aNight();
  await services.handlers['sync.start'](null);
  await until(services, () => stateOf(services) === 'up-to-date');
  await bench.server.stop();
  const seen: string[] = [];
  for (let hour = 0; hour < 120 && stateOf(services) !== 'error'; hour += 1) {
    await clock.forward(HOUR);
    const { status } = services.state();
    if (status.state !== 'error') expect(noticeFor({ status })).toBeNull();
    const what = status.state === 'waiting' ? `waiting for ${status.reason}` : status.state;
    if (seen.at(-1) !== what) seen.push(what);
  }
  expect(seen).toEqual(['up-to-date', 'waiting for server', 'error']);
  const { status } = services.state();
  expect(status).toMatchObject({ problem: { code: 'not-synced-lately' } });
  expect(noticeFor({ status })).not.toBeNull();
});

it('tells settings that cannot be read for as long as that is so, and acts on none of the defaults it shows meanwhile', async () => {
  const { bench, clock, services } = await aNight();
  const { settingsFile } = bench.paths;
  await services.handlers['sync.start'](null);
  await until(services, () => stateOf(services) === 'up-to-date');
  const sound = readFileSync(settingsFile);
  const before = await history(services);

  writeFileSync(settingsFile, '{"schemaVersion": 999}');
  await expect(services.handlers['sync.start'](null)).rejects.toMatchObject({ code: 'settings-unreadable' });
  expect(() => services.handlers['library.map'](null)).toThrow(
    expect.objectContaining({ code: 'settings-unreadable' }),
  );
  expect(services.state()).toMatchObject({
    status: { state: 'error', problem: { code: 'settings-unreadable' } },
    problems: [{ code: 'settings-unreadable' }],
  });
  await clock.forward(24 * HOUR);
  expect(await history(services)).toEqual(before);

  // The very next look sees that it was repaired, and nobody has to ask for that look.
  writeFileSync(settingsFile, sound);
  expect(services.state()).toMatchObject({ status: { state: 'up-to-date' }, problems: [], hasServer: true });
  writeFileSync(settingsFile, '{"schemaVersion": 999}');
  await clock.forward(MINUTE);
  expect(stateOf(services)).toBe('error');
  writeFileSync(settingsFile, sound);
  const looked = new Promise<void>((resolve) => {
    const stop = services.onState(() => {
      stop();
      resolve();
    });
  });
  await clock.forward(MINUTE / 6);
  await looked;
  expect(services.state()).toMatchObject({ status: { state: 'up-to-date' }, problems: [] });
});
