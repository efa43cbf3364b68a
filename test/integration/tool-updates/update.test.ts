/**
 * Tools that are updated by the signed list, from the download to the sync that uses them. The list comes from a server on this computer; `uv` and each
 * osxphotos are small programs, the latter with the stand-in that reads the library behind them.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Engine } from '../../../src/core/engine/engine.ts';
import { tell } from '../../../src/core/model/problem.ts';
import { environmentSecrets } from '../../../src/core/secrets/environment.ts';
import { UNKNOWN_POWER } from '../../../src/core/system/system-state.ts';
import { NO_WAKEFULNESS } from '../../../src/core/system/wakefulness.ts';
import { markInstalled, privateProgram } from '../../../src/core/tools/private-tools.ts';
import { publicKeyText } from '../../../src/core/tools/sets/signed-list.ts';
import type { ListedSet } from '../../../src/core/tools/sets/tool-list.ts';
import { scriptsFolder } from '../../../src/main/scripts-folder.ts';
import { createEngineServices } from '../../../src/main/services/engine-services.ts';
import { HandClock } from '../../support/hand-clock.ts';
import { inventoryAlone, writeScript } from '../../support/stand-ins/broken/programs.ts';
import { writeStandIn } from '../../support/stand-ins/write.ts';
import { type Bench, useBench } from '../../support/sync/bench.ts';
import { startListServer } from '../../support/tool-list/list-server.ts';
import { listedSet, requirementsOf, sha256, signer, toolList } from '../../support/tool-list/lists.ts';
import { provisionTools } from '../../support/tools/provision.ts';

/** What an osxphotos does besides what the stand-in does; it says its own version in any case. */
const VERSIONS: Readonly<Record<string, (standIn: string) => string>> = {
  '0.77.2': () => '',
  '0.78.0': () => '',
  // It does not see any picture.
  '0.78.1': (standIn) =>
    `[ "$1" = run ] && { "${standIn}" "$@" </dev/null | sed -e '/"kind":"asset"/d' -e 's/\\("kind":"end","assets":\\)[0-9]*/\\10/'; exit 0; }`,
  '0.78.2': () => '[ "$1" = run ] && { echo "OperationalError: no such table" >&2; exit 1; }',
  // It reads the library as it should, and exports nothing.
  '0.78.3': (standIn) =>
    `${inventoryAlone(standIn)}\n[ "$1" = export ] && { echo "Error: no such option" >&2; exit 2; }`,
  '0.78.4': () => '[ "$1" = run ] && echo "What nobody has heard of" >&2',
};

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A home with the osxphotos that Immich Sync has installed, and an immich-go of the person's own. */
async function useWorld({ builtIn = '' }: { readonly builtIn?: string } = {}) {
  const list = await startListServer();
  const { publicKey, sign } = signer();
  const clock = { now: Date.parse('2026-12-01T02:00:00Z') };
  const network: { routers: []; isHotspot: boolean } = { routers: [], isHotspot: false };
  const system = { power: async () => UNKNOWN_POWER, network: async () => network };
  const bench = await useBench({
    now: () => clock.now,
    system,
    fill: (library) => library.addMany([{ kind: 'photo' }, { kind: 'photo' }, { kind: 'photo' }]),
    settings: (settings) => ({ ...settings, tools: { ...settings.tools, osxphotos: null } }),
  });
  const programs = join(bench.folder, 'programs');
  await mkdir(programs);
  const standIn = await writeStandIn('osxphotos', join(bench.folder, 'stand-in'));
  for (const [version, does] of Object.entries(VERSIONS)) {
    const says = `[ "$1" = --version ] && { echo "osxphotos, version ${version}"; exit 0; }`;
    await writeScript(programs, `osxphotos-${version}`, `${says}\n${does(standIn)}\nexec "${standIn}" "$@"`);
  }
  // `uv venv … HOME` makes the folder, `uv pip install … --python HOME/bin/python … -r FILE` the program that FILE names.
  await writeScript(
    programs,
    'uv',
    `for last in "$@"; do :; done
case "$1" in
  venv) mkdir -p "$last/bin"; : > "$last/bin/python" ;;
  pip) while [ "$1" != --python ]; do shift; done
    cp "${programs}/osxphotos-$(sed -n 's/^osxphotos==\\([^ ]*\\).*/\\1/p' "$last")" "$(dirname "$2")/osxphotos" ;;
esac`,
  );
  vi.stubEnv('PATH', `${programs}:${process.env.PATH}`);
  const environment = { IMMICH_SYNC_TOOL_LIST: list.url, IMMICH_SYNC_TOOL_LIST_KEY: publicKeyText(publicKey) };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  await installBuiltIn(bench, `${builtIn}\nexec "${join(programs, 'osxphotos-0.77.2')}" "$@"`);

  const publish = (serial: number, ...sets: readonly ListedSet[]) => {
    list.files.set('list.json', sign(toolList(serial, sets)));
    for (const { osxphotos } of sets) list.files.set(osxphotos.requirements.file, requirementsOf(osxphotos.version));
  };
  const engine = await bench.openEngine();
  const { signal } = new AbortController();
  const update = () => engine.toolUpdates.update({ signal, isNeeded: false });
  /** What the tools folder says is used. */
  const inUse = async () => {
    const { path, version, verdict } = await engine.findTool('osxphotos');
    return `${version} ${verdict} ${path.slice(bench.paths.toolsFolder.length + 1)}`;
  };
  return { bench, list, clock, network, publish, engine, signal, update, inUse, environment };
}

