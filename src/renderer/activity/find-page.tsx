/** Finding a photo: what is typed, the tiles of what is found, and the whole truth about the one that is chosen. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { PhotoCard as Card, FoundItem } from '../../shared/contract.ts';
import { formatCaptured, formatPast } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { say } from '../../shared/texts.ts';
import { ask, tell } from '../actions.ts';
import { Button } from '../components/controls.tsx';
import { Glyph } from '../components/marks.tsx';
import { kindOf, Picture, SafetyMark } from '../components/picture.tsx';
import { now } from '../state.ts';
import { scrollTo, tileAfter, tileWindow } from './tile-window.ts';

const texts = strings.find;
/** Around the tiles, for the frame of the chosen one; see activity.css. */
const MARGIN = 3;

const UUID = /^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/;

interface FindPageProps {
  /** To begin with; a UUID shows that photo among all. */
  readonly words: string;
  readonly locale: string;
  /** Changes when a sync ends. */
  readonly revision: string;
}

interface Result {
  readonly total: number;
  readonly items: readonly FoundItem[];
  readonly next: number | null;
}

export function FindPage({ words, locale, revision }: FindPageProps) {
  const isPhoto = UUID.test(words);
  const typed = useSignal(isPhoto ? '' : words);
  const result = useSignal<Result | null>(null);
  const chosen = useSignal(isPhoto ? words : null);
  const field = useRef<HTMLInputElement>(null);
  /** An answer that was overtaken by a later question is of no use. */
  const asked = useRef(0);

  const search = async () => {
    asked.current += 1;
    const number = asked.current;
    const page = await ask('find.search', { typed: typed.peek(), language: locale, after: null });
    if (page !== null && number === asked.current) result.value = page;
  };
  const more = async () => {
    const before = result.peek();
    if (before === null || before.next === null) return;
    const number = asked.current;
    // Once: the next page is not asked for while it is on its way.
    result.value = { ...before, next: null };
    const page = await ask('find.search', { typed: typed.peek(), language: locale, after: before.next });
    if (page !== null && number === asked.current) result.value = { ...page, items: [...before.items, ...page.items] };
  };
  useEffect(() => field.current?.focus(), []);
  // A sync may have brought more.
  useEffect(() => {
    void search()
      .then(() => ask('find.open'))
      .then(search);
  }, [revision]);

  const found = result.value;
  return (
    <div class="find-page">
      <div class="find-field">
        <Glyph name="search" />
        <input
          ref={field}
          class="field full"
          type="search"
          placeholder={texts.placeholder}
          aria-label={texts.title}
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
            void search();
          }}
        />
        <span class="soft numbers find-total" role="status">
          {found === null ? '' : texts.total({ count: found.total })}
        </span>
      </div>
      {found !== null && found.items.length === 0 && (
        <div class="empty">
          <h1>{texts.none}</h1>
          <p class="soft">{typed.value.trim() === '' ? texts.notReadDetail : texts.noneDetail}</p>
        </div>
      )}
      {found !== null && found.items.length > 0 && (
        <div class="find-split">
          <Tiles
            items={found.items}
            chosen={chosen.value}
            locale={locale}
            onChoose={(uuid) => {
              chosen.value = uuid;
            }}
            onEnd={() => void more()}
          />
          <ChosenPhoto uuid={chosen.value} locale={locale} revision={revision} />
        </div>
      )}
    </div>
  );
}

interface TilesProps {
  readonly items: readonly FoundItem[];
  readonly chosen: string | null;
  readonly locale: string;
  readonly onChoose: (uuid: string) => void;
  /** The last of them come into view. */
  readonly onEnd: () => void;
}

