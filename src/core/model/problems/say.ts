/** How numbers, times and lists are written in a language: what the sentences of a catalogue are put together with. */
import { SIZE_UNITS } from '../size-units.ts';

/** A text for each plural form that the language has; `other` serves for those it does not name. Each gets the number as it is written. */
export type PluralForms = { readonly other: (number: string) => string } & {
  readonly [Form in Intl.LDMLPluralRule]?: (number: string) => string;
};

export interface Say {
  readonly number: (value: number) => string;
  /** The whole sentence for this number. */
  readonly plural: (count: number, forms: PluralForms) => string;
  /** @param bytes rounded up to whole megabytes, as a person frees them */
  readonly megabytes: (bytes: number) => string;
  /** @param bytes in the largest decimal unit that it fills: 10 kB, 2.5 GB */
  readonly size: (bytes: number) => string;
  /** @param at milliseconds since 1970; by the clock of this Mac, and in every language as the log writes it: 2026-11-22 02:00:01 */
  readonly time: (at: number) => string;
  /** @param at milliseconds since 1970; 2026-11-22 */
  readonly day: (at: number) => string;
  readonly list: (items: readonly string[]) => string;
}

/** @param language BCP 47 */
export function sayIn(language: string): Say {
  const numbers = new Intl.NumberFormat(language);
  const rules = new Intl.PluralRules(language);
  const megabytes = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: 0,
  });
  return {
    number: (value) => numbers.format(value),
    plural: (count, forms) => (forms[rules.select(count)] ?? forms.other)(numbers.format(count)),
    megabytes: (bytes) => megabytes.format(Math.ceil(bytes / 1e6)),
    size: (bytes) => {
      const power = Math.max(0, Math.min(SIZE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3)));
      const unit = SIZE_UNITS[power] ?? 'byte';
      return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(
        bytes / 1000 ** power,
      );
    },
    // Swedish writes dates as ISO 8601 does.
    time: (at) => new Date(at).toLocaleString('sv'),
    day: (at) => new Date(at).toLocaleDateString('sv'),
    list: (items) => items.join(', '),
  };
}
