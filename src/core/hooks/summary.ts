/** A sync in a title and a few lines, for a message: counts and titles of problems, never the name of a photo, an album or a place on the disk. */
import type { Problem } from '../model/problem.ts';
import { sayIn } from '../model/problems/say.ts';
import type { Outcome } from '../model/run-report.ts';
import type { RunEvent } from './run-event.ts';

export interface Summary {
  readonly title: string;
  readonly text: string;
}

const TITLES: Readonly<Record<Outcome, string>> = {
  done: 'Sync finished',
  'nothing-new': 'Nothing new to sync',
  partial: 'Sync finished with problems',
  skipped: 'Sync skipped',
  interrupted: 'Sync stopped',
  failed: 'Sync failed',
};

const say = sayIn('en');

export function summaryOf(event: Exclude<RunEvent, { readonly kind: 'started' }>): Summary {
  switch (event.kind) {
    case 'test':
      return { title: 'Test from Immich Sync', text: 'Immich Sync can reach you here.' };
    case 'not-started':
      return { title: 'Sync could not start', text: problemLine(event.problem) };
    case 'ended': {
      const { outcome, parts, bytesUploaded, coverage, problems } = event.report;
      const lines = [
        ...problems.map(problemLine),
        ...(parts.uploaded === 0
          ? []
          : [
              say.plural(parts.uploaded, {
                one: () => `1 file uploaded (${say.megabytes(bytesUploaded)}).`,
                other: (n) => `${n} files uploaded (${say.megabytes(bytesUploaded)}).`,
              }),
            ]),
        `${say.number(coverage.complete)} of ${say.number(coverage.assets)} items in Immich, verified.`,
      ];
      return { title: TITLES[outcome], text: lines.join('\n') };
    }
  }
}

const problemLine = ({ title, count }: Problem) => (count > 1 ? `${title} (${say.number(count)}).` : `${title}.`);
