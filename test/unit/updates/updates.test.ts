import { beforeEach, describe, expect, it } from 'vitest';
import { ProblemError } from '../../../src/core/model/problem.ts';
import { because } from '../../../src/core/model/reasons.ts';
import { type UpdateOffer, Updates } from '../../../src/core/updates/updates.ts';
import { HandClock, settled } from '../../support/hand-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NEWER: UpdateOffer = { kind: 'newer', version: '0.2.0' };

let clock: HandClock;
let said: string[];
let updates: Updates;
let world: {
  offer: UpdateOffer | ProblemError;
  download: ProblemError | null;
  refusal: ProblemError | null;
  isInUse: boolean;
  isOnHotspot: boolean;
  automatic: boolean;
  channel: 'stable' | 'beta';
};
let memory: { checkedAt: number | null; updatedFrom: string | null };
/** Lets a download that was begun end. */
let arrive: () => void;
let waits: boolean;

beforeEach(async () => {
  clock = new HandClock('2026-11-26T08:00:00Z');
  said = [];
  waits = false;
  world = {
    offer: { kind: 'none' },
    download: null,
    refusal: null,
    isInUse: false,
    isOnHotspot: false,
    automatic: true,
    channel: 'stable',
  };
  memory = { checkedAt: null, updatedFrom: '0.0.9' };
  updates = new Updates({
    version: '0.1.0',
    openSource: async () => {
      said.push('open');
      return {
        check: async (channel) => {
          said.push(`check ${channel}`);
          if (world.offer instanceof ProblemError) throw world.offer;
          return world.offer;
        },
        download: async () => {
          said.push('download');
          if (waits)
            await new Promise<void>((resolve) => {
              arrive = resolve;
            });
          if (world.download !== null) throw world.download;
        },
        install: () => said.push('install'),
      };
    },
    findRefusal: async () => world.refusal,
    isInUse: async () => world.isInUse,
    isOnHotspot: async () => world.isOnHotspot,
    settings: () => world,
    memory: {
      read: () => memory,
      write: (change) => {
        memory = { ...memory, ...change };
      },
    },
    clock,
    onChange: () => {},
    onTrouble: (text) => said.push(text),
  });
  await updates.start();
});

/** As the clock does, and every step of what follows. */
async function forward(milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 5 * MINUTE) {
    await clock.forward(5 * MINUTE);
    for (let turn = 0; turn < 5; turn += 1) await settled();
  }
}

describe('automatic updates', () => {
  it('are looked for once a day, beginning some minutes after the start', async () => {
    await clock.forward(MINUTE);
    expect(said).toEqual([]);
    await forward(HOUR);
    expect(said).toEqual(['open', 'check stable']);
    await forward(DAY);
    expect(said).toEqual(['open', 'check stable', 'check stable']);
    expect(updates.state()).toMatchObject({ phase: 'idle', problem: null, newVersion: null });
  });

  it('are downloaded quietly and wait for a restart, for days', async () => {
    world.offer = NEWER;
    await forward(HOUR);
    expect(said).toEqual(['open', 'check stable', 'download']);
    expect(updates.state()).toMatchObject({ phase: 'ready', newVersion: '0.2.0' });
    await forward(3 * DAY);
    expect(said).toHaveLength(3);
    await updates.beforeInstall();
    updates.install();
    expect(said.at(-1)).toBe('install');
  });

  it('begin nothing during a sync or a command, and go on after it', async () => {
    world.isInUse = true;
    world.offer = NEWER;
    await forward(DAY);
    expect(said).toEqual([]);
    world.isInUse = false;
    await forward(10 * MINUTE);
    expect(updates.state().phase).toBe('ready');
    world.isInUse = true;
    await expect(updates.beforeInstall()).rejects.toMatchObject({ code: 'update-busy' });
  });

  it('are not downloaded over a phone’s hotspot, unless a person asks', async () => {
    world.isOnHotspot = true;
    world.offer = NEWER;
    await forward(DAY);
    expect(said).toEqual(['open', 'check stable']);
    world.isOnHotspot = false;
    await forward(10 * MINUTE);
    expect(updates.state().phase).toBe('ready');
  });

  it('wait after the Mac has woken up', async () => {
    clock.leap(2 * DAY);
    updates.wake();
    await clock.forward(MINUTE);
    expect(said).toEqual([]);
    await forward(15 * MINUTE);
    expect(said).toEqual(['open', 'check stable']);
  });

  it('come although the clock was ahead by a year at the start', async () => {
    updates.wake();
    clock.leap(-365 * DAY);
    await forward(10 * MINUTE);
    expect(said).toEqual(['open', 'check stable']);
  });

  it('say nothing of a server that is away, and try again in an hour', async () => {
    world.offer = new ProblemError('update-server-unreachable', { reason: because('no-answer-in-time') });
    await forward(30 * MINUTE);
    expect(updates.state()).toMatchObject({ phase: 'idle', problem: null, checkedAt: null });
    expect(said.at(-1)).toContain('no answer in time');
    world.offer = { kind: 'none' };
    await forward(HOUR);
    expect(updates.state().checkedAt).not.toBeNull();
  });

  it('tell of a damaged download, and take it anew hours later', async () => {
    world.offer = NEWER;
    world.download = new ProblemError('update-damaged', { version: '0.2.0' });
    await forward(HOUR);
    expect(updates.state()).toMatchObject({ phase: 'idle', problem: { code: 'update-damaged' } });
    world.download = null;
    await forward(4 * HOUR);
    expect(updates.state().phase).toBe('idle');
    await forward(21 * HOUR);
    expect(updates.state()).toMatchObject({ phase: 'ready', problem: null });
  });

  it('do not come where the app cannot be replaced, and not even load what they need', async () => {
    world.refusal = new ProblemError('update-app-translocated');
    await forward(2 * DAY);
    await updates.check();
    expect(said).toEqual([]);
    expect(updates.state().refusal?.code).toBe('update-app-translocated');
    // The person has moved it.
    world.refusal = null;
    await updates.check();
    expect(updates.state().refusal).toBeNull();
    expect(said).toEqual(['open', 'check stable']);
  });
});

