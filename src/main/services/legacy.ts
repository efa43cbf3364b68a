/** The set-up of the old script: found, shown without its key, and taken over. */
import { existsSync } from 'node:fs';
import { systemLaunchControl } from '../../core/agent/launch-control.ts';
import { findOldAgents } from '../../core/agent/old-agents.ts';
import type { Engine } from '../../core/engine/engine.ts';
import { readLegacyConfig } from '../../core/settings/legacy-config.ts';
import type { LegacyConfigView } from '../../shared/contract.ts';
import { takeSetting } from './settings-view.ts';

/** Null when there is none, or nothing in it that can be used. */
export async function findLegacyConfig(engine: Engine): Promise<LegacyConfigView | null> {
  const { legacyConfigFile, stagingFolder } = engine.paths;
  if (!existsSync(legacyConfigFile)) return null;
  const { url, apiKey } = await readLegacyConfig(legacyConfigFile);
  if (url === null && apiKey === null) return null;
  const agents = await findOldAgents(engine.paths, systemLaunchControl(process.platform));
  return {
    path: legacyConfigFile,
    serverUrl: url,
    hasKey: apiKey !== null,
    stagingFolder: existsSync(stagingFolder) ? stagingFolder : null,
    unloadCommand: agents.length === 0 ? null : agents.map(({ commands: [now] }) => now).join('\n'),
  };
}

/**
 * Takes over address and key. The old staging folder is the default one, so it is used on by itself; the file stays as it is.
 * @throws {ProblemError} setting-invalid, settings-not-saved, keychain-unavailable
 */
export async function importLegacyConfig(engine: Engine): Promise<void> {
  const { url, apiKey } = await readLegacyConfig(engine.paths.legacyConfigFile);
  if (url !== null) await takeSetting(engine, { name: 'server.url', value: url });
  if (apiKey !== null) await engine.secrets.write(apiKey);
}
