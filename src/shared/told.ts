/** Problems and reasons in the language in use, found by their codes. In English, and where the language lacks one, the words of the core. */
import {
  type KeptProblem,
  keepProblem,
  type Problem,
  tellProblem,
  tellProblemWith,
  tellWith,
} from '../core/model/problem.ts';
import { type Say, sayIn } from '../core/model/problems/say.ts';
import type { Explanation, Reason } from '../core/model/reasons.ts';
import { formatList, withoutFullStop } from './format.ts';
import { formatMessage, hasValues, languageInUse, messageInUse } from './texts.ts';

/** The words of the core for a person: with times as English writes them, where the log has 2026-11-22 02:00:01. */
const IN_WINDOWS: Say = {
  ...sayIn('en'),
  time: (at) => new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' }),
  day: (at) => new Date(at).toLocaleDateString('en-GB', { dateStyle: 'medium' }),
};

function message(key: string, values: Readonly<Record<string, unknown>>): string | null {
  const text = messageInUse(key);
  if (text === null || !hasValues(text)) return text;
  // A value that a problem need not have, as those of earlier versions.
  const absent = Object.fromEntries([...text.matchAll(/\{(\w+), select, none /g)].map(([, name]) => [name, 'none']));
  try {
    return formatMessage(text, languageInUse(), { ...absent, ...values });
  } catch {
    // Values that another version has kept can lack one.
    return null;
  }
}

export function problemInUse(problem: Problem): Problem {
  const { code, values } = problem;
  if (values === null) return problem;
  const told = valuesInUse(values);
  return {
    ...problem,
    title: message(`problems.${code}.title`, told) ?? problem.title,
    sentence: message(`problems.${code}.sentence`, told) ?? tellProblemWith(keepProblem(problem), IN_WINDOWS).sentence,
    advice: message(`problems.${code}.advice`, told) ?? problem.advice,
  };
}

export function reasonInUse(explanation: Explanation): string {
  if (typeof explanation === 'string') return explanation;
  const { code, values } = explanation;
  const { problem } = values;
  if (code === 'problem' && isObject(problem))
    return withoutFullStop(problemInUse(tellProblem(problem as KeptProblem)).sentence);
  return message(`reasons.${code}`, valuesInUse(values)) ?? tellWith(explanation, IN_WINDOWS);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isReason = (value: unknown): value is Reason => isObject(value) && 'code' in value && 'values' in value;

/** What a message takes: what is not known is told as `none`, which the message chooses by. */
function valuesInUse(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const told = (value: unknown): unknown => {
    if (isReason(value)) return reasonInUse(value);
    return Array.isArray(value) ? formatList(value.map((item) => String(told(item)))) : value;
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const words = codeInUse(name, value) ?? sizeInUse(name, value) ?? told(value);
      return [name, words === null || words === undefined || words === '' ? 'none' : words];
    }),
  );
}

/** Values that are codes of ours, by their names, and where their words are. */
const CODED: Readonly<Record<string, string>> = { what: 'tasks', verdict: 'tools.verdicts', by: 'tools.foundBy' };

const codeInUse = (name: string, value: unknown): string | null =>
  Object.hasOwn(CODED, name) ? messageInUse(`${CODED[name]}.${value}`) : null;

/** Values in bytes that no format of a message can write, because it does not choose a unit. */
const SIZES: readonly string[] = ['leastSize', 'mostSize'];

const sizeInUse = (name: string, value: unknown): string | null =>
  SIZES.includes(name) && typeof value === 'number' ? sayIn(languageInUse()).size(value) : null;

const isProblem = (value: object): value is Problem =>
  'code' in value && 'sentence' in value && 'advice' in value && 'values' in value;

/** Anything that a window gets, with its problems in the language in use. */
export function inUse<Value>(value: Value): Value {
  return retold(value) as Value;
}

function retold(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(retold);
  if (!isObject(value)) return value;
  if (isProblem(value)) return problemInUse(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, retold(inner)]));
}
