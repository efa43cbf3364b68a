/** The settings as the Nix modules check them (build/nix/settings.nix), from the one table. */
import { WEEKDAYS } from '../../src/core/model/choices.ts';
import { SETTING_NAMES, SETTINGS } from '../../src/core/model/settings.ts';

/** The text of `build/nix/settings.json`, which a test keeps in step: `npx vitest run --project unit test/unit/build/nix.test.ts -u`. */
export function nixSettings(): string {
  const lines = SETTING_NAMES.map((name) => {
    const { form, isOptional } = SETTINGS[name];
    const entry = {
      form: form.form,
      optional: isOptional,
      ...('of' in form ? { of: form.of } : {}),
      ...('least' in form ? { least: form.least, most: form.most } : {}),
      ...(form.form === 'weekdays' ? { of: WEEKDAYS } : {}),
    };
    const text = JSON.stringify(entry, null, 1).replace(/\n\s*/g, ' ').replaceAll('[ ', '[').replaceAll(' ]', ']');
    return `  ${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}
