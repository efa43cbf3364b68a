/** `immich-sync config`: settings as text. */
import { readFile, stat } from 'node:fs/promises';
import { refreshAgent } from '../../../core/agent/agent.ts';
import type { Engine } from '../../../core/engine/engine.ts';
import { fileReason } from '../../../core/model/file-reason.ts';
import { type ExitCode, ProblemError, tell } from '../../../core/model/problem.ts';
import { because } from '../../../core/model/reasons.ts';
import { SETTING_NAMES, type SettingName } from '../../../core/model/settings.ts';
import { applyDocument, MAX_DOCUMENT } from '../../../core/settings/document.ts';
import { readLegacyConfig } from '../../../core/settings/legacy-config.ts';
import { warningAbout } from '../../../core/settings/server-address.ts';
import { changeSetting, readSetting, settingName, showSetting } from '../../../core/settings/text.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { reasonInUse } from '../../../shared/told.ts';
import { type CommandContext, printJson } from '../command.ts';
import type { Terminal } from '../output.ts';

export function configGet({ engine, terminal, json }: CommandContext, name?: string): ExitCode {
  const settings = engine.settings.read();
  if (name !== undefined) {
    const key = settingName(name);
    if (json) printJson(terminal, { [key]: readSetting(settings, key) });
    else terminal.print(showSetting(settings, key));
    return 0;
  }
  if (json) printJson(terminal, settings);
  else for (const key of SETTING_NAMES) terminal.print(`${key} = ${showSetting(settings, key)}`);
  return 0;
}

export async function configSet(
  { engine, terminal, json, launchControl }: CommandContext,
  name: string,
  value: string,
): Promise<ExitCode> {
  const key = await setSetting(engine, name, value);
  if (key.startsWith('schedule.')) await refreshAgent({ engine, launchControl });
  const settings = engine.settings.read();
  if (key === 'server.url') warnAboutAddress(terminal, settings.server.url);
  if (key === 'server.awayUrl') warnAboutAddress(terminal, settings.server.awayUrl);
  if (key === 'server.url' || key === 'server.awayUrl') tellNotSent(engine, terminal);
  if (json) printJson(terminal, { [key]: readSetting(settings, key) });
  else terminal.print(`${key} = ${showSetting(settings, key)}`);
  return 0;
}

/** Changes all settings that a JSON file names, or none; the others stay. */
export async function configApply(
  { engine, terminal, json, launchControl }: CommandContext,
  file: string,
): Promise<ExitCode> {
  const text = await readDocument(file);
  const { names } = await engine.connection.changeSettings((before) => applyDocument(before, text, file));
  if (names.some((name) => name.startsWith('schedule.'))) await refreshAgent({ engine, launchControl });
  const settings = engine.settings.read();
  if (names.includes('server.url')) warnAboutAddress(terminal, settings.server.url);
  if (names.includes('server.url') || names.includes('server.awayUrl')) tellNotSent(engine, terminal);
  if (json) printJson(terminal, Object.fromEntries(names.map((name) => [name, readSetting(settings, name)])));
  else for (const name of names) terminal.print(`${name} = ${showSetting(settings, name)}`);
  return 0;
}

/** @throws {ProblemError} setting-invalid */
async function readDocument(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size <= MAX_DOCUMENT) return await readFile(file, 'utf8');
  } catch (error) {
    throw new ProblemError('setting-invalid', { name: file, reason: fileReason(error) });
  }
  throw new ProblemError('setting-invalid', { name: file, reason: because('too-long-for-settings') });
}

/** Takes over what the shell script's configuration says. The file stays as it is. */
export async function configImport({ engine, terminal, json }: CommandContext, file?: string): Promise<ExitCode> {
  const path = file ?? engine.paths.legacyConfigFile;
  const legacy = await readLegacyConfig(path);
  if (legacy.url !== null) await setSetting(engine, 'server.url', legacy.url);
  if (legacy.apiKey !== null) await engine.secrets.write(legacy.apiKey);
  const taken = { url: legacy.url, apiKey: legacy.apiKey !== null, warnings: legacy.warnings.map(tell) };
  if (json) printJson(terminal, taken);
  else {
    const texts = commandStrings.setUp.config;
    terminal.print(legacy.url === null ? texts.noServer : texts.server({ url: legacy.url }));
    terminal.print(taken.apiKey ? texts.keySaved({ place: reasonInUse(engine.secrets.describe()) }) : texts.noKey);
    for (const warning of legacy.warnings) terminal.print(`! ${reasonInUse(warning)}`);
    terminal.print(texts.notChanged({ file: path }));
  }
  return 0;
}

/** A password in an address goes into the keychain. */
export async function setSetting(engine: Engine, name: string, typed: string): Promise<SettingName> {
  const key = settingName(name);
  const place = key === 'server.url' ? 'home' : key === 'server.awayUrl' ? 'away' : null;
  if (place === null) engine.settings.change((settings) => changeSetting(settings, key, typed));
  else
    await engine.connection.setAddress(place, typed, (settings, name, value) =>
      changeSetting(settings, name, String(value)),
    );
  return key;
}

export function warnAboutAddress(terminal: Terminal, address: string | null): void {
  const warning = address === null ? null : warningAbout(address);
  if (warning !== null) terminal.printError(`! ${reasonInUse(warning)}`);
}

/** What an earlier address had stays with it: says so, and how to use it for the new one. */
function tellNotSent(engine: Engine, terminal: Terminal): void {
  for (const { origin, isUsed } of engine.connection.views())
    if (!isUsed) terminal.printError(`! ${commandStrings.setUp.server.notSent({ origin })}`);
}