/** As the assistant leaves it. @param script lines of `sh` */
async function installBuiltIn({ paths: { toolsFolder } }: Bench, script: string): Promise<void> {
  const path = privateProgram(toolsFolder, 'osxphotos');
  const folder = join(toolsFolder, 'osxphotos/bin');
  await mkdir(folder, { recursive: true });
  await writeScript(folder, 'python', '');
  await writeScript(folder, 'osxphotos', script);
  expect(path).toBe(join(folder, 'osxphotos'));
  await markInstalled(toolsFolder, { tool: 'osxphotos', version: '0.77.2', way: 'uv' });
}

async function useServices(bench: Bench, clock: HandClock) {
  const engine = await Engine.open({
    paths: bench.paths,
    secrets: environmentSecrets(bench.server.apiKey),
    scripts: scriptsFolder(),
    environment: process.env,
    now: clock.now,
    wakefulness: NO_WAKEFULNESS,
  });
  const refuse = async () => {
    throw new Error('The key stays as it is.');
  };
  const view = async () => ({ state: 'stored', savedAt: null, reason: null }) as const;
  const services = await createEngineServices({
    engine,
    vault: { view, write: refuse, remove: refuse },
    version: '0.0.0',
    clock,
  });
  onTestFinished(() => services.close());
  return services;
}

const OLD = '0.77.2 tested osxphotos/bin/osxphotos';
const NEW = '0.78.0 tested sets/2/osxphotos/bin/osxphotos';

