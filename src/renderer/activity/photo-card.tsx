/** The whole truth about one photo: each of its files, its albums, what Photos says of it, and where to look at it. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PhotoCard as Card } from '../../shared/contract.ts';
import { formatCaptured, formatPast, formatRow } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { say } from '../../shared/texts.ts';
import { ask, tell } from '../actions.ts';
import { Button } from '../components/controls.tsx';
import { Picture, SafetyMark, showsPictures } from '../components/picture.tsx';
import { now, snapshot } from '../state.ts';

const texts = strings.find;

interface PhotoCardProps {
  readonly uuid: string | null;
  readonly locale: string;
  readonly revision: string;
}

export function PhotoCard({ uuid, locale, revision }: PhotoCardProps) {
  const card = useSignal<Card | null>(null);
  // A sync may have changed what is known of it.
  useEffect(() => {
    if (uuid === null) return;
    void ask('find.card', { uuid }).then((found) => {
      card.value = found;
    });
  }, [uuid, revision]);
  const shown = card.value;
  if (uuid === null || shown === null) return <p class="photo-card soft">{texts.chooseOne}</p>;
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
      {showsPictures() && (
        <div class="photo-picture">
          <Picture item={shown} />
        </div>
      )}
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
        {shown.albums.length > 0 && <Fact name={texts.photosAlbums} value={formatRow(shown.albums)} />}
        {shown.albumsInImmich.length > 0 && <Fact name={texts.immichAlbums} value={formatRow(shown.albumsInImmich)} />}
        {said.length > 0 && <Fact name={texts.details} value={formatRow(said)} />}
      </dl>
      <div class="buttons">
        {remoteId !== null && (
          <Button onClick={() => tell('asset.open', { remoteId })}>{strings.activity.openInImmich}</Button>
        )}
        {snapshot.value?.appearance.platform === 'darwin' && (
          <Button onClick={() => tell('photos.show', { uuid })}>{texts.showInPhotos}</Button>
        )}
      </div>
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
