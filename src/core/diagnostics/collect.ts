/**
 * What somebody who helps needs to know of an installation, as a few texts without names: a person reads them first, then sends them. Secrets are
 * taken out before, and once more by the second net of `stand-ins.ts`.
 */
import { release } from 'node:os';
import { runDoctor } from '../doctor/doctor.ts';
import type { Engine } from '../engine/engine.ts';
import type { RunRow } from '../ledger/run-history.ts';
import { readLastLines } from '../log/follow.ts';
import { SETTING_NAMES, SETTINGS, type Settings } from '../model/settings.ts';
import { readSetting } from '../settings/text.ts';
import { describeSystem } from '../tools/system-version.ts';
import { createStandIns, type KnownName, type NameKind } from './stand-ins.ts';
import type { TextFile } from './zip.ts';

const RUNS = 30;
const LOG_LINES = 4_000;

export interface DiagnosticsOptions {
  /** Of this very program, `1.2.3`. */
  readonly version: string;
  /** As `ownWords` gives them. */
  readonly words: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/** Asks the server and starts the tools, as the doctor does. Never holds the key or a header's value. */
export async function collectDiagnostics(
  engine: Engine,
  { version, words, signal }: DiagnosticsOptions,
): Promise<readonly TextFile[]> {
  const settings = engine.settings.read();
  const [checks, overview, tools, lines] = await Promise.all([
    runDoctor(engine, signal),
    engine.records.overview(),
    engine.tools.list(),
    readLastLines(engine.paths.logFile, LOG_LINES),
  ]);
  const standIns = createStandIns(words, knownNames(engine, settings));
  const clean = (text: string) => standIns.text(engine.redactor.text(text));
  const json = (value: unknown) => `${JSON.stringify(standIns.value(engine.redactor.value(value)), null, 2)}\n`;
  const { lastRun: _last, lastGoodRun: _good, server: _server, ...state } = overview;
  return [
    {
      name: 'versions.json',
      text: json({
        immichSync: version,
        system: `${describeSystem(process.platform, release())} ${process.arch}`,
        node: process.versions.node,
        electron: process.versions.electron ?? null,
        library: engine.records.librarySeen(),
        tools: tools.map(({ tool, inUse, problem }) => ({
          tool,
          version: inUse?.version ?? null,
          verdict: inUse?.verdict ?? null,
          by: inUse?.by ?? null,
          problem: problem?.code ?? null,
        })),
      }),
    },
    { name: 'state.json', text: json(state) },
    { name: 'settings.json', text: json(settingsWithoutTexts(settings)) },
    {
      name: 'doctor.txt',
      text: checks
        .map(({ name, finding, problem, isCaution }) => {
          const mark = problem === null ? (isCaution ? '!' : '✓') : '✕';
          return `${mark} ${name}: ${clean(finding)}${problem === null ? '' : ` [${problem.code}]`}\n`;
        })
        .join(''),
    },
    { name: 'syncs.json', text: json(engine.records.history(RUNS).map(runDocument)) },
    { name: 'log.txt', text: lines.map((line) => `${clean(line)}\n`).join('') },
  ];
}

/** Times as the log has them are of no zone; these are. */
function runDocument({ startedAt, endedAt, dueAt, ...rest }: RunRow) {
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return { startedAt: iso(startedAt), endedAt: iso(endedAt), dueAt: iso(dueAt), ...rest };
}

/** Of what a person has typed only whether it is there, and how much of it. */
function settingsWithoutTexts(settings: Settings): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    SETTING_NAMES.map((name) => {
      const value: unknown = readSetting(settings, name);
      switch (SETTINGS[name].form.form) {
        case 'yes-no':
        case 'choice':
        case 'number':
        case 'day':
        case 'times':
        case 'weekdays':
          return [name, value];
        default:
          return [name, amountOf(value)];
      }
    }),
  );
}

function amountOf(value: unknown): string | null {
  if (value === null) return null;
  return typeof value === 'object' ? `${Object.keys(value).length} set` : 'set';
}

function* knownNames(engine: Engine, settings: Settings): Generator<KnownName> {
  const { userFolder, home } = engine.paths;
  const folders = [settings.library.path, engine.stagingFolder(), home, userFolder];
  const { files, albums, keywords, texts } = engine.records.names();
  const all: readonly (readonly [NameKind, readonly (string | null)[]])[] = [
    ['folder', folders],
    ['album', albums],
    ['keyword', keywords],
    ['text', texts],
    ['file', files],
  ];
  for (const [kind, names] of all) for (const name of names) if (name !== null) yield { kind, name };
}
