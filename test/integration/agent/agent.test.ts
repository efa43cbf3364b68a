/** Our launchd job: what it says, how it is put in place, and that what it starts does just what is due. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import {
  type AgentOptions,
  agentState,
  installAgent,
  refreshAgent,
  removeAgent,
  repairAgent,
} from '../../../src/core/agent/agent.ts';
import { launchControl } from '../../../src/core/agent/launch-control.ts';
import { Listener } from '../../../src/core/channel/listener.ts';
import { Engine } from '../../../src/core/engine/engine.ts';
import { acquireRunLock } from '../../../src/core/lock/run-lock.ts';
import { environmentSecrets } from '../../../src/core/secrets/environment.ts';
import { openSettings } from '../../../src/core/settings/store.ts';
import { scriptsFolder } from '../../../src/main/scripts-folder.ts';
import { makeLaunchCtl } from '../../support/launchctl.ts';
import { type Bench, useBench } from '../../support/sync/bench.ts';
import { provisionTools } from '../../support/tools/provision.ts';

const DAY = 24 * 3_600_000;
const CLI = resolve(import.meta.dirname, '../../../src/main/cli.ts');
const PROGRAM = [process.execPath, '--disable-warning=ExperimentalWarning', CLI];

/** Read by a program that is not ours: Python's plistlib, and on a Mac plutil before it. */
async function parsePlist(file: string): Promise<Record<string, unknown>> {
  if (process.platform === 'darwin') expect(spawnSync('/usr/bin/plutil', ['-lint', file]).status).toBe(0);
  const beside = join(dirname((await provisionTools()).osxphotos.path), 'python3');
  const script = 'import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], "rb"))))';
  const { stdout, stderr } = spawnSync(existsSync(beside) ? beside : 'python3', ['-c', script, file], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Record<string, unknown>;
}

function optionsFor(
  bench: Bench,
  ctl = makeLaunchCtl(bench.folder),
): AgentOptions & { readonly calls: () => readonly string[] } {
  const engine = { paths: bench.paths, settings: openSettings(bench.paths.settingsFile) };
  return {
    engine,
    launchControl: launchControl(ctl.program, { pause: async () => {} }),
    program: PROGRAM,
    calls: ctl.calls,
  };
}

const schedule = (bench: Bench, change: object) =>
  bench.change((settings) => ({ ...settings, schedule: { ...settings.schedule, ...change } }));

it('is installed, replaced, judged and removed', async () => {
  const bench = await useBench();
  const options = optionsFor(bench);
  expect(await agentState(options)).toMatchObject({ installed: false, loaded: false, current: null });

  const { label, file, ...state } = await installAgent(options);
  expect(label).toMatch(/^app\.immich-sync\.agent\.[0-9a-f]{8}$/);
  expect(file).toBe(join(bench.paths.home ?? '', 'Library', 'LaunchAgents', `${label}.plist`));
  expect(state).toEqual({ installed: true, loaded: true, current: true, responsible: process.execPath });
  expect(await parsePlist(file)).toEqual({
    Label: label,
    ProgramArguments: [...PROGRAM, '--home', bench.paths.home, 'sync', '--scheduled'],
    StartCalendarInterval: [{ Hour: 2, Minute: 0 }],
    RunAtLoad: true,
    ProcessType: 'Standard',
    ExitTimeOut: 60,
    StandardOutPath: join(dirname(bench.paths.logFile), 'agent.log'),
    StandardErrorPath: join(dirname(bench.paths.logFile), 'agent.log'),
  });
  const user = process.getuid?.();
  expect(options.calls().filter((call) => !call.startsWith('print'))).toEqual([`bootstrap gui/${user} ${file}`]);

  schedule(bench, { times: ['02:00', '13:30'], days: ['mon', 'sun'] });
  expect(await agentState(options)).toMatchObject({ installed: true, loaded: true, current: false });
  expect(await installAgent(options)).toMatchObject({ loaded: true, current: true });
  expect((await parsePlist(file)).StartCalendarInterval).toEqual([
    { Hour: 2, Minute: 0, Weekday: 1 },
    { Hour: 2, Minute: 0, Weekday: 0 },
    { Hour: 13, Minute: 30, Weekday: 1 },
    { Hour: 13, Minute: 30, Weekday: 0 },
  ]);
  schedule(bench, { everyHours: 6 });
  await installAgent(options);
  expect(await parsePlist(file)).toMatchObject({ StartInterval: 21_600 });

  expect(await removeAgent(options)).toMatchObject({ installed: false, loaded: false });
  expect(existsSync(file)).toBe(false);
  expect(await removeAgent(options)).toMatchObject({ installed: false });
});

it('belongs to the app in Login Items when the app is what it starts', async () => {
  const bench = await useBench();
  const app = '/Applications/Immich Sync.app';
  const options = { ...optionsFor(bench), program: [`${app}/Contents/MacOS/Immich Sync`, '--cli'] };
  const { file, responsible } = await installAgent(options);
  expect(await parsePlist(file)).toMatchObject({ AssociatedBundleIdentifiers: ['app.immich-sync'] });
  expect(responsible).toBe(app);
  expect((await agentState({ ...options, program: PROGRAM })).responsible).toBe(process.execPath);
});

it('replaces a job that is in the middle of a sync, as soon as launchd has cleared it away', async () => {
  const bench = await useBench();
  const ctl = makeLaunchCtl(bench.folder);
  const options = optionsFor(bench, ctl);
  await installAgent(options);
  ctl.drains(30, 3);
  schedule(bench, { everyHours: 6 });
  const { file, ...state } = await installAgent(options);
  expect(state).toMatchObject({ installed: true, loaded: true, current: true });
  expect(await parsePlist(file)).toMatchObject({ StartInterval: 21_600 });
});

it('leaves the former job in its place when the new one cannot be loaded', async () => {
  const bench = await useBench();
  const ctl = makeLaunchCtl(bench.folder);
  const options = optionsFor(bench, ctl);
  ctl.refuses(1, 78);
  await expect(installAgent(options)).rejects.toMatchObject({ code: 'agent-failed' });
  expect(await agentState(options)).toMatchObject({ installed: false, loaded: false });

  const { file } = await installAgent(options);
  const before = await readFile(file, 'utf8');
  schedule(bench, { everyHours: 6 });
  ctl.refuses(1, 78);
  await expect(installAgent(options)).rejects.toMatchObject({ code: 'agent-failed' });
  expect(await readFile(file, 'utf8')).toBe(before);
  expect(await agentState(options)).toMatchObject({ installed: true, loaded: true, current: false });

  // One that does not end is left as it is, too.
  ctl.drains(1_000_000);
  await expect(installAgent(options)).rejects.toThrow('the previous job does not stop');
  expect(await agentState(options)).toMatchObject({ installed: true, loaded: true, current: false });
});

it('is loaded although it was switched off before', async () => {
  const bench = await useBench();
  const ctl = makeLaunchCtl(bench.folder);
  const options = optionsFor(bench, ctl);
  const { label } = await agentState(options);
  ctl.setDisabled(label);
  expect(await installAgent(options)).toMatchObject({ loaded: true });
});

it('gets the times of the schedule as they change, and starts what it started', async () => {
  const bench = await useBench();
  const options = optionsFor(bench);
  expect(await refreshAgent(options)).toBe(false);
  const program = ['/Applications/Immich Sync.app/Contents/MacOS/Immich Sync', '--cli'];
  const { file, label } = await installAgent({ ...options, program });
  expect(await refreshAgent(options)).toBe(false);

  schedule(bench, { times: ['03:15'] });
  expect(await refreshAgent(options)).toBe(true);
  expect(await parsePlist(file)).toMatchObject({
    ProgramArguments: [...program, '--home', bench.paths.home, 'sync', '--scheduled'],
    StartCalendarInterval: [{ Hour: 3, Minute: 15 }],
  });
  expect(await agentState({ ...options, program })).toMatchObject({ loaded: true, current: true });

  // One that a person has ended stays ended; it has the times when it is loaded the next time.
  await options.launchControl?.unload(label);
  schedule(bench, { times: ['04:00'] });
  expect(await refreshAgent(options)).toBe(true);
  expect(await agentState({ ...options, program })).toMatchObject({ loaded: false, current: true });
});

it('says why it cannot be installed', async () => {
  const bench = await useBench();
  const options = optionsFor(bench);
  const code = (changed: Partial<AgentOptions>) =>
    installAgent({ ...options, ...changed }).catch((error) => error.code);
  expect(await code({ launchControl: null })).toBe('agent-unsupported');
  const translocated = '/private/var/folders/x/AppTranslocation/1/d/Immich Sync.app/Contents/MacOS/Immich Sync';
  expect(await code({ program: [translocated, '--cli'] })).toBe('agent-needs-app-moved');
  const broken = join(bench.folder, 'broken');
  await writeFile(broken, '#!/bin/sh\necho "Operation not permitted" >&2\nexit 1\n', { mode: 0o755 });
  await expect(installAgent({ ...options, launchControl: launchControl(broken) })).rejects.toThrow(
    'launchd refused the request (Operation not permitted).',
  );
  schedule(bench, { times: [] });
  expect(await code({})).toBe('agent-without-times');
  if (process.platform !== 'darwin') expect((await bench.cli(['agent', 'install'])).exitCode).toBe(2);
});

it('starts a command that does what is due, once, and leaves the rest to others', async () => {
  const bench = await useBench({ fill: (library) => library.addMany([{ kind: 'photo' }, { kind: 'live' }]) });
  const runJob = () => bench.cli(['sync', '--scheduled', '--json']);
  expect((await runJob()).json()).toMatchObject({ outcome: 'not-yet' });

  // A person started the first sync three days ago.
  const past = Date.now() - 3 * DAY;
  const engine = await Engine.open({
    paths: bench.paths,
    secrets: environmentSecrets(bench.server.apiKey),
    scripts: scriptsFolder(),
    environment: process.env,
    now: () => past,
  });
  const signal = new AbortController().signal;
  await engine.sync({ trigger: 'command', dueAt: null, isFull: false, signal });
  engine.schedule.state(new Date(past));
  await engine.close();

  const app = await Listener.open({
    folder: bench.paths.runFolder,
    name: 'app',
    present: () => ({ work: null, since: null }),
    onRequest: () => {},
  });
  expect((await runJob()).json()).toMatchObject({ outcome: 'app' });
  await app.close();
  const lock = await acquireRunLock(bench.paths.runFolder, { trigger: 'test' });
  expect((await runJob()).json()).toMatchObject({ outcome: 'another-run' });
  expect(await bench.history()).not.toContainEqual(expect.objectContaining({ trigger: 'catch-up' }));
  lock.release();

  const { exitCode, json } = await runJob();
  expect(exitCode).toBe(0);
  const due = new Date();
  due.setHours(2, 0, 0, 0);
  if (due.getTime() > Date.now()) due.setDate(due.getDate() - 1);
  const isLate = Date.now() - due.getTime() > 5 * 60_000;
  expect(json()).toMatchObject({ outcome: 'nothing-new', trigger: isLate ? 'catch-up' : 'schedule' });
  const [run, ...older] = await bench.history();
  expect(run).toMatchObject({
    trigger: isLate ? 'catch-up' : 'schedule',
    dueAt: due.getTime(),
    outcome: 'nothing-new',
  });
  expect(older.filter(({ outcome }) => outcome === 'skipped').map(({ dueAt }) => dueAt)).toHaveLength(2);

  const again = await runJob();
  expect(again).toMatchObject({ exitCode: 0 });
  expect(again.json()).toMatchObject({
    outcome: 'nothing-due',
    reason: expect.stringMatching(/^Nothing is due before /),
  });
  expect(await bench.history()).toHaveLength(4);
});

it('follows an app that was moved or updated, and leaves the job of another program alone', async () => {
  const bench = await useBench();
  const options = optionsFor(bench);
  expect(await repairAgent(options)).toBe(false);
  const former = join(bench.folder, 'Old.app');
  await writeFile(former, '');
  const { file } = await installAgent({ ...options, program: [former, '--cli'] });
  const commandIn = async () => (await parsePlist(file)).ProgramArguments as string[];

  // Still there: a checkout beside the app, for example.
  expect(await repairAgent(options)).toBe(false);
  expect((await commandIn())[0]).toBe(former);

  await rm(former);
  expect(await repairAgent({ ...options, program: ['/private/var/x/AppTranslocation/y/Immich Sync', '--cli'] })).toBe(
    false,
  );
  expect(await repairAgent(options)).toBe(true);
  expect(await commandIn()).toEqual([...PROGRAM, '--home', bench.paths.home, 'sync', '--scheduled']);
  expect(await agentState(options)).toMatchObject({ loaded: true, current: true });
  expect(await repairAgent(options)).toBe(false);
});

it('follows an app that Nix has put in a new place, though the old one is still there', async () => {
  const bench = await useBench();
  const options = optionsFor(bench);
  const place = (version: string) => [`/nix/store/x-immich-sync-${version}/Applications/Immich Sync.app/x`, '--cli'];
  await installAgent({ ...options, program: place('0.1.0') });
  const { label, file } = await agentState(options);
  // Switched off by the person: it stays so.
  await options.launchControl?.unload(label);
  expect(await repairAgent({ ...options, program: place('0.2.0') })).toBe(true);
  expect((await parsePlist(file)).ProgramArguments).toEqual(expect.arrayContaining(place('0.2.0')));
  expect(await agentState(options)).toMatchObject({ installed: true, loaded: false });
});
