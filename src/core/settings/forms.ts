/** What each form of a setting means: which values it allows, how it is typed and shown as text, and what a window may send at most. */
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { WEEKDAYS, type Weekday } from '../model/choices.ts';
import { becauseOf, ProblemError, toProblem } from '../model/problem.ts';
import { because } from '../model/reasons.ts';
import type { Form, Setting } from '../model/settings.ts';
import { asIssue, refusing } from './refusal.ts';
import { normaliseServerAddress } from './server-address.ts';

interface FormRules {
  /** Its errors are reasons (`reasonOf`). */
  readonly schema: z.ZodType;
  /** What was typed, as the schema takes it; left as it is when it cannot be understood, so that the schema says how to write it. */
  readonly read: (text: string) => unknown;
  /** Between the items of a list; names can hold commas. */
  readonly separator: ', ' | '\n';
  /** The shape alone, with limits that no value of a person reaches; the schema decides. */
  readonly message: z.ZodType;
}

const NOT_A_VALUE = refusing((value) => because('not-a-value', { value }));
const EMPTY = refusing(() => because('cannot-be-empty'));
const atMost = (most: number) => refusing(() => because('too-many-characters', { most }));
const entriesAtMost = (most: number) => refusing(() => because('too-many-entries', { most }));

const NOTHING = /^\s*(?:none|default|)\s*$/i;
const BY_DEFAULT = /^\s*(?:default|)\s*$/i;
/** Of a choice that may be left open: everything is chosen. */
const ALL = /^\s*all\s*$/i;

// --- texts -----------------------------------------------------------------------------------------------------------------------------

const text = z.string().max(2_000);
const path = z
  .string(NOT_A_VALUE)
  .refine(
    (value) => isAbsolute(value) || value.startsWith('~/'),
    refusing((value) => because('not-a-whole-path', { value })),
  )
  .refine(
    (value) => !value.includes('\0'),
    refusing(() => because('path-with-zero')),
  );
const program = z.string(NOT_A_VALUE).refine(
  isAbsolute,
  refusing((value) => because('not-a-program-path', { value })),
);
const serverAddress = z.string(NOT_A_VALUE).transform((value, context) => {
  try {
    return normaliseServerAddress(value);
  } catch (error) {
    context.addIssue(asIssue(becauseOf(toProblem(error))));
    return z.NEVER;
  }
});
const separator = z.string(NOT_A_VALUE).min(1, EMPTY).max(10, atMost(10));
/** `a / b/` and `a/b` are one tag. */
const tagPath = (value: string) =>
  value
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('/');
const tag = z
  .string(NOT_A_VALUE)
  .transform(tagPath)
  .refine(
    (value) => value !== '',
    refusing(() => because('tag-without-name')),
  )
  .refine((value) => value.length <= 200, atMost(200));

const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a header's value must not hold any.
const HEADER_VALUE = /^[^\x00-\x08\x0a-\x1f\x7f]*$/;
/** What was written is not repeated, not even a name that is none: a header is often a secret. */
const NOT_HEADERS = refusing(() => because('not-headers'));
const headerValue = z.string(NOT_HEADERS).regex(
  HEADER_VALUE,
  refusing(() => because('header-with-line-break')),
);
const headers = z.record(z.string(), headerValue, NOT_HEADERS).superRefine((pairs, context) => {
  for (const name of Object.keys(pairs)) {
    if (!HEADER_NAME.test(name)) context.addIssue(asIssue(because('not-headers')));
    if (name.toLowerCase() === 'x-api-key') context.addIssue(asIssue(because('key-is-no-header')));
  }
});
/** `Name: value`, one a line. */
const readHeaders = (typed: string) =>
  NOTHING.test(typed)
    ? {}
    : Object.fromEntries(
        typed
          .split('\n')
          .filter((pair) => pair.trim() !== '')
          .map((pair) => {
            const [, name, value] = /^\s*([^:\s]+)\s*:\s*(.*?)\s*$/s.exec(pair) ?? [];
            if (name === undefined || value === undefined)
              throw new ProblemError('setting-invalid', { name: 'server.headers', reason: because('not-headers') });
            return [name, value];
          }),
      );

