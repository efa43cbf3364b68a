/** What a sync has by name: its photos, what changed, and its albums. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import {
  MAX_OF_A_KIND,
  type RunContentsView,
  type RunItemKind,
  type RunItemView,
  UPLOADED_KINDS,
} from '../../shared/contract.ts';
import { formatCaptured, formatClauses, formatLabelled, formatRow } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { Button } from '../components/controls.tsx';
import { kindOf, Picture, SafetyMark, showsPictures, Thumbnail } from '../components/picture.tsx';
import { place } from '../state.ts';
import { PhotoCard } from './photo-card.tsx';
import { picturesInRow } from './tile-window.ts';
import { Tiles, tileLabel } from './tiles.tsx';

const texts = strings.runItems;
/** Rows of changed items, and of albums, before the person wants to see all. */
const FIRST_ROWS = 5;
/** Pictures of a sync in progress. */
const LATEST = 12;

function titleOf(kind: RunItemKind, count: number): string {
  const title = texts.title[kind]({ count });
  return count < MAX_OF_A_KIND ? title : texts.atLeast({ title });
}

const wordsOf = ({ details }: RunItemView) => formatRow(details.map((name) => texts.details[name]));

function albumWords({ isNew, added, removed, isArranged }: RunContentsView['albums'][number]): string {
  const words = [
    isNew ? texts.album.isNew : null,
    added > 0 ? texts.album.added({ count: added }) : null,
    removed > 0 ? texts.album.removed({ count: removed }) : null,
    isArranged ? texts.album.isArranged : null,
  ];
  return formatRow(words);
}

interface RunContentsProps {
  readonly run: number;
  readonly locale: string;
}

export function RunContents({ run, locale }: RunContentsProps) {
  const contents = useSignal<RunContentsView | null>(null);
  const areAllAlbumsShown = useSignal(false);
  useEffect(() => {
    void ask('history.contents', { run }).then((found) => {
      contents.value = found;
    });
  }, [run]);
  if (contents.value === null) return null;
  const { groups, albums } = contents.value;
  const shownAlbums = areAllAlbumsShown.value ? albums : albums.slice(0, FIRST_ROWS);
  return (
    <>
      {groups.map(({ kind, count, items }) => {
        const title = titleOf(kind, count);
        const shown = kind === 'changed' ? items.slice(0, FIRST_ROWS) : items;
        const seeAll = () => {
          place.value = `items:${run}:${kind}`;
        };
        return (
          <section class="group numbers" aria-label={title} key={kind}>
            <div class="group-row centred">
              <strong class="grow">{title}</strong>
              {count > shown.length && (
                <Button onClick={seeAll} label={formatLabelled(texts.more({ count: count - shown.length }), title)}>
                  {texts.more({ count: count - shown.length })}
                </Button>
              )}
            </div>
            {kind === 'changed' ? (
              shown.map((item) => (
                <div class="group-row centred" key={item.uuid}>
                  <Thumbnail of={item.uuid} isMovie={item.media === 'movie'} />
                  <span class="grow selectable">{item.filename}</span>
                  <span class="soft">{wordsOf(item)}</span>
                </div>
              ))
            ) : (
              <PictureRow items={shown} locale={locale} />
            )}
          </section>
        );
      })}
      {albums.length > 0 && (
        <section class="group numbers" aria-label={texts.albums({ count: albums.length })}>
          <div class="group-row centred">
            <strong class="grow">{texts.albums({ count: albums.length })}</strong>
            {albums.length > shownAlbums.length && (
              <Button
                onClick={() => {
                  areAllAlbumsShown.value = true;
                }}
              >
                {texts.more({ count: albums.length - shownAlbums.length })}
              </Button>
            )}
          </div>
          {shownAlbums.map((album) => (
            <div class="group-row" key={album.uuid}>
              <span class="grow selectable">{album.name}</span>
              <span class="soft">{albumWords(album)}</span>
            </div>
          ))}
        </section>
      )}
    </>
  );
}

/** Photos with their names; each leads to all that is known of it. */
function PictureRow({ items, locale }: { readonly items: readonly RunItemView[]; readonly locale: string }) {
  return (
    <ul class="picture-row">
      {items.map((item) => (
        <li key={item.uuid}>
          <button
            type="button"
            class="picture-button"
            aria-label={tileLabel(item, locale)}
            title={formatClauses([item.filename, kindOf(item), formatCaptured(item.capturedAt, locale)])}
            disabled={item.safety === null}
            onClick={() => {
              place.value = `find:${item.uuid}`;
            }}
          >
            <span class="tile">
              <Picture item={item} />
              {item.safety !== null && <SafetyMark safety={item.safety} />}
            </span>
            {showsPictures() && <span class="picture-name soft">{item.filename}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

interface LatestPicturesProps extends RunContentsProps {
  /** Changes when more have come. */
  readonly revision: number;
}

/** The pictures of a sync in progress as they come, the last first. */
export function LatestPictures({ run, locale, revision }: LatestPicturesProps) {
  const items = useSignal<readonly RunItemView[]>([]);
  // More may have come.
  useEffect(() => {
    void ask('history.items', { run, kinds: UPLOADED_KINDS, limit: LATEST, isNewestFirst: true }).then((found) => {
      if (found !== null) items.value = found;
    });
  }, [run, revision]);
  return items.value.length === 0 ? null : <OneRow items={items.value} locale={locale} />;
}

/** As many pictures as a row has room for: one that cannot be seen is not to be reached by keyboard either. */
function OneRow({ items, locale }: { readonly items: readonly RunItemView[]; readonly locale: string }) {
  const section = useRef<HTMLElement>(null);
  const room = useSignal(1);
  useEffect(() => {
    const element = section.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      room.value = picturesInRow(element.clientWidth);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <section ref={section} aria-label={texts.latest} class="latest-pictures">
      <PictureRow items={items.slice(0, room.value)} locale={locale} />
    </section>
  );
}

interface RunItemsPageProps extends RunContentsProps {
  readonly kind: RunItemKind;
}

/** All items of one kind that a sync has by name. */
export function RunItemsPage({ run, kind, locale }: RunItemsPageProps) {
  const items = useSignal<readonly RunItemView[] | null>(null);
  const chosen = useSignal<string | null>(null);
  useEffect(() => {
    void ask('history.items', { run, kinds: [kind], limit: MAX_OF_A_KIND, isNewestFirst: false }).then((found) => {
      items.value = found;
    });
  }, [run, kind]);
  const found = items.value;
  if (found === null) return null;
  const chosenItem = found.find(({ uuid }) => uuid === chosen.value);
  return (
    <div class="find-page">
      <div class="page-head">
        <h1 class="numbers">{titleOf(kind, found.length)}</h1>
        <Button
          onClick={() => {
            place.value = `run:${run}`;
          }}
        >
          {texts.back}
        </Button>
      </div>
      <div class="find-split">
        <Tiles
          items={found}
          chosen={chosen.value}
          locale={locale}
          onChoose={(uuid) => {
            chosen.value = uuid;
          }}
        />
        <div class="chosen-item">
          {chosenItem !== undefined && chosenItem.details.length > 0 && (
            <p class="soft">{formatLabelled(strings.activity.details, wordsOf(chosenItem))}</p>
          )}
          <PhotoCard uuid={chosen.value} locale={locale} revision={String(run)} />
        </div>
      </div>
    </div>
  );
}
