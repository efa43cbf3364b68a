/** Gathers the single-item failures of a run and tells them as few sentences: one for each code and reason, with a count. */
import { makeProblem, type Problem, type ProblemCode } from '../model/problem.ts';

export type ItemCode = Extract<
  ProblemCode,
  | 'export-failed'
  | 'export-differs'
  | 'file-unreadable'
  | 'file-empty'
  | 'kind-not-taken'
  | 'upload-refused'
  | 'upload-failed'
  | 'not-proved'
>;

export class ProblemList {
  readonly #items = new Map<string, { readonly code: ItemCode; readonly reason: string; readonly about: string[] }>();
  readonly #others: Problem[] = [];

  /** Notes that one file or asset failed. `reason` completes the code's sentence and must not name the file. */
  addItem(code: ItemCode, about: string, reason = ''): void {
    const key = `${code}\n${reason}`;
    const known = this.#items.get(key);
    if (known === undefined) this.#items.set(key, { code, reason, about: [about] });
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
    const items = [...this.#items.values()].map(({ code, reason, about }) => {
      return makeProblem(code, { count: about.length, reason }, about);
    });
    return [...this.#others, ...items.sort((a, b) => b.count - a.count)];
  }
}