// --- choices and numbers ---------------------------------------------------------------------------------------------------------------

const readYesNo = (typed: string) => {
  if (/^\s*(?:yes|true|on|1)\s*$/i.test(typed)) return true;
  if (/^\s*(?:no|false|off|0)\s*$/i.test(typed)) return false;
  return typed;
};

const wholeNumber = ({ least, most, written }: Extract<Form, { form: 'number' }>) => {
  const refused = refusing((value) =>
    written === 'bytes'
      ? because('not-a-size', { value, leastSize: least, mostSize: most })
      : because('not-a-number', { value, least, most }),
  );
  return z.int(refused).min(least, refused).max(most, refused);
};
const readNumber = (typed: string) => (/^\s*-?[\d_,]+\s*$/.test(typed) ? Number(typed.replace(/[_,]/g, '')) : typed);
const UNITS = { '': 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 } as const;
const readBytes = (typed: string) => {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(|[kmgt]b)(?:\/s)?\s*$/i.exec(typed);
  return match
    ? Math.round(Number(match[1]) * UNITS[(match[2] ?? '').toLowerCase() as keyof typeof UNITS])
    : readNumber(typed);
};
/** In the largest unit in which one digit behind the point says all of it. */
const showBytes = (value: number): string => {
  for (const [unit, size] of [
    ['TB', UNITS.tb],
    ['GB', UNITS.gb],
    ['MB', UNITS.mb],
    ['kB', UNITS.kb],
  ] as const)
    if (value >= size && Number.isInteger((value / size) * 10)) return `${value / size} ${unit}`;
  return String(value);
};
const readPercent = (typed: string) => readNumber(typed.replace(/\s*%\s*$/, ''));

// --- lists -----------------------------------------------------------------------------------------------------------------------------

const words = (typed: string): string[] =>
  NOTHING.test(typed)
    ? []
    : typed
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter((word) => word !== '');
/** One a line. */
const lines = (typed: string) => (NOTHING.test(typed) ? [] : typed.split('\n').filter((line) => line.trim() !== ''));

const NOT_A_TIME = refusing((value) => because('not-a-time', { value }));
const timeOfDay = z.string(NOT_A_TIME).regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, NOT_A_TIME);
const times = z
  .array(timeOfDay, NOT_A_VALUE)
  .max(48, entriesAtMost(48))
  .transform((values) => [...new Set(values)].sort());
const readTimes = (typed: string) => words(typed).map((time) => (/^\d:/.test(time) ? `0${time}` : time));

const weekday = z.enum(
  WEEKDAYS,
  refusing((value) => because('not-a-choice', { value, of: WEEKDAYS })),
);
const weekdays = z
  .array(weekday, NOT_A_VALUE)
  .min(
    1,
    refusing(() => because('no-day-left')),
  )
  .transform((days: readonly Weekday[]) => WEEKDAYS.filter((day) => days.includes(day)));
const shortDay = (day: string) => (/^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/.test(day) ? day.slice(0, 3) : day);
const readWeekdays = (typed: string) =>
  /^\s*(?:all|every ?day|daily)\s*$/i.test(typed) ? [...WEEKDAYS] : words(typed).map(shortDay);

/** Names or UUIDs, each once. */
const distinctTexts = z.array(z.string().trim().min(1, EMPTY), NOT_A_VALUE).transform((values) => [...new Set(values)]);
const readUuids = (typed: string) => (NOTHING.test(typed) ? [] : typed.split(/[\s,;]+/).filter((uuid) => uuid !== ''));
const NETWORK = /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?: .+)?$/i;
const network = z
  .string()
  .trim()
  .regex(
    NETWORK,
    refusing((value) => because('not-a-network', { value })),
  );
const networks = z.array(network, NOT_A_VALUE).max(50, entriesAtMost(50));

// --- the forms -------------------------------------------------------------------------------------------------------------------------

