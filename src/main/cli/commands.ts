/** The commands, one function each: ask the engine, print, return the exit code. */

import { refreshAgent } from '../../core/agent/agent.ts';
import type { LaunchControl } from '../../core/agent/launch-control.ts';
import { syncTogether } from '../../core/attach/sync-together.ts';
import { connect } from '../../core/channel/connection.ts';
import { tellApp } from '../../core/channel/shared-run.ts';
import { runDoctor } from '../../core/doctor/doctor.ts';
import type { Engine, ForecastPlan } from '../../core/engine/engine.ts';
import type { Status } from '../../core/engine/status.ts';
import type { RunRow } from '../../core/ledger/run-history.ts';
import { followLog, readLastLines } from '../../core/log/follow.ts';
import { type ExitCode, PROBLEMS, type Problem, ProblemError, toProblem } from '../../core/model/problem.ts';
import type { RunReport } from '../../core/model/run-report.ts';
import type { Pause } from '../../core/schedule/decide.ts';
import { readLegacyConfig } from '../../core/settings/legacy-config.ts';
import { warningAbout } from '../../core/settings/server-address.ts';
import { changeSetting, readSetting, SETTING_KEYS, settingKey, showSetting } from '../../core/settings/text.ts';
import type { ServerState } from '../../core/sync/preflight.ts';
import type { PlanReport } from '../../core/sync/preview.ts';
import { formatPast } from '../../shared/format.ts';
import { findingsText, forecastTime, importText } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { forecastView } from '../engine/forecast-view.ts';
import { findingViews } from '../engine/run-view.ts';
import {
  bytes,
  captureTime,
  coverageLines,
  dateTime,
  duration,
  findingLines,
  NOT_CHECKED,
  number,
  outcomeWord,
  plural,
  printable,
  problemLines,
  type Terminal,
} from './output.ts';
import { showProgress } from './progress-display.ts';

export interface CommandContext {
  readonly engine: Engine;
  readonly terminal: Terminal;
  readonly json: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Whether this process was given a key for itself, in the environment. */
  readonly hasOwnKey: boolean;
  /** Null where there is no launchd. */
  readonly launchControl: LaunchControl | null;
  /** What starts this very program: program first, absolute. */
  readonly program: readonly string[];
}

export async function sync(
  context: CommandContext,
  options: { readonly dryRun?: boolean; readonly full?: boolean; readonly wait?: boolean },
): Promise<ExitCode> {
  if (options.dryRun === true) return plan(context);
  const { engine, terminal, json, signal, hasOwnKey } = context;
  const display = json ? {} : { onProgress: showProgress(terminal) };
  const result = await syncTogether(engine, {
    trigger: 'command',
    dueAt: null,
    isFull: options.full === true,
    signal,
    mayFollow: options.wait !== false,
    mayAskApp: !hasOwnKey,
    onFollow: ({ pid }) => {
      if (!json)
        terminal.print(`A sync is already in progress (process ${pid}); following it. Press Ctrl-C to stop following.`);
    },
    ...display,
  });
  terminal.redraw?.('');
  switch (result.kind) {
    case 'report':
      printReport(context, result.report);
      return exitCodeOf(result.report);
    case 'problem':
      return printFailure(terminal, json, result.problem);
    case 'left':
      if (json) printJson(terminal, { outcome: 'running', reason: `Process ${result.pid} continues the sync.` });
      else terminal.print(`Process ${result.pid} continues the sync; \`immich-sync stop\` stops it.`);
      return 130;
  }
}

/** Stops the sync that goes on, whoever does it, and waits for its end. */
export async function stop({ engine, terminal, json, signal }: CommandContext): Promise<ExitCode> {
  const run = await connect(engine.paths.runFolder, 'run');
  if (run === null) {
    const { running } = await engine.records.status();
    if (running !== null) throw new ProblemError('another-run', { pid: running.pid, since: dateTime(running.since) });
    if (json) printJson(terminal, { stopped: false });
    else terminal.print('No sync is in progress.');
    return 0;
  }
  run.ask({ asks: 'stop' });
  signal.addEventListener('abort', () => run.leave(), { once: true });
  await run.follow();
  if (json) printJson(terminal, { stopped: true, pid: run.pid });
  else terminal.print('The sync was stopped.');
  return 0;
}

