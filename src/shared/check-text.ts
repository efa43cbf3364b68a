/** What a check of everything came to, in words. Pure. */
import type { CheckResult } from './contract.ts';
import { strings } from './strings.ts';

export interface CheckFinding {
  readonly title: string;
  readonly detail: string;
  /** Nothing is left to do about it. */
  readonly isSettled: boolean;
}

/** The worst first; none when everything was as expected. @param isMended whether a sync has ended well since */
export function checkFindings(
  { lost, thrownAway, moved, apart }: CheckResult,
  isMended: boolean,
): readonly CheckFinding[] {
  const texts = strings.library.check;
  const syncs = isMended ? texts.mended : texts.mending;
  return [
    ...(lost > 0 ? [{ title: texts.lost({ count: lost }), detail: syncs, isSettled: isMended }] : []),
    ...(thrownAway > 0
      ? [{ title: texts.thrownAway({ count: thrownAway }), detail: texts.thrownAwayDetail, isSettled: false }]
      : []),
    ...(apart > 0 ? [{ title: texts.apart({ count: apart }), detail: syncs, isSettled: isMended }] : []),
    ...(moved > 0 ? [{ title: texts.moved({ count: moved }), detail: texts.movedDetail, isSettled: true }] : []),
  ];
}