describe('tool updates', () => {
  it('install a set beside the old one, try it on the library and use it', async () => {
    const { bench, list, publish, update, inUse, environment } = await useWorld();
    expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: 3 } });
    publish(1, listedSet(1, '0.77.2'), listedSet(2, '0.78.0'));

    expect(await update()).toEqual({ outcome: 'updated', set: 2, versions: { osxphotos: '0.78.0' } });

    expect(await inUse()).toBe(NEW);
    await bench.photos.addAsset({ kind: 'photo' });
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], coverage: { complete: 4 } });
    expect(bench.started).toContain(join(bench.paths.toolsFolder, 'sets/2/osxphotos/bin/osxphotos'));
    // It can be gone back to.
    expect(existsSync(privateProgram(bench.paths.toolsFolder, 'osxphotos'))).toBe(true);
    expect(await update()).toEqual({ outcome: 'current' });
    expect(list.asked).toEqual(['list.json 200', 'osxphotos-0.78.0.txt 200', 'list.json 304']);

    const doctor = await bench.cli(['doctor', '--json'], { environment });
    const { checks } = doctor.json<{ checks: { id: string; finding: string; problem: unknown }[] }>();
    expect(checks.find(({ id }) => id === 'tool-updates')).toMatchObject({
      finding: expect.stringMatching(/^Tool set 2 is in use\. Last checked on 2026-12-01\.$/),
      problem: null,
    });
    const again = await bench.cli(['tools', 'update'], { environment });
    expect(again).toMatchObject({ exitCode: 0, stdout: 'The tools are up to date.\n' });
  });

  it('do not take an osxphotos that fails the trial', async () => {
    const { bench, publish, update, inUse, engine } = await useWorld();
    await bench.sync();
    const wrong = [
      ['0.78.1', /it does not see 3 of 3 items/],
      // The one in use reads the same library: it is not damaged.
      ['0.78.2', /no such table/],
      ['0.78.4', /it says what is not understood: What nobody has heard of/],
    ] as const;
    for (const [index, [version, reason]] of wrong.entries()) {
      publish(1 + index, listedSet(2, version));
      const error = { code: 'tool-update-failed', message: expect.stringMatching(reason) };
      await expect(update()).rejects.toMatchObject(error);
      expect(await inUse()).toBe(OLD);
      expect(await readdir(join(bench.paths.toolsFolder, 'sets'))).toEqual([]);
      const { givenUp } = await engine.toolUpdates.seen();
      expect(givenUp === null ? null : tell(givenUp.reason)).toMatch(reason);
      // Not again by this list, but by the next.
      expect(await update()).toEqual({ outcome: 'current' });
    }
  });

  it('let a newer Photos be read without caution, as soon as it was tested', async () => {
    const { bench, publish, update } = await useWorld();
    bench.photos.createAlbum('Holiday', { assets: [await bench.photos.addAsset({ kind: 'photo' })] });
    bench.photos.setModelVersion(280_010_300);
    expect(await bench.sync()).toMatchObject({
      albums: { created: 0 },
      problems: [expect.objectContaining({ code: 'held-back' })],
    });
    publish(1, listedSet(2, '0.77.2'));
    expect(await update()).toEqual({ outcome: 'updated', set: 2, versions: {} });
    expect(await bench.sync()).toMatchObject({ albums: { created: 1 }, problems: [] });
  });

  it('help where the library is too new for the tool in use', async () => {
    const { bench, publish, engine, signal, inUse } = await useWorld({
      builtIn: '[ "$1" = run ] && { echo "WARNING: Unknown db / model version: model_ver=280010300" >&2; exit 1; }',
    });
    const problem = { code: 'library-too-new', action: 'update-tools' };
    expect(await bench.sync()).toMatchObject({ outcome: 'failed', problems: [expect.objectContaining(problem)] });
    const update = () => engine.toolUpdates.update({ signal, isNeeded: true });
    publish(1);
    await expect(update()).rejects.toMatchObject({ code: 'tool-update-not-ready' });
    publish(2, listedSet(2, '0.78.0'));
    await update();
    expect(await inUse()).toBe(NEW);
    expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: 3 } });
  });

  it('bring an immich-go from its release archive, and no other way', async () => {
    const { bench, list, publish, update, engine } = await useWorld();
    const { toolsFolder } = bench.paths;
    const immichGo = (await provisionTools()).immichGo.path;
    vi.stubEnv('IMMICH_SYNC_GITHUB_MIRROR', new URL('/', list.url).href);
    await mkdir(join(toolsFolder, 'immich-go'));
    await writeScript(join(toolsFolder, 'immich-go'), 'immich-go', `exec "${immichGo}" "$@"`);
    await markInstalled(toolsFolder, { tool: 'immich-go', version: '0.32.0', way: 'release' });
    bench.change((settings) => ({ ...settings, tools: { ...settings.tools, immichGo: null } }));
    await bench.sync();

    const says = '[ "$1" = --version ] && { echo "immich-go version 0.33.0"; exit 0; }';
    await writeScript(join(bench.folder, 'programs'), 'immich-go', `${says}\nexec "${immichGo}" "$@"`);
    const archive = execFileSync('tar', ['-czf', '-', '-C', join(bench.folder, 'programs'), 'immich-go']);
    const set = listedSet(2, '0.77.2');
    const name = 'immich-go_Linux_x86_64.tar.gz';
    const machine = `${process.platform}-${process.arch}`;
    const release = { version: '0.33.0', archives: { [machine]: { name, sha256: sha256(archive) } } };
    const file = `simulot/immich-go/releases/download/v0.33.0/${name}`;
    list.files.set(file, Buffer.concat([archive, Buffer.from('changed')]));
    publish(1, { ...set, 'immich-go': release });
    await expect(update()).rejects.toMatchObject({ code: 'tool-download-wrong' });

    list.files.set(file, archive);
    expect(await update()).toEqual({ outcome: 'updated', set: 2, versions: { 'immich-go': '0.33.0' } });
    const found = await engine.findTool('immich-go');
    expect(found).toMatchObject({ version: '0.33.0', verdict: 'tested' });
    await bench.photos.addAsset({ kind: 'photo' });
    expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: 4 } });
    expect(bench.started).toContain(found.path);
  });

  it('are looked for by the app while it is open, and by its button', async () => {
    const { bench, list, publish, inUse } = await useWorld();
    publish(1, listedSet(2, '0.78.0'));
    await bench.sync();
    const clock = new HandClock('2026-12-01T12:00:00Z');
    const services = await useServices(bench, clock);
    await clock.forward(9 * MINUTE);
    expect(list.asked).toEqual([]);
    await clock.forward(MINUTE);
    await vi.waitFor(async () => expect(await inUse()).toBe(NEW), { timeout: 60_000 });
    list.asked.length = 0;
    expect(await services.handlers['tools.update']({ isNeeded: false })).toEqual({ outcome: 'current' });
    expect(list.asked).toEqual(['list.json 304']);
    await expect(services.handlers['tools.update']({ isNeeded: true })).rejects.toMatchObject({
      code: 'tool-update-not-ready',
    });
  });

  it('go back when two syncs in a row fail over the new tool', async () => {
    const { bench, publish, update, inUse } = await useWorld();
    await bench.sync();
    publish(1, listedSet(2, '0.78.3'));
    await update();
    await bench.photos.addAsset({ kind: 'photo' });
    expect(await bench.sync()).toMatchObject({ problems: [expect.objectContaining({ code: 'tool-failed' })] });
    expect(await inUse()).toMatch(/^0\.78\.3/);
    await bench.sync();
    expect(await inUse()).toBe(OLD);
    expect(await bench.sync()).toMatchObject({ outcome: 'done', coverage: { complete: 4 } });
    expect(await update()).toEqual({ outcome: 'current' });
  });

  it('come by themselves once a day, unless that is switched off, a hotspot is in use, or nobody has installed tools by Immich Sync', async () => {
    const { bench, list, clock, network, publish, engine, signal, inUse } = await useWorld();
    await bench.sync();
    publish(1);
    const look = () => engine.toolUpdates.lookIfDue(signal);
    const set = (tools: object) =>
      bench.change((settings) => ({ ...settings, tools: { ...settings.tools, ...tools } }));
    set({ keepUpToDate: false });
    await look();
    expect(list.asked).toEqual([]);
    set({ keepUpToDate: true });
    network.isHotspot = true;
    await look();
    expect(list.asked).toEqual([]);
    network.isHotspot = false;
    await look();
    publish(2, listedSet(2, '0.78.0'));
    clock.now += DAY - 1;
    await look();
    expect(list.asked).toEqual(['list.json 200']);
    expect(await inUse()).toBe(OLD);
    clock.now += 1;
    await look();
    expect(await inUse()).toBe(NEW);

    clock.now += DAY;
    list.asked.length = 0;
    const own = join(bench.folder, 'programs/osxphotos-0.77.2');
    set({ osxphotos: own });
    await look();
    await expect(engine.toolUpdates.update({ signal, isNeeded: true })).rejects.toMatchObject({
      code: 'tools-not-ours',
    });
    expect(list.asked).toEqual([]);
    expect(await inUse()).toMatch(/^0\.77\.2 tested/);
  });

  it('leave everything as it is when the list or what it names does not come as it should', async () => {
    const { bench, list, publish, update, inUse, engine, signal } = await useWorld();
    await bench.sync();
    publish(1, listedSet(2, '0.78.0'));
    list.files.set('osxphotos-0.78.0.txt', 'osxphotos==0.66.6\n');
    await expect(update()).rejects.toMatchObject({
      code: 'tool-update-failed',
      message: expect.stringMatching(/checksum/),
    });
    list.files.set('list.json', signer().sign(toolList(9, [listedSet(2, '0.78.0')])));
    await expect(update()).rejects.toMatchObject({ code: 'tool-list-refused' });
    list.files.delete('list.json');
    await expect(update()).rejects.toMatchObject({ code: 'tool-list-unreachable' });
    expect(await inUse()).toBe(OLD);
    // What was no fault of the set is tried again.
    publish(2);
    await expect(engine.toolUpdates.update({ signal, isNeeded: true })).rejects.toMatchObject({
      code: 'tool-update-not-ready',
    });
    publish(3, listedSet(2, '0.78.0'));
    await update();
    expect(await inUse()).toBe(NEW);
  });
});