/** Pauses the syncs that start by themselves. */
export async function pause(
  { engine, terminal, json }: CommandContext,
  options: { readonly until: Date | null },
): Promise<ExitCode> {
  engine.schedule.pauseUntil(options.until);
  await tellApp(engine.paths.runFolder);
  if (json) printJson(terminal, { paused: true, until: options.until?.toISOString() ?? null });
  else
    terminal.print(
      options.until === null
        ? 'Paused until `immich-sync resume`. `immich-sync sync` still syncs.'
        : `Paused until ${dateTime(options.until.getTime())}. \`immich-sync sync\` still syncs.`,
    );
  return 0;
}

export async function resume({ engine, terminal, json }: CommandContext): Promise<ExitCode> {
  engine.schedule.resume();
  await tellApp(engine.paths.runFolder);
  if (json) printJson(terminal, { paused: false });
  else terminal.print('Automatic syncs are on again.');
  return 0;
}

export async function plan({ engine, terminal, json, signal }: CommandContext): Promise<ExitCode> {
  const display = json ? {} : { onProgress: showProgress(terminal) };
  const report = await engine.plan({ signal, ...display });
  terminal.redraw?.('');
  if (json) printJson(terminal, report);
  else for (const line of planLines(report)) terminal.print(line);
  return report.problems.length > 0 ? 1 : 0;
}

export async function status({ engine, terminal, json }: CommandContext): Promise<ExitCode> {
  await engine.recover();
  const found = await engine.records.status();
  if (json) {
    const { lastRun, lastGoodRun, ...rest } = found;
    printJson(terminal, { ...rest, lastRun: runDocument(lastRun), lastGoodRun: runDocument(lastGoodRun) });
    return found.missing.length > 0 ? 3 : 0;
  }
  if (found.server === null)
    terminal.print('Not set up yet: `immich-sync config set server URL`, then `immich-sync login`.');
  else if (found.isChecked) for (const line of coverageLines(found.coverage, verifiedWhen(found))) terminal.print(line);
  else terminal.print(NOT_CHECKED);
  if (found.server !== null && found.forecast?.isImport === true)
    terminal.print(
      `${importText(forecastView(found.forecast), { state: found.running === null ? 'attention' : 'syncing' })}.`,
    );
  if (found.cloud.assets > 0) terminal.print(cloudLine(found.cloud));
  if (found.running !== null)
    terminal.print(`A sync is in progress (process ${found.running.pid}, since ${dateTime(found.running.since)}).`);
  if (found.lastRun !== null) terminal.print(`Last sync: ${runLine(found.lastRun, { withNumbers: found.isChecked })}`);
  if (found.pause !== null) terminal.print(pauseLine(found.pause));
  if (found.waiting !== null)
    terminal.print(`The sync due ${dateTime(found.waiting.dueAt)} is waiting. ${found.waiting.reason}`);
  else if (found.retry !== null) terminal.print(`Next try: ${dateTime(found.retry.nextTryAt)}, while the app runs.`);
  if (found.pause === null && found.nextRun !== null)
    terminal.print(`Next sync: ${dateTime(found.nextRun)}, while the app runs.`);
  for (const line of problemLines(found.problems)) terminal.print(line);
  return found.missing.length > 0 ? 3 : 0;
}

export async function history(
  { engine, terminal, json }: CommandContext,
  options: { readonly limit: number },
): Promise<ExitCode> {
  await engine.recover();
  const runs = engine.records.history(options.limit);
  if (json) printJson(terminal, runs.map(runDocument));
  else if (runs.length === 0) terminal.print('No sync has run yet.');
  else for (const run of runs) terminal.print(runLine(run));
  return 0;
}

export async function doctor(context: CommandContext): Promise<ExitCode> {
  const { engine, terminal, json, signal } = context;
  const results = await runDoctor(engine, signal);
  if (json) printJson(terminal, { healthy: results.every((result) => result.problem === null), checks: results });
  else {
    for (const result of results) {
      terminal.print(`${result.problem === null ? '✓' : '✕'} ${result.name}: ${printable(result.finding)}`);
      if (result.problem !== null) terminal.print(`  ${result.problem.advice}`);
      for (const command of result.commands) terminal.print(`    ${command}`);
    }
  }
  const worst = results.find((result) => result.problem !== null)?.problem;
  return worst == null ? 0 : PROBLEMS[worst.code].exitCode;
}

