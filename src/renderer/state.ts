/** What a window knows: the last snapshot, and the present time as the main process counts it. */
import { signal } from '@preact/signals';
import { render, type VNode } from 'preact';
import type { Appearance, ProblemView, Snapshot } from '../shared/contract.ts';
import { directionOf, ENGLISH, type Language, listenToReads, useLanguage } from '../shared/texts.ts';
import { bridge } from './bridge.ts';
import { onAccentColour } from './colour.ts';
import { keepFocus } from './keep-focus.ts';

/** A screen that has read a text is redrawn when the language changes. */
const language = signal<Language>(ENGLISH);
listenToReads(() => void language.value);

export const snapshot = signal<Snapshot | null>(null);

/** Moves on every 15 seconds while the window can be seen, for “in 6 minutes”. */
export const now = signal(Date.now());

/** The last thing that a click could not do; shown by the window until dismissed. */
export const failure = signal<ProblemView | null>(null);

/** Where the main process wants this window to be. */
export const place = signal<string | null>(new URLSearchParams(location.search).get('place'));

const TICK = 15_000;
let clockOffset = 0;

function receive(next: Snapshot): void {
  clockOffset = next.now - Date.now();
  now.value = next.now;
  if (next.appearance !== snapshot.peek()?.appearance) applyAppearance(next.appearance);
  if (next.appearance.language !== language.peek().tag) void followLanguage();
  snapshot.value = next;
}

/** Gets the texts of the language in use. */
async function followLanguage(): Promise<void> {
  const answer = await bridge.call('language.get');
  if (!answer.ok) return;
  useLanguage(answer.value);
  language.value = answer.value;
  applyLanguage(answer.value.tag);
}

/** @param tag of the language that the texts are in, for who reads them aloud */
export function applyLanguage(tag: string): void {
  document.documentElement.lang = tag;
  document.documentElement.dir = directionOf(tag);
}

export function applyAppearance(appearance: Appearance): void {
  const root = document.documentElement;
  root.classList.add(`on-${appearance.platform}`);
  root.classList.toggle('own-scrollbars', !navigator.userAgent.includes('Macintosh'));
  root.classList.toggle('has-vibrancy', appearance.hasVibrancy);
  if (appearance.accent === null) {
    root.style.removeProperty('--accent-fill');
    root.style.removeProperty('--on-accent');
  } else {
    root.style.setProperty('--accent-fill', appearance.accent);
    root.style.setProperty('--on-accent', onAccentColour(appearance.accent));
  }
}

/** Gets the first snapshot, listens for more, and puts the screen into the page. */
export async function startWindow(screen: VNode): Promise<void> {
  bridge.on('snapshot', receive);
  bridge.on('go', (target) => {
    place.value = target.place;
  });
  await followLanguage();
  const first = await bridge.call('snapshot.get');
  if (first.ok) receive(first.value);
  else failure.value = first.problem;
  setInterval(() => {
    if (document.visibilityState === 'visible') now.value = Date.now() + clockOffset;
  }, TICK);
  keepFocus();
  render(screen, document.body);
}
