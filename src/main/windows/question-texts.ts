/** What the app asks, and says where it cannot say it in a window of its own. */
import type { ProblemView } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
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

/** A problem that is met where no window can show it: of a menu. */
export const problemQuestion = ({ title, sentence, advice }: ProblemView): Question => ({
  message: title,
  detail: `${sentence} ${advice}`,
  confirm: strings.move.ok,
  cancel: null,
});

export const cannotStartQuestion = ({ sentence, advice }: Pick<ProblemView, 'sentence' | 'advice'>): Question => ({
  message: texts.cannotStart,
  detail: `${sentence} ${advice}`,
  confirm: texts.quit,
  cancel: null,
});