/** Takes the key from standard input, tries it, and keeps it in the keychain. */
export async function login(
  { engine, terminal, json, signal }: CommandContext,
  options: { readonly server?: string; readonly check: boolean },
): Promise<ExitCode> {
  if (options.server !== undefined) setSetting(engine, 'server.url', options.server);
  if (terminal.isInputTerminal && !json)
    terminal.printError(
      'Paste the API key from Immich (Account Settings › API Keys), then press Return. It is not shown.',
    );
  const key = (await terminal.readSecret(signal)).trim();
  if (key === '') throw new ProblemError('key-malformed', { reason: 'nothing was given on standard input' });
  const { url } = engine.settings.read().server;
  warnAboutAddress(terminal, url);
  let server: ServerState | null = null;
  if (options.check) {
    if (url === null) throw new ProblemError('not-set-up', { missing: 'the server’s address' });
    server = await engine.server.test(url, key);
    if (!json) terminal.print(`Immich ${server.version} at ${url} accepts this key: ${server.email}.`);
  }
  await engine.secrets.write(key);
  const place = engine.secrets.describe();
  const stranger = server === null ? null : strangerOf(engine, server);
  if (json) printJson(terminal, { saved: true, place, problems: stranger === null ? [] : [stranger] });
  else {
    terminal.print(`The key is saved in ${place}.`);
    for (const line of problemLines(stranger === null ? [] : [stranger])) terminal.print(line);
  }
  return stranger === null ? 0 : PROBLEMS[stranger.code].exitCode;
}

/** The key is another user's than before: what a person has to decide about; null when it is not. */
function strangerOf(engine: Engine, server: ServerState): Problem | null {
  try {
    engine.decisions.recogniseUser(server);
    return null;
  } catch (error) {
    return toProblem(error);
  }
}

/** Goes on with the user of the present key, who is not the one of before. */
export async function acceptUser({ engine, terminal, json, signal }: CommandContext): Promise<ExitCode> {
  const { email } = await engine.decisions.acceptUser(signal);
  await tellApp(engine.paths.runFolder);
  if (json) printJson(terminal, { accepted: email });
  else terminal.print(`From now on your photos are uploaded to ${email}.`);
  return 0;
}

export async function logout({ engine, terminal, json }: CommandContext): Promise<ExitCode> {
  await engine.secrets.remove();
  if (json) printJson(terminal, { removed: true });
  else terminal.print('The key was removed.');
  return 0;
}

export function configGet({ engine, terminal, json }: CommandContext, name?: string): ExitCode {
  const settings = engine.settings.read();
  if (name !== undefined) {
    const key = settingKey(name);
    if (json) printJson(terminal, { [key]: readSetting(settings, key) });
    else terminal.print(showSetting(settings, key));
    return 0;
  }
  if (json) printJson(terminal, settings);
  else for (const key of SETTING_KEYS) terminal.print(`${key} = ${showSetting(settings, key)}`);
  return 0;
}

export async function configSet(
  { engine, terminal, json, launchControl }: CommandContext,
  name: string,
  value: string,
): Promise<ExitCode> {
  const key = setSetting(engine, name, value);
  if (key.startsWith('schedule.')) await refreshAgent({ engine, launchControl });
  const settings = engine.settings.read();
  if (key === 'server.url') warnAboutAddress(terminal, settings.server.url);
  if (json) printJson(terminal, { [key]: readSetting(settings, key) });
  else terminal.print(`${key} = ${showSetting(settings, key)}`);
  return 0;
}

/** Takes over what the shell script's configuration says. The file stays as it is. */
export async function configImport({ engine, terminal, json }: CommandContext, file?: string): Promise<ExitCode> {
  const path = file ?? engine.paths.legacyConfigFile;
  const legacy = await readLegacyConfig(path);
  if (legacy.url !== null) setSetting(engine, 'server.url', legacy.url);
  if (legacy.apiKey !== null) await engine.secrets.write(legacy.apiKey);
  const taken = { url: legacy.url, apiKey: legacy.apiKey !== null, warnings: legacy.warnings };
  if (json) printJson(terminal, taken);
  else {
    terminal.print(legacy.url === null ? 'It has no server address.' : `Server: ${legacy.url}`);
    terminal.print(taken.apiKey ? `The API key is saved in ${engine.secrets.describe()}.` : 'It has no API key.');
    for (const warning of legacy.warnings) terminal.print(`! ${warning}`);
    terminal.print(`${path} was not changed.`);
  }
  return 0;
}

export async function logs(
  { engine, terminal, json, signal }: CommandContext,
  options: { readonly follow?: boolean; readonly lines: number },
): Promise<ExitCode> {
  const print = (line: string) => terminal.print(json ? JSON.stringify({ line }) : line);
  if (options.follow !== true) {
    for (const line of await readLastLines(engine.paths.logFile, options.lines)) print(line);
    return 0;
  }
  for await (const line of followLog(engine.paths.logFile, { signal, lines: options.lines })) print(line);
  return 0;
}

