/** Texts of the fixtures that stand for ours, told when a window asks for them: in the language that is spoken by then. */
import { becauseOf, type Problem } from '../../src/core/model/problem.ts';
import type { Explanation } from '../../src/core/model/reasons.ts';
import { problemInUse, reasonInUse } from '../../src/shared/told.ts';

const MARK = '\u0001';
const LATER = '\u0002';
const later: (() => string)[] = [];

/** @returns what {@link spoken} puts into words */
export const said = (...reasons: readonly Explanation[]): string => `${MARK}${JSON.stringify(reasons)}`;

export const saidOf = (problem: Problem): string => said(becauseOf(problem));

/** With its full stop, as where a sentence stands by itself. */
export const sentenceOf = (problem: Problem): string => saidLater(() => problemInUse(problem).sentence);

/** @param text reads the catalogue */
export const saidLater = (text: () => string): string => `${LATER}${later.push(text) - 1}`;

/** The value with all that was {@link said} in it in words. */
export function spoken<Value>(value: Value): Value {
  return told(value) as Value;
}

function told(value: unknown): unknown {
  if (typeof value === 'string') return toldText(value);
  if (Array.isArray(value)) return value.map(told);
  // Pictures, answers that never come, and the like stay as they are.
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, told(inner)]));
}

function toldText(text: string): string {
  if (text.startsWith(LATER)) return later[Number(text.slice(LATER.length))]?.() ?? '';
  if (!text.startsWith(MARK)) return text;
  return (JSON.parse(text.slice(MARK.length)) as Explanation[]).map(reasonInUse).join(' ');
}
