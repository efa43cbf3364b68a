/** What becomes of photos that the phone has uploaded as different files: chosen in Settings, and beside their number before the first sync. */
import { TWIN_TREATMENTS, type TwinTreatment } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { changeSetting } from '../settings/settings-state.ts';
import { Select } from './controls.tsx';

const texts = strings.settings.library;

interface TwinChoiceProps {
  readonly id: string;
  readonly treatment: TwinTreatment;
  /** Called when the choice is kept. */
  readonly onChosen?: () => void;
}

export function TwinChoice({ id, treatment, onChosen }: TwinChoiceProps) {
  const choose = async (value: TwinTreatment) => {
    if (await changeSetting({ name: 'upload.twins', value })) onChosen?.();
  };
  return (
    <Select<TwinTreatment>
      id={id}
      value={treatment}
      options={TWIN_TREATMENTS.map((value) => ({ value, label: texts.twinTreatments[value] }))}
      onChange={(value) => void choose(value)}
    />
  );
}