// --- helpers ---------------------------------------------------------------------------------------------------------------------------

function setSetting(engine: Engine, name: string, value: string) {
  const key = settingKey(name);
  engine.settings.change((settings) => changeSetting(settings, key, value));
  return key;
}

function warnAboutAddress(terminal: Terminal, address: string | null): void {
  const warning = address === null ? null : warningAbout(address);
  if (warning !== null) terminal.printError(`! ${warning}`);
}

/** @returns the exit code that belongs to the problem. */
export function printFailure(terminal: Terminal, json: boolean, problem: Problem): ExitCode {
  const outcome = PROBLEMS[problem.code].exitCode === 130 ? 'interrupted' : 'failed';
  if (json) printJson(terminal, { outcome, reason: problem.sentence, problems: [problem] });
  else for (const line of problemLines([problem])) terminal.printError(line);
  return PROBLEMS[problem.code].exitCode;
}

function printJson(terminal: Terminal, document: unknown): void {
  terminal.print(JSON.stringify(document));
}

export function exitCodeOf(report: RunReport): ExitCode {
  if (report.outcome === 'done' || report.outcome === 'nothing-new') return 0;
  if (report.outcome === 'interrupted') return 130;
  const [first] = report.problems;
  return first === undefined ? 1 : PROBLEMS[first.code].exitCode;
}

export function printReport({ terminal, json }: CommandContext, report: RunReport): void {
  if (json) printJson(terminal, report);
  else for (const line of reportLines(report)) terminal.print(line);
}

function reportLines(report: RunReport): readonly string[] {
  const { parts, albums } = report;
  const lines = [`${outcomeWord(report.outcome)} in ${duration(report.durations.total)}.`];
  if (parts.uploaded > 0)
    lines.push(`Uploaded and verified: ${plural(parts.uploaded, 'file')}, ${bytes(report.bytesUploaded)}.`);
  if (parts.alreadyThere > 0) lines.push(`Already in Immich: ${plural(parts.alreadyThere, 'file')}.`);
  lines.push(...findingLines(report));
  for (const { permission, consequence } of report.keyLacks ?? [])
    lines.push(`The API key lacks ${permission}, so ${consequence}.`);
  if (albums.created + albums.assetsAdded > 0)
    lines.push(`Albums: ${albums.created} made, ${plural(albums.assetsAdded, 'item')} added.`);
  for (const { filename, field, winner } of report.conflicts)
    lines.push(
      `${printable(filename)}: the ${field === 'album-name' ? 'album’s name' : field} was changed in Photos and in Immich; the one from ${winner === 'immich' ? 'Immich' : 'Photos'} was kept.`,
    );
  for (const { field, told, others } of report.contradictions ?? [])
    lines.push(
      `${printable(told.filename)}: ${others.map(({ filename }) => printable(filename)).join(', ')} with the same contents ${others.length === 1 ? 'has' : 'have'} another ${field}; Immich gets the one of ${printable(told.filename)}.`,
    );
  return [...lines, ...coverageLines(report.coverage), ...problemLines(report.problems)];
}

/** Lists are for people: nobody reads more. `--json` has up to 200. */
const MAX_LINES = 20;

/** @param count how many there are, if the list has not all of them */
const some = <Item>(list: readonly Item[], count: number, line: (item: Item) => string): readonly string[] => [
  ...list.slice(0, MAX_LINES).map((item) => `  · ${line(item)}`),
  ...(count > MAX_LINES ? [`    and ${number(count - MAX_LINES)} more`] : []),
];

function changeLines({ changes }: PlanReport): readonly string[] {
  const { details, detailsCount, stacks, stacksCount, albums } = changes;
  const albumLines = [
    ...albums.rename.map(({ from, to }) => `${printable(from)} becomes ${printable(to)}`),
    ...albums.takeOut.map(
      ({ album, assets }) => `${printable(album)} loses ${plural(assets, 'item')} that you removed in Photos`,
    ),
    ...albums.arrange.map((name) => `${printable(name)} gets its order and cover from Photos`),
  ];
  return [
    ...some(albumLines, albumLines.length, (line) => line),
    ...(stacksCount === 0 ? [] : [`Stacks:         ${number(stacksCount)} to make or change`]),
    ...some(stacks, stacksCount, printable),
    ...(detailsCount === 0 ? [] : [`Details:        ${plural(detailsCount, 'file')} to change`]),
    ...some(
      details,
      detailsCount,
      ({ filename, changes: what }) => `${printable(filename)}: ${printable(what.join(', '))}`,
    ),
  ];
}

