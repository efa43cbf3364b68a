/**
 * The settings file. Looked at again at every reading, and read where it is another than before (the app and the command line share it), written whole and atomically by `conf`; in the app
 * by `electron-store`, which is `conf` too and comes in through {@link OpenSettingsOptions.createWriter}.
 *
 * What a person wrote is never lost: keys we do not know are kept, a file that is no JSON, and stays so, is set aside, a value that is not allowed counts
 * as its default until the next change, and then the file as it was is kept beside the new one.
 */

import { accessSync, constants, copyFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import Conf from 'conf';
import { fileReason } from '../model/file-reason.ts';
import { becauseOf, type Problem, ProblemError, toProblem } from '../model/problem.ts';
import { because, type Reason } from '../model/reasons.ts';
import type { Settings } from '../model/settings.ts';
import { migrate, type SettingsDocument } from './migrate.ts';
import { reasonOf } from './refusal.ts';
import { DEFAULT_SETTINGS, SCHEMA_VERSION, SCHEMAS, SECTIONS, settingsIn, settingsSchema } from './schema.ts';

export interface SettingsStore {
  readonly file: string;
  /** Why defaults are in the place of what the file says; null when it can be read. Only {@link openSettingsAnyway} continues so. */
  readonly problem: Problem | null;
  /** About the file as it was found by the last look, each a whole sentence: what was set aside, what is not a setting, what counts as its default. */
  readonly notices: readonly Reason[];
  /**
   * The settings as the file says now.
   * @throws {ProblemError} settings-unreadable; not where {@link openSettingsAnyway} shows defaults meanwhile
   */
  read(): Settings;
  /**
   * The same for what acts on them: never defaults in the place of a file that cannot be read.
   * @throws {ProblemError} settings-unreadable
   */
  readOrThrow(): Settings;
  /**
   * Changes the file. `edit` gets what the file says now, so that a change made elsewhere in the meantime is kept.
   * @throws {ProblemError} settings-unreadable, settings-not-saved, and whatever `edit` throws
   */
  change(edit: (settings: Settings) => Settings): Settings;
}

/** What writes the file: assigning `store` replaces the file atomically. */
export interface SettingsWriter {
  store: Record<string, unknown>;
}

export interface WriterOptions {
  readonly cwd: string;
  /** The file's name without its extension. electron-store calls it `name`. */
  readonly configName: string;
  /** Without the dot. */
  readonly fileExtension: string;
  readonly configFileMode: number;
  readonly accessPropertiesByDotNotation: false;
}

export interface OpenSettingsOptions {
  readonly createWriter?: (options: WriterOptions) => SettingsWriter;
  readonly now?: () => Date;
  /** Lets some time go by, in milliseconds. */
  readonly pause?: (milliseconds: number) => void;
}

/**
 * Opens the settings; a missing file means defaults and is only made by the first change.
 * @throws {ProblemError} settings-unreadable when the file cannot be read, cannot be set aside, or is from a newer version
 */
export function openSettings(file: string, options: OpenSettingsOptions = {}): SettingsStore {
  const now = options.now ?? (() => new Date());
  const createWriter = options.createWriter ?? ((writerOptions) => new Conf<Record<string, unknown>>(writerOptions));
  const pause = options.pause ?? waitIdly;
  let setAside: Reason[] = [];
  let found: Found = { document: {}, settings: DEFAULT_SETTINGS, unknown: [], refused: [] };

  /** Of the file that `found` was read from; null when it has to be read again. */
  let foundIn: string | null = null;

  const look = (): Found => {
    const state = settledState(file, now());
    if (state !== null && state === foundIn) return found;
    foundIn = null;
    const document = documentIn(file, pause);
    if (document === null) {
      const kept = asideName(file, now());
      try {
        renameSync(file, kept);
      } catch (error) {
        throw unreadable(file, because('damaged-and-stays', { why: fileReason(error) }), error);
      }
      setAside = [...setAside, because('settings-set-aside', { path: kept })];
      found = examine({}, file);
    } else {
      found = examine(document, file);
      // As it was before it was read: what was changed meanwhile is read again.
      foundIn = state;
    }
    return found;
  };

  look();
  return {
    file,
    problem: null,
    get notices() {
      return [
        ...setAside,
        ...found.refused.map(({ name, why }) => because('setting-at-default', { name, why })),
        ...found.unknown.map((name) => because('setting-without-effect', { name })),
      ];
    },
    read: () => look().settings,
    readOrThrow: () => look().settings,
    change(edit) {
      const before = look();
      const settings = edit(before.settings);
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        refuseReadOnly(file);
        if (before.refused.length > 0) copyFileSync(file, asideName(file, now()));
        const writer = createWriter({
          cwd: dirname(file),
          configName: basename(file, extname(file)),
          fileExtension: extname(file).slice(1),
          configFileMode: 0o600,
          accessPropertiesByDotNotation: false,
        });
        writer.store = merge(before.document, settings);
      } catch (error) {
        throw new ProblemError('settings-not-saved', { path: file, reason: fileReason(error) }, { cause: error });
      }
      look();
      return settings;
    },
  };
}

/**
 * As {@link openSettings}, for an app that has to start to be able to say what is wrong: while the file cannot be read it has the default
 * settings, which are only shown, and a `problem`. It is looked at again with every reading, and never written over.
 */
