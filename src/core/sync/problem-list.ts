/** Gathers the single-item failures of a run and tells them as few sentences: one for each code and reason, with a count. */

import { makeProblem, type Problem, type ProblemCode } from '../model/problem.ts';
import type { Explanation } from '../model/reasons.ts';

/** A problem of single files or assets, without the number of them. */
export type ItemProblem =
  | { readonly code: 'export-differs' | 'file-empty' | 'not-proved' }
  | {
      readonly code: 'export-failed' | 'file-unreadable' | 'upload-refused' | 'upload-failed';
      readonly reason: Explanation;
    }
  | {
      readonly code: 'kind-not-taken';
      /** With its dot; null for files without one. */
      readonly ending: string | null;
    };

function problemOf(item: ItemProblem, about: readonly string[]): Problem {
  const count = about.length;
  if ('reason' in item) return makeProblem(item.code, { count, reason: item.reason }, about);
  return 'ending' in item
    ? makeProblem(item.code, { count, ending: item.ending }, about)
    : makeProblem(item.code, { count }, about);
}

export class ProblemList {
  readonly #items = new Map<string, ItemProblem & { readonly about: string[] }>();
  readonly #others: Problem[] = [];

  /** Notes that one file or asset failed. What completes the problem's sentence must not name it. */
  addItem(item: ItemProblem, about: string): void {
    const key = JSON.stringify(item);
    const known = this.#items.get(key);
    if (known === undefined) this.#items.set(key, { ...item, about: [about] });
    else known.about.push(about);
  }

  add(problem: Problem): void {
    this.#others.push(problem);
  }

  has(code: ProblemCode): boolean {
    return this.all().some((problem) => problem.code === code);
  }

  get isEmpty(): boolean {
    return this.#items.size === 0 && this.#others.length === 0;
  }

  /** The most frequent first. */
  all(): readonly Problem[] {
    const items = [...this.#items.values()].map(({ about, ...item }) => problemOf(item, about));
    return [...this.#others, ...items.sort((a, b) => b.count - a.count)];
  }
}
