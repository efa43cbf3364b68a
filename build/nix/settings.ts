/** The settings as the Nix modules check them (build/nix/settings.nix), from the one table. */
import { WEEKDAYS } from '../../src/core/model/choices.ts';
import { SETTING_NAMES, SETTINGS } from '../../src/core/model/settings.ts';

/** Of the formatter, which keeps what is longer on several lines. */
const LINE_WIDTH = 120;

const onOneLine = (value: unknown): string =>
  JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ').replaceAll('[ ', '[').replaceAll(' ]', ']');

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
    const values = Object.entries(entry).map(([key, value]) => `${JSON.stringify(key)}: ${onOneLine(value)}`);
    const line = `  ${JSON.stringify(name)}: { ${values.join(', ')} }`;
    return line.length < LINE_WIDTH ? line : `  ${JSON.stringify(name)}: {\n    ${values.join(',\n    ')}\n  }`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}
