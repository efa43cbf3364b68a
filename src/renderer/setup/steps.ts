/** Where the assistant is: the step shown, how far a person has come, and that over the window's end. Pure but for the window's own storage. */
import { SETUP_STEPS, type SettingsView, type SetupStep } from '../../shared/contract.ts';
import type { SymbolName } from '../components/marks.tsx';

export const STEP_SYMBOLS: Readonly<Record<SetupStep, SymbolName>> = {
  server: 'server',
  key: 'key',
  library: 'library',
  tools: 'tool',
  preview: 'list',
};

const isStep = (name: string | null): name is SetupStep => SETUP_STEPS.some((step) => step === name);

/** How far one may go: no step is any use before the server and the key are there. Pure. */
export function furthestStep({
  values,
  key,
}: Pick<SettingsView, 'key'> & { readonly values: Pick<SettingsView['values'], 'server.url'> }): SetupStep {
  if (values['server.url'] === null) return 'server';
  return key.state === 'none' ? 'key' : 'preview';
}

/** The step to begin with: the one that was asked for, else where the person left off; never beyond what is possible. Pure. */
export function firstStep(asked: string | null, left: string | null, furthest: SetupStep): SetupStep {
  if (isStep(asked)) return asked;
  // Somebody who left nothing behind but has a server and a key has restarted, or used the command: access comes next.
  const wanted = isStep(left) ? left : furthest === 'preview' ? 'library' : furthest;
  return SETUP_STEPS.indexOf(wanted) <= SETUP_STEPS.indexOf(furthest) ? wanted : furthest;
}

const LEFT_AT = 'setup-step';

export const rememberStep = (step: SetupStep) => localStorage.setItem(LEFT_AT, step);
export const rememberedStep = () => localStorage.getItem(LEFT_AT);
export const forgetStep = () => localStorage.removeItem(LEFT_AT);
