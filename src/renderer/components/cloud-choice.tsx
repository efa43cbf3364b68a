/** How many of the originals that are only in iCloud are fetched in a night: chosen beside the number, wherever that is shown. */
import { useId } from 'preact/hooks';
import type { CloudView } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { changeSetting } from '../settings/settings-state.ts';
import { Button, Select } from './controls.tsx';

const texts = strings.cloud;

interface CloudChoiceProps {
  readonly cloud: Pick<CloudView, 'perNight' | 'choices'>;
  /** Called when the choice is kept. */
  readonly onChosen?: (() => void) | undefined;
  readonly id?: string;
}

/** Nothing where they cannot be fetched. */
export function CloudChoice({ cloud: { perNight, choices }, onChosen, id }: CloudChoiceProps) {
  const ownId = useId();
  if (choices.length === 0) return null;
  const counts = [0, ...choices.map((choice) => choice.perNight)];
  // What was set by the command is shown as it is.
  const offered = counts.includes(perNight) ? counts : [...counts, perNight].sort((a, b) => a - b);
  const choose = async (value: number) => {
    if (await changeSetting({ name: 'cloud.downloadsPerNight', value })) onChosen?.();
  };
  return (
    <Select
      id={id ?? ownId}
      label={texts.choice}
      value={String(perNight)}
      options={offered.map((count) => ({ value: String(count), label: texts.choices({ count }) }))}
      onChange={(value) => void choose(Number(value))}
    />
  );
}

interface CloudQuestionProps {
  readonly cloud: CloudView;
  /** Assets of the library. */
  readonly library: number;
  readonly onChosen: () => void;
}

/** Asked once: any answer is one, also by the pop-up beside the number. */
export function CloudQuestion({ cloud, library, onChosen }: CloudQuestionProps) {
  const { suggested, choices } = cloud;
  if (!cloud.isToBeAsked || suggested === null) return null;
  const nights = choices.find(({ perNight }) => perNight === suggested)?.nights ?? 0;
  const answer = async (value: number) => {
    if (await changeSetting({ name: 'cloud.downloadsPerNight', value })) onChosen();
  };
  return (
    <section class="card" aria-label={texts.question}>
      <strong>{texts.fact({ count: cloud.assets, library })}</strong>
      <p class="soft">{texts.detail}</p>
      <div class="buttons card-buttons">
        <Button kind="primary" onClick={() => void answer(suggested)}>
          {texts.fetch({ perNight: suggested, nights })}
        </Button>
        <Button onClick={() => void answer(0)}>{texts.notNow}</Button>
      </div>
    </section>
  );
}
