/**
 * What vitest leaves for the summary of scripts/run-parts.ts: each failed test by name, with the first lines of its error. A part's own list of
 * failures is far up when the last part has ended, and is lost where a log is cut.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { SerializedError } from 'vitest';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Lines of an error that are kept: what was expected, what came instead, where. */
const ERROR_LINES = 12;

/** The variable that tells vitest where the failures of an npm script are kept. */
export const FAILED_TESTS_FILE = 'FAILED_TESTS_FILE';

export function failedTestsFile(part: string): string {
  return resolve('test-results', 'failed-tests', `${part.replaceAll(':', '-')}.txt`);
}

export default class FailedTests implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const path = process.env[FAILED_TESTS_FILE];
    if (path === undefined) return;
    const failures = modules.flatMap((module) => [
      ...module.errors().map((error) => described(nameOf(module), [error])),
      ...[...module.children.allTests('failed')].map((test) =>
        described(`${nameOf(module)} > ${test.fullName}`, errorsOf(test)),
      ),
      ...[...module.children.allSuites()].flatMap((suite) =>
        suite.errors().length === 0 ? [] : [described(`${nameOf(module)} > ${suite.fullName}`, suite.errors())],
      ),
    ]);
    if (unhandled.length > 0) failures.push(described('outside of any test', unhandled));
    rmSync(path, { force: true });
    if (failures.length === 0) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, failures.join('\n\n'));
  }
}

function nameOf(module: TestModule): string {
  return relative(process.cwd(), module.moduleId);
}

function errorsOf(test: TestCase): readonly SerializedError[] {
  return test.result().errors ?? [];
}

function described(name: string, errors: readonly SerializedError[]): string {
  const lines = errors.flatMap(({ message, diff, stacks }) => {
    const place = stacks?.[0];
    const at = place === undefined ? [] : [`at ${relative(process.cwd(), place.file)}:${place.line}`];
    return [
      ...`${message ?? ''}\n${diff ?? ''}`
        .split('\n')
        .filter((line) => line.trim() !== '')
        .slice(0, ERROR_LINES),
      ...at,
    ];
  });
  return [name, ...lines.map((line) => `    ${line}`)].join('\n');
}