function Tiles({ items, chosen, locale, onChoose, onEnd }: TilesProps) {
  const view = useRef<HTMLDivElement>(null);
  const place = useSignal({ top: 0, height: 600, width: 600 });
  const measure = () => {
    const element = view.current;
    if (element !== null)
      place.value = { top: element.scrollTop, height: element.clientHeight, width: element.clientWidth - 2 * MARGIN };
  };
  // Measure reads the element as it is then.
  useEffect(() => {
    const element = view.current;
    if (element === null) return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const { top, height, width } = place.value;
  const shown = tileWindow(items.length, width, top, height);
  // Not while it is drawn.
  useEffect(() => {
    if (shown.end === items.length) onEnd();
  }, [shown.end, items.length]);

  const move = (event: KeyboardEvent) => {
    const index = items.findIndex(({ uuid }) => uuid === chosen);
    const next = tileAfter(event.key, index, shown.columns, items.length);
    const item = next === null ? undefined : items[next];
    if (next === null || item === undefined) return;
    event.preventDefault();
    onChoose(item.uuid);
    const element = view.current;
    if (element !== null) element.scrollTop = scrollTo(next, shown, element.scrollTop, element.clientHeight);
  };
  const isDrawn = items.slice(shown.first, shown.end).some(({ uuid }) => uuid === chosen);
  return (
    <div
      ref={view}
      class="tiles"
      role="listbox"
      tabIndex={0}
      aria-label={texts.results}
      aria-activedescendant={isDrawn ? `tile-${chosen}` : undefined}
      onScroll={measure}
      onKeyDown={move}
    >
      <div class="tiles-space" style={{ height: `${shown.height}px` }}>
        <div
          class="tiles-drawn"
          style={{ top: `${shown.top}px`, '--columns': shown.columns, '--size': `${shown.size}px` }}
        >
          {items.slice(shown.first, shown.end).map((item, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the list, which has the focus.
            <div
              key={item.uuid}
              id={`tile-${item.uuid}`}
              class="tile"
              role="option"
              tabIndex={-1}
              aria-selected={item.uuid === chosen}
              aria-setsize={items.length}
              aria-posinset={shown.first + index + 1}
              aria-label={tileLabel(item, locale)}
              onClick={() => onChoose(item.uuid)}
            >
              <Picture item={item} />
              <SafetyMark safety={item.safety} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** The name first: a list is walked by the beginnings of its labels. */
function tileLabel(item: FoundItem, locale: string): string {
  const said = [item.filename, kindOf(item), formatCaptured(item.capturedAt, locale), texts.safety[item.safety]];
  return said.filter((text) => text !== null).join(', ');
}

interface ChosenPhotoProps {
  readonly uuid: string | null;
  readonly locale: string;
  readonly revision: string;
}

function ChosenPhoto({ uuid, locale, revision }: ChosenPhotoProps) {
  const card = useSignal<Card | null>(null);
  // A sync may have changed what is known of it.
  useEffect(() => {
    if (uuid === null) return;
    void ask('find.card', { uuid }).then((found) => {
      card.value = found;
    });
  }, [uuid, revision]);
  const shown = card.value;
  if (uuid === null || shown === null) return <aside class="photo-card soft">{texts.chooseOne}</aside>;
  const past = (at: number | null) => (at === null ? '' : formatPast(at, now.value, locale));
  const { remoteId } = shown;
  const said = [
    shown.title,
    shown.caption,
    ...shown.keywords,
    shown.isFavorite ? texts.favourite : null,
    shown.isHidden ? texts.hidden : null,
  ].filter((text) => text !== null);
  return (
    <aside class="photo-card" aria-label={shown.filename}>
      <div class="photo-picture">
        <Picture item={shown} />
      </div>
      <div>
        <h1 class="selectable">{shown.filename}</h1>
        <p class="soft">{formatCaptured(shown.capturedAt, locale)}</p>
      </div>
      <div class="card numbers">
        <div class="photo-safety">
          <SafetyMark safety={shown.safety} />
          <strong>
            {shown.safety === 'verified' && shown.verifiedAt !== null
              ? texts.safetyVerified({ when: past(shown.verifiedAt) })
              : texts.safety[shown.safety]}
          </strong>
        </div>
        <dl class="facts">
          {shown.parts.map(({ kind, state, observedAt }) => (
            <Fact
              key={kind}
              name={texts.parts[kind]}
              value={say(texts.partStates[state], { when: past(observedAt) })}
            />
          ))}
        </dl>
      </div>
      <dl class="facts">
        {shown.albums.length > 0 && <Fact name={texts.photosAlbums} value={shown.albums.join(', ')} />}
        {shown.albumsInImmich.length > 0 && <Fact name={texts.immichAlbums} value={shown.albumsInImmich.join(', ')} />}
        {said.length > 0 && <Fact name={texts.details} value={said.join(', ')} />}
      </dl>
      {remoteId !== null && (
        <div class="buttons">
          <Button onClick={() => tell('asset.open', { remoteId })}>{strings.activity.openInImmich}</Button>
        </div>
      )}
    </aside>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt class="soft">{name}</dt>
      <dd class="selectable">{value}</dd>
    </>
  );
}
