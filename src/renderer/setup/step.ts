import type { SettingsView } from '../../shared/contract.ts';

export interface StepProps {
  readonly view: SettingsView;
  /** Says whether the next step may follow. */
  readonly setDone: (done: boolean) => void;
}
