import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createPhotosLibrary,
  createSampleLibrary,
  type PhotosLibrary,
  readManifest,
} from '../support/photos-library/index.ts';
import { personWith } from '../support/sync/in-immich.ts';
import type { ProvisionedTools } from '../support/tools/provision.ts';
import { judge } from './judge.ts';
import { type Program, setUpProgram } from './program.ts';
import type { Scenario, Stage } from './scenario.ts';
import type { Accounts } from './server/accounts.ts';
import { callsTo } from './server/calls.ts';
import { countFiles, readAccount, type Seen } from './server/reader.ts';
import { afterNextSync, judged, type Row } from './verdict.ts';

/** What the README asks for and what `doctor` names besides; no permission to delete a picture is among it. */
export const KEY_PERMISSIONS: readonly string[] = [
  'asset.upload',
  'asset.read',
  'asset.update',
  'album.read',
  'album.create',
  'album.update',
  'albumAsset.create',
  'albumAsset.delete',
  'tag.create',
  'tag.asset',
  'stack.create',
  'stack.read',
  'stack.update',
  'stack.delete',
  'user.read',
  'server.about',
];

export interface StageOptions {
  readonly url: string;
  readonly version: string;
  readonly accounts: Accounts;
  readonly settle: () => Promise<void>;
  /** For the home and the library; must not exist. Removed in the end. */
  readonly folder: string;
  readonly tools: ProvisionedTools;
  readonly assets: number;
}

/** Plays one scenario. @returns all that was judged; a scenario that breaks off is one more row, and different. */
export async function play(scenario: Scenario, options: StageOptions): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const libraries: PhotosLibrary[] = [];
  await mkdir(options.folder, { recursive: true });
  try {
    await scenario.play(await openStage(scenario, options, rows, libraries));
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    rows.push(judged('', 'the scenario', 'end', ['played to its end', text]));
  } finally {
    for (const library of libraries) library.close();
    await rm(options.folder, { recursive: true, force: true });
  }
  return rows;
}

async function openStage(
  scenario: Scenario,
  { url, version, accounts, settle, folder, tools, assets }: StageOptions,
  rows: Row[],
  libraries: PhotosLibrary[],
): Promise<Stage> {
  const account = await accounts.create(scenario.name);
  const [key, all] = [await account.key(KEY_PERMISSIONS), await account.key(['all'])];
  const call = callsTo(url, { key: all });
  const libraryPath = join(folder, 'Acceptance.photoslibrary');
  const program: Program = await setUpProgram({ home: join(folder, 'home'), url, key, libraryPath, tools });
  const keep = (library: PhotosLibrary) => {
    libraries.push(library);
    return library;
  };
  const is: Stage['is'] = (step, about, field, values, limit) => {
    rows.push(judged(step, about, field, values, limit));
  };
  return {
    version,
    account,
    program,
    assets,
    person: personWith(url, all),
    other: async () => {
      const somebody = await accounts.create(`${scenario.name}, somebody else`);
      return callsTo(url, { key: await somebody.key(['all']) });
    },
    library: async (fill, made) => {
      const library = keep(await createPhotosLibrary({ path: libraryPath, media: 'small', ...made }));
      await fill(library);
      return library;
    },
    sample: async () => keep(await createSampleLibrary(libraryPath, { assets: Math.max(assets, 60) })),
    sync: async (step, { args = [], key: given, exits = [0] } = {}) => {
      const { exitCode, stdout, stderr } = await program.run(['sync', '--json', ...args], given);
      const isRight = exits.includes(exitCode ?? -1);
      is(step, 'the sync', 'exit code', [isRight ? String(exitCode) : exits.join(' or '), String(exitCode)]);
      if (!isRight) is(step, 'the sync', 'words', ['', `${stdout} ${stderr}`.trim().slice(-600)]);
      await settle();
    },
    settle,
    look: () => readAccount(call),
    count: () => countFiles(call),
    judge: async (step, judging) => judge(step, readManifest(libraryPath), await readAccount(call), judging),
    is,
    isUnchanged: (step, before, after) => rows.push(...changes(step, before, after)),
    noteNextSync: (judgedRows, again) => void rows.push(...afterNextSync(judgedRows, again), ...again),
  };
}

/** One row for every asset, album and stack: as it was, or what it is now. */
function changes(step: string, before: Seen, after: Seen): Row[] {
  const flat = (seen: Seen) =>
    new Map(
      [...seen.assets, ...seen.albums, ...seen.stacks].map((thing) => [
        thing.id,
        {
          about: 'name' in thing ? thing.name : `stack ${thing.id}`,
          text: JSON.stringify(thing, (_key, value: unknown) => (value instanceof Set ? [...value].sort() : value)),
        },
      ]),
    );
  const [was, is] = [flat(before), flat(after)];
  return [...new Set([...was.keys(), ...is.keys()])].map((id) =>
    judged(step, (is.get(id) ?? was.get(id))?.about ?? id, 'unchanged', [
      was.get(id)?.text ?? 'absent',
      is.get(id)?.text ?? 'absent',
    ]),
  );
}