const trimmed = (typed: string) => typed.trim();
const one = (schema: z.ZodType, read: FormRules['read'], message: z.ZodType): FormRules => ({
  schema,
  read,
  separator: ', ',
  message,
});
const list = (
  schema: z.ZodType,
  read: FormRules['read'],
  message: z.ZodType,
  between: FormRules['separator'] = ', ',
) => ({
  ...one(schema, read, message),
  separator: between,
});

function rulesOf(form: Form, isOptional: boolean): FormRules {
  switch (form.form) {
    case 'yes-no':
      return one(z.boolean(refusing((value) => because('not-yes-or-no', { value }))), readYesNo, z.boolean());
    case 'choice': {
      const { of } = form;
      const refused = refusing((value) => because('not-a-choice', { value, of: isOptional ? [...of, 'all'] : of }));
      return one(z.enum(of, refused), (typed) => typed.trim().toLowerCase(), z.enum(of));
    }
    case 'number': {
      const read = form.written === 'bytes' ? readBytes : form.written === 'percent' ? readPercent : readNumber;
      const orZero = (typed: string) => (NOTHING.test(typed) ? 0 : read(typed));
      return one(wholeNumber(form), form.zero === 'none' ? orZero : read, z.number());
    }
    case 'server-address':
      return one(serverAddress, trimmed, text);
    case 'headers':
      return { ...list(headers, readHeaders, z.never()), separator: '\n' };
    case 'path':
      return one(path, trimmed, text);
    case 'program':
      return one(program, trimmed, text);
    case 'day':
      return one(z.iso.date(refusing((value) => because('not-a-day', { value }))), trimmed, z.string().max(20));
    case 'separator':
      return one(separator, (typed) => typed, text);
    case 'tag':
      return one(tag, trimmed, text);
    case 'times':
      return list(times, readTimes, z.array(z.string().max(10)).max(100));
    case 'weekdays':
      return list(weekdays, readWeekdays, z.array(z.enum(WEEKDAYS)).max(7));
    case 'album-uuids':
      return list(distinctTexts, readUuids, z.array(z.string().max(200)).max(100_000));
    case 'album-names':
      return list(distinctTexts, lines, z.array(text).max(10_000), '\n');
    case 'networks':
      return list(networks, lines, z.array(z.string().max(200)).max(100), '\n');
  }
}

/** Its errors are reasons (`reasonOf`). */
export function schemaOf({ form, isOptional, byDefault }: Setting<unknown>): z.ZodType {
  const { schema } = rulesOf(form, isOptional);
  return (isOptional ? schema.nullable() : schema).default(byDefault as never);
}

/** What a window may send for it. */
export function messageOf({ form, isOptional }: Setting<unknown>): z.ZodType {
  const { message } = rulesOf(form, isOptional);
  return isOptional ? message.nullable() : message;
}

/**
 * What was typed, as {@link schemaOf} takes it. `none`, `default` and an empty text unset what may be unset; where `none` is a value of its
 * own, zero, only the other two do.
 */
export function readText({ form, isOptional }: Setting<unknown>, typed: string): unknown {
  const unset = isNoneZero(form) ? BY_DEFAULT : NOTHING;
  if (isOptional && (unset.test(typed) || (form.form === 'choice' && ALL.test(typed)))) return null;
  return rulesOf(form, isOptional).read(typed);
}

const isNoneZero = (form: Form) => form.form === 'number' && form.zero === 'none';

/** A value as text that {@link readText} takes. */
export function showText({ form, isOptional }: Setting<unknown>, value: unknown): string {
  if (form.form === 'number' && form.written === 'bytes' && typeof value === 'number') return showBytes(value);
  if (value === null) return form.form === 'choice' ? 'all' : isNoneZero(form) ? 'default' : 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'object') return String(value);
  const items = Array.isArray(value)
    ? value.map(String)
    : Object.entries(value).map(([name, held]) => `${name}: ${held}`);
  return items.length === 0 ? 'none' : items.join(rulesOf(form, isOptional).separator);
}
