/** What a chosen month, album or kind lacks in Immich, and why. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { FoundItem, Place, PlaceName } from '../../shared/contract.ts';
import { formatLabelled } from '../../shared/format.ts';
import { remainderText } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { Button } from '../components/controls.tsx';
import { Picture, SafetyMark } from '../components/picture.tsx';

const texts = strings.library;
/** Pictures of what is lacking. */
const SHOWN = 8;

interface ChosenPlaceProps {
  readonly name: string;
  readonly place: Place;
  readonly of: PlaceName;
  /** Another one when the numbers may have changed. */
  readonly revision: string;
  readonly onFind: (words: string) => void;
}

export function ChosenPlace({ name, place, of, revision, onFind }: ChosenPlaceProps) {
  const lacking = useSignal<readonly FoundItem[]>([]);
  const { by, key } = of;
  const missing = place.assets - place.complete;
  // Also after a change.
  useEffect(() => {
    void ask('library.lacking', { by, key, limit: SHOWN }).then((items) => {
      if (items !== null) lacking.value = items;
    });
  }, [by, key, revision]);
  const words = by === 'month' ? key : by === 'album' ? name.replaceAll(' / ', ' ') : '';
  return (
    <section class="card place-card numbers" aria-label={name}>
      <div class="between">
        <strong>{name}</strong>
        {words !== '' && <Button onClick={() => onFind(words)}>{texts.showPhotos}</Button>}
      </div>
      <p class="soft">
        {[texts.verified({ assets: place.assets, complete: place.complete }), ...place.reasons.map(remainderText)].join(
          ' · ',
        )}
      </p>
      {missing > 0 && lacking.value.length > 0 && (
        <ul class="lacking" aria-label={texts.lacking}>
          {lacking.value.map((item) => (
            <li key={item.uuid}>
              <button
                type="button"
                class="tile"
                aria-label={formatLabelled(item.filename, strings.find.safety[item.safety])}
                title={formatLabelled(item.filename, strings.find.safety[item.safety])}
                onClick={() => onFind(item.uuid)}
              >
                <Picture item={item} />
                <SafetyMark safety={item.safety} />
              </button>
            </li>
          ))}
          {missing > lacking.value.length && (
            <li class="soft lacking-more">{texts.lackingMore({ count: missing - lacking.value.length })}</li>
          )}
        </ul>
      )}
    </section>
  );
}
