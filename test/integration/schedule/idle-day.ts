/**
 * A process that lives through two idle days of a Mac: the real engine of a home that is synced already, the real scheduler, a clock moved by
 * hand. In the end it prints as JSON what the second was
 * like; the first is there for Node to compile everything and fill its caches. To be started with `--expose-gc`, the home and the key in the environment.
 */
import { readdirSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';
import { Engine } from '../../../src/core/engine/engine.ts';
import { type ScheduledEngine, Scheduler } from '../../../src/core/schedule/scheduler.ts';
import { environmentSecrets, KEY_VARIABLE } from '../../../src/core/secrets/environment.ts';
import { pathsFor } from '../../../src/core/settings/paths.ts';
import { observeChildren } from '../../../src/core/tools/child.ts';
import { scriptsFolder } from '../../../src/main/scripts-folder.ts';
import { HandClock } from '../../support/hand-clock.ts';

export interface IdleDay {
  /** How often the scheduler asked what is due. */
  readonly looks: number;
  /** Of the runs that started by themselves, in their order. */
  readonly outcomes: readonly string[];
  readonly problems: readonly string[];
  /** Programs that were started. */
  readonly children: readonly string[];
  /** What is held at the end of each hour. */
  readonly hours: readonly Held[];
}

export interface Held {
  /** Bytes in JavaScript's heap and beside it, after the garbage was collected. */
  readonly memory: number;
  /** Open file descriptors. */
  readonly files: number;
  /** What keeps Node’s event loop busy: sockets, timers, watchers. */
  readonly resources: number;
}

/**
 * What V8 compiles lies in spaces of its own. It continues being compiled for days, ever less of it and more on a busy machine, whatever the
 * program holds; so it is no sign of a leak.
 */
const COMPILED = /^(?:code|trusted)_/;
const HOURS = 24;
const MINUTE = 60_000;

async function held(): Promise<Held> {
  for (let round = 0; round < 3; round += 1) {
    await setImmediate();
    globalThis.gc?.();
  }
  const data = getHeapSpaceStatistics().filter(({ space_name: name }) => !COMPILED.test(name));
  return {
    memory: data.reduce((sum, space) => sum + space.space_used_size, process.memoryUsage().external),
    files: readdirSync('/dev/fd').length,
    resources: process.getActiveResourcesInfo().length,
  };
}

async function idleDay(home: string): Promise<IdleDay> {
  const children: string[] = [];
  observeChildren({ started: (_pid, program) => children.push(program), ended: () => undefined });
  const clock = new HandClock(new Date().toISOString());
  const engine = await Engine.open({
    paths: pathsFor({ home, platform: process.platform, environment: {} }),
    secrets: environmentSecrets(process.env[KEY_VARIABLE] ?? ''),
    scripts: scriptsFolder(),
    environment: process.env,
    now: clock.now,
  });

  let looks = 0;
  let pending = 0;
  const watched = async <Result>(work: Promise<Result>): Promise<Result> => {
    pending += 1;
    return work.finally(() => {
      pending -= 1;
    });
  };
  const outcomes: string[] = [];
  const problems: string[] = [];
  const scheduled: ScheduledEngine = {
    schedule: {
      state: (now) => {
        looks += 1;
        return engine.schedule.state(now);
      },
      recordSkips: (skips) => engine.schedule.recordSkips(skips),
      recordWaiting: (dueAt, unmet, since) => engine.schedule.recordWaiting(dueAt, unmet, since),
      unmetCondition: (signal) => watched(engine.schedule.unmetCondition(signal)),
    },
    sync: (request) => watched(engine.sync(request)),
  };
  const scheduler = new Scheduler(
    scheduled,
    {
      // The app reads the state anew, and shows it.
      onChange: () => void watched(engine.records.overview()),
      onProgress: () => undefined,
      onReport: ({ outcome }) => outcomes.push(outcome),
      onProblem: ({ sentence }) => problems.push(sentence),
    },
    clock,
  );
  const isOver = async () => {
    do await setImmediate();
    while (pending > 0 || scheduler.running !== null);
  };

  const day = async () => {
    const hours: Held[] = [];
    for (let hour = 0; hour < HOURS; hour += 1) {
      for (let minute = 0; minute < 60; minute += 1) {
        await clock.forward(MINUTE);
        await isOver();
      }
      hours.push(await held());
    }
    return hours;
  };

  scheduler.start();
  await day();
  looks = 0;
  outcomes.length = 0;
  const hours = await day();
  await scheduler.close();
  await engine.close();
  return { looks, outcomes, problems, children, hours };
}

const [home = ''] = process.argv.slice(2);
console.log(JSON.stringify(await idleDay(home)));
