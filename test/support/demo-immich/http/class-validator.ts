/** How a server of 2.x words what is wrong with a request: the sentences of class-validator. Source: seen on 2.7.5. */
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const TYPES: Readonly<Record<string, string>> = {
  string: 'must be a string',
  boolean: 'must be a boolean value',
  int: 'must be an integer number',
  array: 'must be an array',
  record: 'must be an object',
  object: 'must be an object',
};

const listsIds = (name: string) => name === 'ids' || name.endsWith('Ids');
const isMoment = (name: string) => /(?:After|Before|At)$/.test(name);
const isPlace = (name: string) => name === 'latitude' || name === 'longitude';

/** Of a field that is not there, or is of another type than it should be. */
function ofType(name: string, expected: string, isMissing: boolean): string[] {
  if (isMissing && isMoment(name)) return ['must be a Date instance', 'should not be empty'];
  const sentence = TYPES[expected] ?? `must be a ${expected}`;
  return isMissing && ['deviceAssetId', 'deviceId'].includes(name) ? [sentence, 'should not be empty'] : [sentence];
}

function sentences(issue: Issue): string[] {
  const path = issue.path.map(String).join('.');
  const name = String(issue.path.findLast((part) => typeof part === 'string') ?? '');
  const of = (...ends: string[]) => ends.map((end) => `${path} ${end}`);
  const isElement = typeof issue.path.at(-1) === 'number';
  if (isElement && listsIds(name)) return [`each value in ${name} must be a UUID`];
  if (isPlace(name)) return of(`must be a ${name} string or number`);
  switch (issue.code) {
    case 'invalid_type': {
      const isMissing = issue.message.endsWith('received undefined');
      if (issue.expected !== 'array' || !listsIds(name)) return of(...ofType(name, issue.expected, isMissing));
      const empty = isMissing ? of('should not be empty') : [];
      return [`each value in ${name} must be a UUID`, ...empty, ...of('must be an array')];
    }
    case 'too_small':
      return of(
        issue.origin === 'array'
          ? `must contain at least ${issue.minimum} elements`
          : `must not be less than ${issue.minimum}`,
      );
    case 'too_big':
      return of(`must not be greater than ${issue.maximum}`);
    case 'invalid_format':
      return of(issue.format === 'uuid' ? 'must be a UUID' : `must be a ${issue.format}`);
    case 'invalid_value':
      return of(
        issue.values.join() === 'true,false'
          ? 'must be a boolean value'
          : `must be one of the following values: ${issue.values.map(String).join(', ')}`,
      );
    default:
      return name === 'dateTimeOriginal'
        ? of('must be a valid ISO 8601 date string')
        : [`${path || 'body'}: ${issue.message}`];
  }
}

/** A list; the one sentence about a date that is none stands alone. */
export function classValidatorMessage(issues: readonly Issue[]): string | string[] {
  const moment = issues.find((issue) => issue.code === 'invalid_format' && issue.format === 'datetime');
  if (moment !== undefined) return `${moment.path.join('.')} must be a date string`;
  return [...new Set(issues.flatMap(sentences))];
}