function planLines(report: ForecastPlan): readonly string[] {
  const { library, upload, albums } = report;
  const lines = [
    `In Photos:      ${plural(library.assets, 'item')}, ${bytes(library.bytes)}`,
    `Already there:  ${plural(report.alreadyThere, 'file')}, recognised by content`,
    `To upload:      ${plural(upload.files, 'file')} of ${plural(upload.assets, 'item')}, ${bytes(upload.bytes)}`,
    ...forecastLines(report),
    ...twinLines(report.twins),
    `Albums:         ${albums.create.length} to make, ${albums.extend.length} to extend`,
    ...albums.create.map((name) => `  + ${printable(name)}`),
    ...albums.extend.map((name) => `  · ${printable(name)}`),
    ...changeLines(report),
  ];
  return [
    ...lines,
    ...coverageLines(report.coverage),
    ...problemLines(report.problems),
    'Nothing was changed on the server.',
  ];
}

function forecastLines({ forecast, upload }: ForecastPlan): readonly string[] {
  const { assets, perNight } = forecast.cloud;
  const cloud =
    assets > 0 && perNight > 0 ? [`In iCloud:      ${strings.setup.preview.cloudValue(assets, perNight)}`] : [];
  if (upload.assets === 0) return cloud;
  const view = forecastView(forecast);
  const time = forecastTime(view);
  const limit = view.limit === null ? '' : `; ${strings.forecast.limits[view.limit]}`;
  const { staging, records } = forecast.disk;
  return [
    ...(time === null ? [] : [`Time:           ${time}${limit}`]),
    ...(time === null || view.isMeasured
      ? []
      : [`                (${lowerFirst(strings.forecast.guess.replace(/\.$/, ''))})`]),
    `Disk:           up to ${bytes(staging + records)} on this Mac, ${bytes(records)} of it for good`,
    ...cloud,
  ];
}

const lowerFirst = (text: string) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** “today at 02:01”, in local time. */
const verifiedWhen = ({ verifiedAt }: Status) =>
  verifiedAt === null ? undefined : formatPast(Date.parse(verifiedAt), Date.now(), 'en-GB');

const pauseLine = ({ until }: Pause) =>
  until === null ? 'Paused until `immich-sync resume`.' : `Paused until ${dateTime(until.getTime())}.`;

function cloudLine({ assets, bytes: size, fetchPerNight }: Status['cloud']): string {
  const fetching = fetchPerNight === 0 ? '' : `, fetching ${fetchPerNight} a night`;
  return `In iCloud: ${plural(assets, 'original')}, ${bytes(size)}${fetching}.`;
}

function twinLines({ assets, treatment, first }: PlanReport['twins']): readonly string[] {
  if (assets === 0) return [];
  const look = `${plural(assets, 'item')} ${assets === 1 ? 'looks like a photo' : 'look like photos'} from your phone`;
  const what = treatment === 'link' ? 'linked, not uploaded' : 'uploaded as well (see the setting upload.twins)';
  const pairs = some(
    first,
    assets,
    ({ filename, phone }) =>
      `${printable(filename)}: the phone’s ${printable(phone.filename)}, taken ${captureTime(phone.capturedAt)}`,
  );
  return [`Phone’s copies: ${look}; ${what}`, ...pairs];
}

/** @param withNumbers false where they would be taken for those of another server */
function runLine(run: RunRow, { withNumbers = true } = {}): string {
  const report = run.report;
  const found = findingsText(findingViews(report?.findings));
  const what =
    report === null || !withNumbers
      ? (run.reason ?? '')
      : [
          `${plural(report.parts.uploaded, 'file')} uploaded`,
          ...(found === '' ? [] : [found]),
          `${number(report.coverage.complete)} of ${number(report.coverage.assets)} verified`,
        ].join(', ');
  return `${dateTime(run.startedAt)}  ${outcomeWord(run.outcome)}  ${what}${report?.reason == null || !withNumbers ? '' : ` · ${report.reason}`}`;
}

function runDocument(run: RunRow | null) {
  if (run === null) return null;
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    run: run.id,
    trigger: run.trigger,
    dueAt: iso(run.dueAt),
    startedAt: iso(run.startedAt),
    endedAt: iso(run.endedAt),
    outcome: run.outcome,
    reason: run.reason,
    waited: run.waited === null ? null : { waitingFor: run.waited.waitingFor, since: iso(run.waited.since) },
    report: run.report,
  };
}
