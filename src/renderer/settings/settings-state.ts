/** The settings as main last told them, and changing one. */
import { signal } from '@preact/signals';
import type { SettingChange, SettingName, SettingsView } from '../../shared/contract.ts';
import { ask } from '../actions.ts';
import { bridge } from '../bridge.ts';

export const settings = signal<SettingsView | null>(null);

/** What is wrong with what was typed last, by setting. */
export const settingErrors = signal<Readonly<Partial<Record<SettingName, string>>>>({});

export async function loadSettings(): Promise<void> {
  const loaded = await ask('settings.get');
  if (loaded !== null) settings.value = loaded;
}

export async function changeSetting(change: SettingChange): Promise<boolean> {
  const result = await bridge.call('settings.change', change);
  if (result.ok) settings.value = result.value;
  settingErrors.value = {
    ...settingErrors.value,
    [change.name]: result.ok ? undefined : result.problem.sentence.replace(`${change.name}: `, ''),
  };
  return result.ok;
}
