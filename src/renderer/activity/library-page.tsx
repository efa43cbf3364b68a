/** The library as a map: how much of each month, album and kind is in Immich, and where its bytes lie. A first import is watched here. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AlbumPlace, LibraryMap, PlaceName, Snapshot } from '../../shared/contract.ts';
import { formatLabelled } from '../../shared/format.ts';
import { coverageText, statusText } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { Button } from '../components/controls.tsx';
import { StateMark } from '../components/marks.tsx';
import { ProgressBar } from '../components/progress-panel.tsx';
import { now } from '../state.ts';
import { CheckButton, CheckCard } from './check-card.tsx';
import { ChosenPlace } from './chosen-place.tsx';
import { PlaceTable, StorageTable } from './library-tables.tsx';
import { MonthMap } from './month-map.tsx';
import { type NamedPlace, placesOf, VIEWS, type View } from './named-place.ts';
import { Fill, PlaceTiles } from './place-tiles.tsx';
import { StorageView } from './storage-view.tsx';

const texts = strings.library;

interface LibraryPageProps {
  readonly current: Snapshot;
  readonly view: View;
  readonly onView: (view: View) => void;
  /** Goes to what is found by these words. */
  readonly onFind: (words: string) => void;
}

/** @param place what follows `library:` in the window's place */
export const libraryView = (place: string | undefined): View => VIEWS.find((view) => view === place) ?? 'months';

export function LibraryPage({ current, view, onView, onFind }: LibraryPageProps) {
  const map = useSignal<LibraryMap | null>(null);
  const albums = useSignal<readonly AlbumPlace[] | null>(null);
  const isTable = useSignal(false);
  const chosen = useSignal<PlaceName | null>(null);
  const saved = useSignal<string | null>(null);
  const saveReport = async () => {
    saved.value = null;
    saved.value = await ask('report.save');
  };
  const { coverage } = current;
  const { locale } = current.appearance;
  const counted = coverage === null ? '' : JSON.stringify([coverage.assets, coverage.complete, coverage.remainder]);
  // While a sync is in progress, the numbers move; the snapshot counts again every few seconds.
  useEffect(() => {
    void ask('library.map').then((found) => {
      if (found !== null) map.value = found;
    });
  }, [counted]);
  useEffect(() => {
    if (view !== 'albums') return;
    void ask('library.albums').then((found) => {
      if (found !== null) albums.value = found;
    });
  }, [counted, view]);
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
  const places = view === 'storage' ? null : placesOf(view, shown, albums.value, locale);
  const choose = (key: string) => {
    const by = BY[view];
    if (by !== null) chosen.value = { by, key };
  };
  const open = chosen.value?.by === BY[view] ? places?.find(({ key }) => key === chosen.value?.key) : undefined;
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{texts.title}</h1>
          <p class="soft numbers">{coverageText(coverage, now.value, locale)}</p>
          <p role="status" class="soft selectable saved-as">
            {saved.value === null ? '' : strings.saved({ path: saved.value })}
          </p>
        </div>
        <span class="row-buttons">
          <CheckButton current={current} />
          <Button onClick={() => void saveReport()}>{texts.report.save}</Button>
        </span>
      </div>
      <CheckCard current={current} />
      {current.status.state === 'syncing' && (
        <div>
          <p class="soft numbers sync-line">{statusText(current, now.value).title}</p>
          <ProgressBar progress={current.status.progress} />
        </div>
      )}
      <div class="map-tools">
        <fieldset class="segments" aria-label={texts.viewsLabel}>
          {VIEWS.map((name) => (
            <button type="button" key={name} aria-pressed={name === view} onClick={() => onView(name)}>
              {texts.views[name]}
            </button>
          ))}
        </fieldset>
        <label class="check">
          <input
            type="checkbox"
            checked={isTable.value}
            onChange={(event) => {
              isTable.value = event.currentTarget.checked;
            }}
          />
          {texts.asTable}
        </label>
        {view !== 'storage' && !isTable.value && <Legend hasNone={view === 'months'} />}
      </div>
      {view === 'storage' && (isTable.value ? <StorageTable map={shown} /> : <StorageView map={shown} />)}
      {places !== null && isTable.value && <PlaceTable label={texts.columns[COLUMNS[view]]} places={places} />}
      {places !== null && !isTable.value && (
        <>
          {view === 'months' ? (
            <MonthMap months={shown.months} chosen={open?.key ?? null} locale={locale} onChoose={choose} />
          ) : (
            <PlaceTiles places={places} chosen={open?.key ?? null} onChoose={choose} />
          )}
          {view === 'kinds' && <p class="soft">{texts.kindsHint}</p>}
          {view === 'albums' && albums.value?.length === 0 && (
            <div>
              <strong>{texts.noAlbums}</strong>
              <p class="soft">{texts.noAlbumsDetail}</p>
            </div>
          )}
          {view === 'months' && <Undated places={places} onChoose={choose} />}
          {open !== undefined && chosen.value !== null && (
            <ChosenPlace
              key={open.key}
              name={open.name}
              place={open}
              of={chosen.value}
              revision={counted}
              onFind={onFind}
            />
          )}
        </>
      )}
    </>
  );
}

const BY = { months: 'month', albums: 'album', kinds: 'kind', storage: null } as const;
const COLUMNS = { months: 'month', albums: 'album', kinds: 'kind', storage: 'year' } as const;

function Undated({
  places,
  onChoose,
}: {
  readonly places: readonly NamedPlace[];
  readonly onChoose: (key: string) => void;
}) {
  const undated = places.find(({ key }) => key === '');
  if (undated === undefined) return null;
  return (
    <p class="soft numbers undated">
      {texts.undated({ assets: undated.assets, complete: undated.complete })}{' '}
      <Button kind="link" label={formatLabelled(strings.popover.show, undated.name)} onClick={() => onChoose('')}>
        {strings.popover.show}
      </Button>
    </p>
  );
}

function Legend({ hasNone }: { readonly hasNone: boolean }) {
  return (
    <div class="map-legend soft" aria-hidden="true">
      <Fill share={1} /> {texts.legend.verified}
      <Fill share={0} /> {texts.legend.notYet}
      {hasNone && (
        <>
          <Fill share={null} /> {texts.legend.none}
        </>
      )}
    </div>
  );
}