describe('a person who asks', () => {
  it('hears of nothing new, and of a server that is away', async () => {
    world.automatic = false;
    await forward(2 * DAY);
    expect(said).toEqual([]);
    await updates.check();
    expect(updates.state()).toMatchObject({ phase: 'idle', problem: null, checkedAt: clock.now() });
    world.offer = new ProblemError('update-server-unreachable', { reason: because('no-internet') });
    await updates.check();
    expect(updates.state().problem?.code).toBe('update-server-unreachable');
  });

  it('hears of a version that this macOS is too old for', async () => {
    world.offer = { kind: 'needs-newer-system', version: '0.3.0', needed: 'macOS 28' };
    await updates.check();
    expect(updates.state().problem?.sentence).toBe('Version 0.3.0 needs macOS 28 or newer.');
  });

  it('gets what is found without automatic updates, too, from the channel of the settings', async () => {
    world.automatic = false;
    world.channel = 'beta';
    world.offer = NEWER;
    await updates.check();
    await forward(5 * MINUTE);
    expect(said).toEqual(['open', 'check beta', 'download']);
    expect(updates.state().phase).toBe('ready');
  });

  it('is answered during a sync, and the download waits for its end', async () => {
    world.isInUse = true;
    world.offer = NEWER;
    await updates.check();
    await forward(HOUR);
    expect(updates.state()).toMatchObject({ phase: 'found', newVersion: '0.2.0' });
    world.isInUse = false;
    await forward(5 * MINUTE);
    expect(updates.state().phase).toBe('ready');
  });

  it('starts no second download by asking again', async () => {
    waits = true;
    world.offer = NEWER;
    await updates.check();
    await settled();
    expect(updates.state().phase).toBe('downloading');
    await updates.check();
    arrive();
    await settled();
    expect(said.filter((what) => what === 'download')).toHaveLength(1);
    expect(updates.state().phase).toBe('ready');
    await updates.check();
    expect(said.filter((what) => what.startsWith('check'))).toHaveLength(1);
  });
});

it('forgets what is new when it was seen', () => {
  expect(updates.state().updatedFrom).toBe('0.0.9');
  updates.forgetNews();
  expect(updates.state().updatedFrom).toBeNull();
});

it('does nothing any more when it is closed', async () => {
  updates.close();
  await forward(2 * DAY);
  expect(said).toEqual([]);
});

it('has nothing to install before something is ready', async () => {
  await expect(updates.beforeInstall()).rejects.toMatchObject({ code: 'update-failed' });
});
