/** The settings as a window sees them, and one change from a window. */
import type { Engine } from '../../core/engine/engine.ts';
import type { ServerPlace } from '../../core/model/connection.ts';
import { type Settings, WINDOW_SETTING_NAMES } from '../../core/model/settings.ts';
import { readSetting, withSetting } from '../../core/settings/text.ts';
import type { KeyView, SettingChange, SettingsView, SettingValues } from '../../shared/contract.ts';
import { reasonInUse } from '../../shared/told.ts';

const SHOWN_DUE_TIMES = 3;

export function settingsView(engine: Engine, key: KeyView): SettingsView {
  const settings = engine.settings.read();
  const [notice] = engine.settings.notices;
  return {
    values: valuesOf(settings),
    key,
    connections: engine.connection.views(),
    // The shell knows and fills it in.
    loginItem: 'unsupported',
    notifications: 'unsupported',
    nextRuns: engine.schedule.nextRuns(SHOWN_DUE_TIMES).map((due) => due.getTime()),
    paths: {
      staging: engine.paths.stagingFolder,
      log: engine.paths.logFile,
      settings: engine.paths.settingsFile,
      statusFile: engine.paths.statusFile,
    },
    notice: notice === undefined ? null : reasonInUse(notice),
  };
}

function valuesOf(settings: Settings): SettingValues {
  return Object.fromEntries(
    WINDOW_SETTING_NAMES.map((name) => [name, readSetting(settings, name)]),
  ) as unknown as SettingValues;
}

const PLACE_OF: ReadonlyMap<string, ServerPlace> = new Map([
  ['server.url', 'home'],
  ['server.awayUrl', 'away'],
]);

/** As {@link changeSetting}; a password in an address goes into the keychain. @throws {ProblemError} keychain-… besides */
export async function takeSetting(engine: Engine, change: SettingChange): Promise<void> {
  const place = PLACE_OF.get(change.name);
  if (place === undefined) changeSetting(engine, change);
  else await engine.connection.setAddress(place, change.value as string | null);
}

/** @throws {ProblemError} setting-invalid, settings-not-saved, settings-unreadable */
export function changeSetting(engine: Engine, { name, value }: SettingChange): void {
  engine.settings.change((settings) => withSetting(settings, name, value));
}
