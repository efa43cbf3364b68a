/** The library as a map: a tile for each month since the first picture, filled by how much of it is in Immich. A first import is watched here. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LibraryMap, MonthView, Snapshot } from '../../shared/contract.ts';
import { monthText } from '../../shared/phrases.ts';
import { coverageText, remainderText } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { Button } from '../components/controls.tsx';
import { StateMark } from '../components/marks.tsx';
import { now } from '../state.ts';
import { monthNames, nameOfMonth, yearsOf } from './month-grid.ts';

const texts = strings.library;

interface LibraryPageProps {
  readonly current: Snapshot;
  /** Goes to what is found by these words. */
  readonly onFind: (words: string) => void;
}

export function LibraryPage({ current, onFind }: LibraryPageProps) {
  const map = useSignal<LibraryMap | null>(null);
  const chosen = useSignal<string | null>(null);
  const { coverage } = current;
  const { locale } = current.appearance;
  // While a sync goes on, the numbers move.
  useEffect(() => {
    void ask('library.map').then((found) => {
      if (found !== null) map.value = found;
    });
  }, [coverage?.complete, coverage?.assets]);
  const shown = map.value;
  if (coverage === null || shown?.months.length === 0)
    return (
      <div class="empty">
        <StateMark state="not-set-up" />
        <h1>{strings.status.nothingCounted}</h1>
        <p class="soft">{strings.activity.nothingCountedDetail}</p>
      </div>
    );
  if (shown === null) return null;
  const month = shown.months.find((one) => one.month === chosen.value) ?? null;
  const undated = shown.months.find((one) => one.month === '');
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{texts.title}</h1>
          <p class="soft numbers">{coverageText(coverage, now.value, locale)}</p>
        </div>
        <Legend />
      </div>
      <MonthTable map={shown} chosen={chosen} locale={locale} />
      {undated !== undefined && (
        <p class="soft numbers">{texts.undated({ assets: undated.assets, complete: undated.complete })}</p>
      )}
      <p class="soft numbers">
        {shown.kinds.map(({ media, assets, complete }) => texts.kind[media]({ complete, assets })).join(' · ')}
      </p>
      {month !== null && <ChosenMonth month={month} locale={locale} onFind={onFind} />}
    </>
  );
}

function Legend() {
  return (
    <div class="map-legend soft" aria-hidden="true">
      <MonthFill share={1} /> {texts.legend.verified}
      <MonthFill share={0} /> {texts.legend.notYet}
      <MonthFill share={null} /> {texts.legend.none}
    </div>
  );
}

interface MonthTableProps {
  readonly map: LibraryMap;
  readonly chosen: { value: string | null };
  readonly locale: string;
}

function MonthTable({ map, chosen, locale }: MonthTableProps) {
  const months = new Map(map.months.map((month) => [month.month, month]));
  return (
    <table class="month-map numbers">
      <caption class="only-heard">{texts.caption}</caption>
      <thead>
        <tr>
          <td />
          {monthNames(locale).map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {yearsOf(map.months).map((year) => (
          <tr key={year}>
            <th scope="row">{year}</th>
            {monthNames(locale).map((name, index) => {
              const month = months.get(`${year}-${String(index + 1).padStart(2, '0')}`);
              return (
                <td key={name}>
                  {month === undefined ? (
                    <MonthFill share={null} />
                  ) : (
                    <button
                      type="button"
                      class="month"
                      aria-pressed={chosen.value === month.month}
                      aria-label={monthText(nameOfMonth(month.month, locale), month.assets, month.complete)}
                      title={monthText(nameOfMonth(month.month, locale), month.assets, month.complete)}
                      onClick={() => {
                        chosen.value = month.month;
                      }}
                    >
                      <MonthFill share={month.complete / month.assets} />
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

/** @param share of its photos that are in Immich; null for none at all. What is not quite full, or not quite empty, looks so. */
function MonthFill({ share }: { readonly share: number | null }) {
  const filled =
    share === null || share === 0 ? 0 : share === 1 ? 24 : Math.min(21, Math.max(3, Math.round(share * 24)));
  return (
    <svg
      class={`month-fill${share === null ? ' none' : ''}`}
      viewBox="0 0 44 24"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect class="all" x="0.5" y="0.5" width="43" height="23" rx="4" />
      {filled > 0 && <rect class="filled" x="0" y={24 - filled} width="44" height={filled} rx={share === 1 ? 4 : 2} />}
    </svg>
  );
}

interface ChosenMonthProps {
  readonly month: MonthView;
  readonly locale: string;
  readonly onFind: (words: string) => void;
}

function ChosenMonth({ month, locale, onFind }: ChosenMonthProps) {
  const name = nameOfMonth(month.month, locale);
  return (
    <section class="card month-card numbers" aria-label={name}>
      <div class="grow">
        <strong>{name}</strong>
        <p class="soft">{texts.verified({ assets: month.assets, complete: month.complete })}</p>
        {month.reasons.map((entry) => (
          <p class="soft" key={entry.reason}>
            {remainderText(entry)}
          </p>
        ))}
      </div>
      <Button onClick={() => onFind(month.month)}>{texts.showPhotos}</Button>
    </section>
  );
}
