/** Does what links of other apps ask for, one at a time; `app-link.ts` says what they can ask for. */
import { plainText } from '../core/model/plain-text.ts';
import { toProblem } from '../core/model/problem.ts';
import type { WindowTarget } from '../shared/contract.ts';
import { readAppLink } from './app-link.ts';
import { linkUnknownQuestion, pauseLinkQuestion, problemQuestion, syncLinkQuestion } from './windows/question-texts.ts';
import type { Question } from './windows/questions.ts';

export interface LinkActions {
  readonly ask: (question: Question) => Promise<boolean>;
  readonly isSetUp: () => boolean;
  readonly comeForward: () => void;
  readonly show: (target: WindowTarget) => void;
  readonly sync: () => Promise<unknown>;
  /** @param until null for a pause without an end */
  readonly pause: (until: Date | null) => Promise<unknown>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** BCP 47, for times. */
  readonly locale: () => string;
}

const MINUTE = 60_000;

/** Further links are left out while one is asked about: whoever sends hundreds gets one question. */
export function followLinks(actions: LinkActions): (link: string) => Promise<void> {
  let isAsking = false;
  const askFirst = async (question: Question, then: () => Promise<unknown>) => {
    if (isAsking) return;
    isAsking = true;
    try {
      if (await actions.ask(question)) await then();
    } catch (error) {
      await actions.ask(problemQuestion(toProblem(error)));
    } finally {
      isAsking = false;
    }
  };
  return async (text) => {
    const link = readAppLink(text);
    // There is nothing to sync or to pause yet, but a window to set it up.
    if (!actions.isSetUp() && link.kind !== 'unknown') return actions.comeForward();
    switch (link.kind) {
      case 'open':
        return link.target === null ? actions.comeForward() : actions.show(link.target);
      case 'sync':
        return askFirst(syncLinkQuestion(), actions.sync);
      case 'pause': {
        const until = link.minutes === null ? null : new Date(actions.now() + link.minutes * MINUTE);
        return askFirst(pauseLinkQuestion(until?.getTime() ?? null, actions.now(), actions.locale()), () =>
          actions.pause(until),
        );
      }
      case 'unknown':
        return askFirst(linkUnknownQuestion(plainText(text, 120)), async () => {});
    }
  };
}
