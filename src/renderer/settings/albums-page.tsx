/** Which albums are kept in sync, and how. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import {
  type AdoptableAlbumView,
  ALBUM_CHOICES,
  type AlbumEntryView,
  type SettingsView,
  type WhichAlbums,
} from '../../shared/contract.ts';
import { asSentence, formatLabelled, formatSentences } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { Button, Group, Row, Select, SwitchRow, TextField } from '../components/controls.tsx';
import { LongList } from '../components/long-list.tsx';
import { snapshot } from '../state.ts';
import { albumRows, type TreeRow, withChoice } from './album-tree.ts';
import { changeSetting, settingErrors } from './settings-state.ts';

const texts = strings.settings.albums;

export function AlbumsPage({ view: { values } }: { readonly view: SettingsView }) {
  const which = values['albums.which'];
  const separator = values['library.albumSeparator'];
  return (
    <>
      <AlbumChoice which={which} chosen={values['albums.chosen']} />
      <Group>
        <Row
          label={texts.separator}
          controlId="separator"
          hint={texts.separatorExample({ separator: separator.replaceAll(' ', '\u00A0') })}
          error={settingErrors.value['library.albumSeparator']}
        >
          <TextField
            id="separator"
            width="short"
            value={separator}
            onCommit={(value) => void changeSetting({ name: 'library.albumSeparator', value })}
          />
        </Row>
        <SwitchRow
          label={texts.emptyDeleted}
          hint={texts.emptyDeletedHint}
          isOn={values['albums.emptyDeleted']}
          onChange={(value) => void changeSetting({ name: 'albums.emptyDeleted', value })}
        />
      </Group>
      <Adoption adopted={values['albums.adopt']} separate={values['albums.separate']} />
    </>
  );
}

/** Nothing that a person made in Immich is touched unless the person ticks it here. */
function Adoption({
  adopted,
  separate,
}: {
  readonly adopted: readonly string[];
  readonly separate: readonly string[];
}) {
  const found = useSignal<readonly AdoptableAlbumView[] | null>(null);
  const isLooking = useSignal(false);
  const look = async () => {
    isLooking.value = true;
    found.value = await ask('albums.adoptable');
    isLooking.value = false;
  };
  const save = (name: string, isTicked: boolean) =>
    changeSetting({
      name: 'albums.adopt',
      value: isTicked ? [...adopted, name] : adopted.filter((other) => other !== name),
    });
  const keepSeparate = (name: string) =>
    changeSetting({
      name: 'albums.separate',
      value: separate.includes(name) ? separate.filter((other) => other !== name) : [...separate, name],
    });
  return (
    <>
      <Group>
        <Row label={texts.adopt} hint={texts.adoptHint}>
          <Button onClick={() => void look()} disabled={isLooking.value}>
            {isLooking.value ? texts.adoptLooking : texts.adoptLook}
          </Button>
        </Row>
      </Group>
      {found.value !== null && (
        <section class="group numbers" aria-label={texts.adoptList}>
          {found.value.length === 0 && <div class="group-row soft">{texts.adoptNone}</div>}
          {found.value.map(({ name, assets }) => (
            <div key={name} class="group-row album-row">
              <label class="grow album-choice">
                <input
                  type="checkbox"
                  checked={adopted.includes(name)}
                  onChange={(event) => void save(name, event.currentTarget.checked)}
                />
                <span class="grow">{name}</span>
                <span class="soft">{texts.count({ assets })}</span>
              </label>
              {!adopted.includes(name) && (
                <Button onClick={() => void keepSeparate(name)} label={formatLabelled(texts.keepSeparate, name)}>
                  {separate.includes(name) ? texts.keepsSeparate : texts.keepSeparate}
                </Button>
              )}
            </div>
          ))}
        </section>
      )}
      {found.value !== null && found.value.length > 0 && <p class="faint">{texts.adoptConsent}</p>}
    </>
  );
}

interface AlbumChoiceProps {
  readonly which: WhichAlbums;
  /** What the setting holds: the albums that are synced, or with `except` those that are not. */
  readonly chosen: readonly string[];
}

/** A tick always means that the album is synced. */
function AlbumChoice({ which, chosen }: AlbumChoiceProps) {
  const albums = useSignal<readonly AlbumEntryView[] | null>(null);
  useEffect(() => {
    void ask('albums.list').then((list) => {
      albums.value = list;
    });
  }, []);
  const list = albums.value ?? [];
  const all = list.map(({ uuid }) => uuid);
  const named = new Set(chosen);
  const ticked = new Set(all.filter((uuid) => which === 'all' || (which === 'only') === named.has(uuid)));
  const save = (next: ReadonlySet<string>, asWhich: WhichAlbums) =>
    changeSetting({
      name: 'albums.chosen',
      value: asWhich === 'only' ? [...next] : all.filter((uuid) => !next.has(uuid)),
    });
  const chooseWhich = async (next: WhichAlbums) => {
    // The ticks stay where they are; only what becomes of new albums is another.
    if (next !== 'all') await save(ticked, next);
    await changeSetting({ name: 'albums.which', value: next });
  };
  return (
    <>
      <Group>
        <Row label={texts.which} controlId="which" hint={texts.choiceHint[which]}>
          <Select
            id="which"
            value={which}
            options={ALBUM_CHOICES.map((value) => ({ value, label: texts.choices[value] }))}
            onChange={(value) => void chooseWhich(value)}
          />
        </Row>
      </Group>
      {which !== 'all' && albums.value !== null && (
        <section class="group numbers" aria-label={texts.list}>
          {list.length === 0 && <div class="group-row soft">{texts.noneYet}</div>}
          <LongList
            items={albumRows(list, snapshot.value?.appearance.locale ?? 'en')}
            row={(row) => (
              <AlbumRow
                key={row.key}
                row={row}
                ticked={ticked}
                onChange={(isTicked) => void save(withChoice(ticked, row.uuids, isTicked), which)}
              />
            )}
          />
        </section>
      )}
      {which !== 'all' && list.length > 0 && (
        <p class="faint">
          {formatSentences([asSentence(texts.chosen({ chosen: ticked.size, all: list.length })), texts.stays])}
        </p>
      )}
    </>
  );
}

interface AlbumRowProps {
  readonly row: TreeRow;
  readonly ticked: ReadonlySet<string>;
  readonly onChange: (isTicked: boolean) => void;
}

/** Deeper folders than these are drawn no further in. */
const DEEPEST = 4;

function AlbumRow({ row, ticked, onChange }: AlbumRowProps) {
  const count = row.uuids.filter((uuid) => ticked.has(uuid)).length;
  const isAll = row.uuids.length > 0 && count === row.uuids.length;
  return (
    <label class={`group-row album-row depth-${Math.min(row.depth, DEEPEST)}${row.assets === null ? ' folder' : ''}`}>
      <input
        type="checkbox"
        checked={isAll}
        ref={(input) => {
          if (input !== null) input.indeterminate = count > 0 && !isAll;
        }}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span class="grow">{row.title === '' ? texts.untitled : row.title}</span>
      {row.assets !== null && <span class="soft">{texts.count({ assets: row.assets })}</span>}
    </label>
  );
}
