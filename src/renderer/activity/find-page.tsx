/** Finding a photo: what is typed, the tiles of what is found, and the whole truth about the one that is chosen. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type FoundItem, isPhotosUuid } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { SearchField } from '../components/search-field.tsx';
import { PhotoCard } from './photo-card.tsx';
import { Tiles } from './tiles.tsx';

const texts = strings.find;

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
  const isPhoto = isPhotosUuid(words);
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
      .then((hasMore) => (hasMore === true ? search() : undefined));
  }, [revision]);

  const found = result.value;
  return (
    <div class="find-page">
      <div class="find-field">
        <SearchField
          field={field}
          size="large"
          label={texts.title}
          placeholder={texts.placeholder}
          value={typed.value}
          onInput={(words) => {
            typed.value = words;
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
          <PhotoCard uuid={chosen.value} locale={locale} revision={revision} />
        </div>
      )}
    </div>
  );
}
