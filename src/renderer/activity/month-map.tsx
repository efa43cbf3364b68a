/** Months as tiles, a row for each year. One of them takes the keyboard; the arrow keys go to its neighbours. */
import { useRef } from 'preact/hooks';
import type { MonthPlace } from '../../shared/contract.ts';
import { monthNames, monthTo, nameOfMonth, yearsOf } from '../../shared/month-grid.ts';
import { placeText } from '../../shared/phrases.ts';
import { strings } from '../../shared/strings.ts';
import { Fill } from './place-tiles.tsx';

const texts = strings.library;

interface MonthMapProps {
  readonly months: readonly MonthPlace[];
  readonly chosen: string | null;
  readonly locale: string;
  readonly onChoose: (month: string) => void;
}

export function MonthMap({ months, chosen, locale, onChoose }: MonthMapProps) {
  const table = useRef<HTMLTableElement>(null);
  const known = new Map(months.filter(({ month }) => month !== '').map((month) => [month.month, month]));
  const names = monthNames(locale);
  const tabbed = chosen !== null && known.has(chosen) ? chosen : [...known.keys()].at(-1);
  const move = (event: KeyboardEvent) => {
    const from = (event.target as HTMLElement).dataset.month;
    const next = from === undefined ? null : monthTo(event.key, from, [...known.keys()]);
    if (next === null) return;
    event.preventDefault();
    onChoose(next);
    table.current?.querySelector<HTMLElement>(`[data-month="${next}"]`)?.focus();
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table that is walked with the arrow keys is a grid.
    <table class="month-map numbers" role="grid" ref={table} onKeyDown={move}>
      <caption class="only-heard">{texts.caption}</caption>
      <thead>
        <tr>
          <td />
          {names.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {yearsOf([...known.values()]).map((year) => (
          <tr key={year}>
            <th scope="row">{year}</th>
            {names.map((name, index) => {
              const month = known.get(`${String(year).padStart(4, '0')}-${String(index + 1).padStart(2, '0')}`);
              return (
                <td key={name}>
                  {month === undefined ? (
                    <Fill share={null} />
                  ) : (
                    <button
                      type="button"
                      class="month"
                      data-month={month.month}
                      tabIndex={month.month === tabbed ? 0 : -1}
                      aria-pressed={chosen === month.month}
                      aria-label={placeText(nameOfMonth(month.month, locale), month.assets, month.complete)}
                      title={placeText(nameOfMonth(month.month, locale), month.assets, month.complete)}
                      onClick={() => onChoose(month.month)}
                    >
                      <Fill share={month.complete / month.assets} />
                    </button>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
