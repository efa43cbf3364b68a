/** What the app asks, and says where it cannot say it in a window of its own. */
import type { ProblemView } from '../../shared/contract.ts';
import { formatSentences, formatUntil } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { problemInUse } from '../../shared/told.ts';
import type { Question } from './questions.ts';

const texts = strings.menu;

export const quitQuestion = (): Question => ({
  message: texts.quitWhileSyncing,
  detail: texts.quitWhileSyncingDetail,
  confirm: texts.quitStop,
  cancel: texts.cancel,
});

export const hiddenIconQuestion = (): Question => ({
  message: texts.hiddenIcon,
  detail: texts.hiddenIconDetail,
  confirm: strings.links['menu-bar-settings'],
  cancel: texts.notNow,
});

export const syncLinkQuestion = (): Question => ({
  message: strings.appLinks.sync,
  detail: strings.appLinks.syncDetail,
  confirm: strings.menu.syncNow,
  cancel: texts.cancel,
});

/** @param until milliseconds since 1970, as `now`; null for a pause without an end */
export const pauseLinkQuestion = (until: number | null, now: number, locale: string): Question => ({
  message: strings.appLinks.pause,
  detail:
    until === null
      ? strings.appLinks.pauseOpenEnd
      : strings.appLinks.pauseUntil({ until: formatUntil(until, now, locale) }),
  confirm: texts.pause,
  cancel: texts.cancel,
});

/** @param link as it may be shown */
export const linkUnknownQuestion = (link: string): Question => ({
  message: strings.appLinks.unknown,
  detail: strings.appLinks.unknownDetail({ link }),
  confirm: strings.move.ok,
  cancel: null,
});

/** A problem that is met where no window can show it: of a menu. */
export function problemQuestion(problem: ProblemView): Question {
  const { title, sentence, advice } = problemInUse(problem);
  return { message: title, detail: formatSentences([sentence, advice]), confirm: strings.move.ok, cancel: null };
}

export function cannotStartQuestion(problem: ProblemView): Question {
  const { sentence, advice } = problemInUse(problem);
  return { message: texts.cannotStart, detail: formatSentences([sentence, advice]), confirm: texts.quit, cancel: null };
}
