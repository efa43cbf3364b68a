/** What there is to report: each once, to every service that wants to hear of it. */
import type { Problem } from '../model/problem.ts';
import type { RunReport } from '../model/run-report.ts';

export type RunEvent =
  | {
      readonly kind: 'started';
      /** Of this sync, a UUID: a service that gets both knows which start an end belongs to. */
      readonly ping: string;
    }
  | { readonly kind: 'ended'; readonly ping: string; readonly report: RunReport }
  /** It was due, or wanted, and something kept it from starting. */
  | { readonly kind: 'not-started'; readonly ping: string; readonly problem: Problem }
  /** A person tries the address. */
  | { readonly kind: 'test' };

/** How it went, for services that know no more than that. `open`: it was stopped, and nothing is wrong. */
export type Verdict = 'good' | 'bad' | 'open';

/** As the exit code of the command says it: a sync with problems is none that went well. */
export function verdictOf(event: Exclude<RunEvent, { readonly kind: 'started' }>): Verdict {
  switch (event.kind) {
    case 'test':
      return 'open';
    case 'not-started':
      return 'bad';
    case 'ended': {
      const { outcome } = event.report;
      if (outcome === 'done' || outcome === 'nothing-new') return 'good';
      return outcome === 'interrupted' || outcome === 'skipped' ? 'open' : 'bad';
    }
  }
}
