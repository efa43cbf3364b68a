/** A sync in a title and a few lines, for a message in the language of those: counts and titles of problems, never the name of a photo, an album or a place on the disk. */
import { formatBytes } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { inLanguageOfMessages } from '../../shared/texts.ts';
import { problemInUse } from '../../shared/told.ts';
import type { Problem } from '../model/problem.ts';
import type { RunEvent } from './run-event.ts';

export interface Summary {
  readonly title: string;
  readonly text: string;
}

type Told = Exclude<RunEvent, { readonly kind: 'started' }>;

export const summaryOf = (event: Told): Summary => inLanguageOfMessages(() => summaryInUse(event));

function summaryInUse(event: Told): Summary {
  const texts = strings.messages;
  switch (event.kind) {
    case 'test':
      return { title: texts.test.title, text: texts.test.text };
    case 'not-started':
      return { title: texts.notStarted, text: problemLine(event.problem) };
    case 'ended': {
      const { outcome, parts, bytesUploaded, coverage, isChecked, problems } = event.report;
      const { complete, assets } = coverage;
      const lines = [
        ...problems.map(problemLine),
        ...(parts.uploaded === 0 ? [] : [texts.uploaded({ count: parts.uploaded, bytes: formatBytes(bytesUploaded) })]),
        ...(isChecked === false ? [] : [texts.verified({ complete, assets })]),
      ];
      return { title: texts.titles[outcome], text: lines.join('\n') };
    }
  }
}

function problemLine(problem: Problem): string {
  const { title, count } = problemInUse(problem);
  return count > 1 ? strings.messages.problemCount({ title, count }) : strings.messages.problem({ title });
}
