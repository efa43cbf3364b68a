/** What photos with the same contents say differently: one of them speaks for the file, and the person hears what the others say. Pure. */
import type { Contradiction, Said } from '../../../model/run-report.ts';
import type { Details } from './rule.ts';
import { isSameDate, isSamePlace, isSameText, showPlace } from './same.ts';

/** A photo and what Immich would say of its file if it spoke alone. */
export interface Voice {
  readonly uuid: string;
  readonly filename: string;
  readonly details: Pick<Details, 'description' | 'capturedAt' | 'place'>;
}

/** @param voices the one that speaks first; who says nothing of a detail contradicts nobody. */
export function contradictionsAmong(voices: readonly Voice[]): readonly Contradiction[] {
  const differing = <Value>(
    field: Contradiction['field'],
    read: (details: Voice['details']) => Value | null,
    isSame: (a: Value, b: Value) => boolean,
    show: (value: Value) => string,
  ): readonly Contradiction[] => {
    const said = voices.flatMap(({ details, ...photo }) => {
      const value = read(details);
      return value === null ? [] : [{ photo, value }];
    });
    const [first, ...rest] = said;
    const others = rest.filter(({ value }) => first !== undefined && !isSame(value, first.value));
    const toSaid = ({ photo, value }: (typeof said)[number]): Said => ({ ...photo, value: show(value).slice(0, 200) });
    return first === undefined || others.length === 0
      ? []
      : [{ field, told: toSaid(first), others: others.map(toSaid) }];
  };
  return [
    ...differing(
      'description',
      ({ description }) => (description === '' ? null : description),
      isSameText,
      (text) => text,
    ),
    ...differing(
      'date',
      ({ capturedAt }) => capturedAt,
      isSameDate,
      (date) => date,
    ),
    ...differing('place', ({ place }) => place, isSamePlace, showPlace),
  ];
}
