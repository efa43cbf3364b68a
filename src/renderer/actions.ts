/** What buttons do. Each call's failure is shown by the window; nothing is dropped. */
import type {
  CallName,
  Calls,
  LinkName,
  ProblemAction,
  ProblemView,
  RequestArguments,
  WindowTarget,
} from '../shared/contract.ts';
import { bridge } from './bridge.ts';
import { failure } from './state.ts';

/** Gives the value, or null after putting the problem where the window shows it. */
export async function ask<Name extends CallName>(
  name: Name,
  ...request: RequestArguments<Name>
): Promise<Calls[Name]['response'] | null> {
  const result = await bridge.call(name, ...request);
  if (result.ok) return result.value;
  failure.value = result.problem;
  return null;
}

/** As {@link ask}, for calls that give nothing back: whether it worked. */
export async function succeeds<Name extends CallName>(
  name: Name,
  ...request: RequestArguments<Name>
): Promise<boolean> {
  const result = await bridge.call(name, ...request);
  if (!result.ok) failure.value = result.problem;
  return result.ok;
}

/** For clicks: starts the call and does not wait. */
export function tell<Name extends CallName>(name: Name, ...request: RequestArguments<Name>): void {
  void ask(name, ...request);
}

export const openWindow = (window: WindowTarget['window'], place: string | null = null) =>
  tell('window.open', { window, place });
export const openLink = (link: LinkName) => tell('link.open', { link });

const ACTIONS: Readonly<Record<ProblemAction, (problem: ProblemView) => void>> = {
  'check-address': () => openWindow('settings', 'server'),
  'replace-key': () => openWindow('settings', 'server:key'),
  'edit-key': () => openLink('immich-api-keys'),
  'accept-user': () => tell('user.accept'),
  'accept-server': (problem) => tell('server.accept', { address: serverOf(problem) }),
  'update-server': () => openLink('immich'),
  'open-immich': () => openLink('immich'),
  'photos-access': () => openLink('photos-access'),
  'local-network-access': () => openLink('local-network'),
  'open-trash': () => openLink('immich-trash'),
  'choose-library': () => openWindow('settings', 'library'),
  'confirm-library': () => tell('library.confirm'),
  'install-tool': () => openWindow('settings', 'tools'),
  'update-tools': () => tell('tools.update', { isNeeded: true }),
  'free-space': () => openWindow('settings', 'advanced'),
  'choose-staging': () => openWindow('settings', 'advanced'),
  'show-file': ({ code }) => tell('reveal', { what: code.startsWith('ledger-') ? 'ledger' : 'settings' }),
  'try-again': () => tell('sync.start'),
  'show-assets': () => openWindow('activity', 'remainder'),
  'open-settings': () => openWindow('settings'),
  'check-hooks': () => openWindow('settings', 'monitoring'),
  'check-for-updates': () => tell('updates.check'),
  'open-downloads': () => openLink('downloads'),
  'copy-details': (problem) => tell('clipboard.write', { text: problemDetails(problem) }),
};

/** The one thing to do about a problem. */
export function actOn(problem: ProblemView): void {
  ACTIONS[problem.action](problem);
}

/** The address that a problem is about; null where an older version kept its words alone. */
export function serverOf({ values }: ProblemView): string | null {
  const { server } = (values ?? {}) as { readonly server?: unknown };
  return typeof server === 'string' ? server : null;
}

function problemDetails(problem: ProblemView): string {
  return [`${problem.code}: ${problem.sentence}`, problem.advice, ...problem.about].join('\n');
}
