/** `immich-sync config`: settings as text. */
import { refreshAgent } from '../../../core/agent/agent.ts';
import type { Engine } from '../../../core/engine/engine.ts';
import type { ExitCode } from '../../../core/model/problem.ts';
import { SETTING_NAMES } from '../../../core/model/settings.ts';
import { readLegacyConfig } from '../../../core/settings/legacy-config.ts';
import { warningAbout } from '../../../core/settings/server-address.ts';
import { changeSetting, readSetting, settingName, showSetting } from '../../../core/settings/text.ts';
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

export function setSetting(engine: Engine, name: string, value: string) {
  const key = settingName(name);
  engine.settings.change((settings) => changeSetting(settings, key, value));
  return key;
}

export function warnAboutAddress(terminal: Terminal, address: string | null): void {
  const warning = address === null ? null : warningAbout(address);
  if (warning !== null) terminal.printError(`! ${warning}`);
}