export function openSettingsAnyway(file: string, options: OpenSettingsOptions = {}): SettingsStore {
  let store: SettingsStore | null = null;
  let problem: Problem | null = null;
  const readOrThrow = (): Settings => {
    try {
      store ??= openSettings(file, options);
      const settings = store.read();
      problem = null;
      return settings;
    } catch (error) {
      problem = toProblem(error);
      throw error;
    }
  };
  const read = (): Settings => {
    try {
      return readOrThrow();
    } catch {
      return DEFAULT_SETTINGS;
    }
  };
  read();
  return {
    file,
    get problem() {
      return problem;
    },
    get notices() {
      return problem === null ? (store?.notices ?? []) : [because('settings-not-read', { why: becauseOf(problem) })];
    },
    read,
    readOrThrow,
    change(edit) {
      store ??= openSettings(file, options);
      return store.change(edit);
    },
  };
}

/** What a file was found to say. */
interface Found {
  readonly document: SettingsDocument;
  readonly settings: Settings;
  /** Keys that are not settings. */
  readonly unknown: readonly string[];
  /** Settings whose value is not allowed. */
  readonly refused: readonly { readonly name: string; readonly why: Reason }[];
}

function examine(original: SettingsDocument, file: string): Found {
  const migrated = migrate(original);
  if ('newer' in migrated)
    throw unreadable(file, because('newer-settings', { version: migrated.newer, known: SCHEMA_VERSION }));
  const { document } = migrated;
  const unknown = Object.keys(document).filter(
    (key) => key !== 'schemaVersion' && !SECTIONS.some((name) => name === key),
  );
  const refused: Found['refused'][number][] = [];
  const values: Record<string, unknown> = { schemaVersion: SCHEMA_VERSION };
  for (const section of SECTIONS) {
    const given = document[section];
    if (given !== undefined && !isObject(given)) refused.push({ name: section, why: because('no-settings-group') });
    const written = isObject(given) ? given : {};
    const defaults: SettingsDocument = DEFAULT_SETTINGS[section];
    const names = settingsIn(section);
    values[section] = Object.fromEntries(
      names.map(({ name, key }) => {
        if (!Object.hasOwn(written, key)) return [key, defaults[key]];
        const result = SCHEMAS[name].safeParse(written[key]);
        if (result.success) return [key, result.data];
        refused.push({ name, why: reasonOf(result.error, written[key]) });
        return [key, defaults[key]];
      }),
    );
    for (const key of Object.keys(written))
      if (!names.some((known) => known.key === key)) unknown.push(`${section}.${key}`);
  }
  return { document, settings: settingsSchema.parse(values), unknown, refused };
}

/** The settings over what the file held, so that keys which this version does not know stay. */
function merge(document: SettingsDocument, settings: Settings): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...document, schemaVersion: SCHEMA_VERSION };
  for (const section of SECTIONS) {
    const written = document[section];
    merged[section] = { ...(isObject(written) ? written : {}), ...settings[section] };
  }
  return merged;
}

/** A file that is no settings is looked at again so often, with this pause (milliseconds) before each look. */
const UNCHANGED_LOOKS = 5;
const LOOKS = 50;
const PAUSE = 100;

/**
 * What the file says, an empty document when there is none; null for one that is damaged. A file of which only a part can be read may be one that
 * another program is writing at this moment: it counts as damaged only when nothing of it has changed for half a second.
 * @throws {ProblemError} settings-unreadable
 */
function documentIn(file: string, pause: (milliseconds: number) => void): SettingsDocument | null {
  let text = readText(file);
  for (let looks = 0, unchanged = 0; ; looks += 1) {
    const document = text === null ? {} : parseDocument(text);
    if (document !== null || unchanged === UNCHANGED_LOOKS) return document;
    if (looks === LOOKS) throw unreadable(file, because('being-written'));
    pause(PAUSE);
    const again = readText(file);
    unchanged = again === text ? unchanged + 1 : 0;
    text = again;
  }
}

/** Settings are read at once, by whoever needs them, so that there is nothing else to do meanwhile. */
function waitIdly(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Milliseconds after which a change is seen in the file's times, also on disks that count them in whole seconds. */
const SETTLED = 2_500;

/** What tells the file from any other state of it; null when there is none, or it was changed so lately that a further change could look the same. */
function settledState(file: string, now: Date): string | null {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
    const isSettled = now.getTime() - Number(ctimeNs / 1_000_000n) > SETTLED;
    return isSettled ? [dev, ino, size, mtimeNs, ctimeNs].join(' ') : null;
  } catch {
    return null;
  }
}

/** Null when there is no file. */
function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw unreadable(file, fileReason(error), error);
  }
}

/** Null when the text is not a JSON object. A byte order mark, which some editors write, is skipped. */
function parseDocument(text: string): SettingsDocument | null {
  try {
    const document: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isObject(document) ? document : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is SettingsDocument =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An atomic write replaces even a file that is marked as read-only, so that mark has to be asked for. */
function refuseReadOnly(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return;
  accessSync(file, constants.W_OK);
  // The superuser passes every access check; the mark counts for it too.
  if ((stats.mode & 0o200) === 0) throw Object.assign(new Error('read-only'), { code: 'EACCES' });
}

/** For example `settings.2026-11-22T02-00-00-000Z.broken.json`, beside the file. */
function asideName(file: string, time: Date): string {
  const extension = extname(file);
  return join(
    dirname(file),
    `${basename(file, extension)}.${time.toISOString().replace(/[:.]/g, '-')}.broken${extension}`,
  );
}

const unreadable = (path: string, reason: Reason, cause?: unknown) =>
  new ProblemError('settings-unreadable', { path, reason }, { cause });
