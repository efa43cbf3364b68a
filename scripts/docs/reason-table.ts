/** Why something in Photos is not in Immich, in the words of the app. */
import { REMAINDER_REASONS } from '../../src/core/model/coverage.ts';
import { strings } from '../../src/shared/strings.ts';
import { inText, table } from './markdown.ts';

/** The app says how many there are; here it is a few. */
const COUNT = 3;

export const reasonTable = () =>
  table(
    ['The app says', 'What it means'],
    REMAINDER_REASONS.map((reason) => [
      inText(strings.remainder[reason]({ count: COUNT })),
      inText(strings.remainderAdvice[reason]),
    ]),
  );
