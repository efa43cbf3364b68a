import type { Judgement } from './suite.ts';
import { kindOf, type Row, type Verdict } from './verdict.ts';

const VERDICTS: readonly Verdict[] = ['equal', 'limit', 'different'];

const countOf = (rows: readonly Row[], verdict: Verdict) => rows.filter((row) => kindOf(row) === verdict).length;

const markdown = (cells: readonly (readonly string[])[]): string[] => {
  const [head = [], ...rest] = cells;
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  return [line(head), line(head.map((_cell, index) => (index === 0 ? '---' : '---:'))), ...rest.map(line)];
};

/** The table of `docs/acceptance.md`: scenarios, and how many fields were how, per server. */
export function summary(judgements: readonly Judgement[]): string[] {
  const names = [...new Set(judgements.flatMap(({ scenarios }) => scenarios.map(({ name }) => name)))];
  const rowsOf = ({ scenarios }: Judgement, name: string | null) =>
    scenarios.filter((scenario) => name === null || scenario.name === name).flatMap(({ rows }) => rows);
  const cells = (name: string | null) =>
    judgements.map((judgement) => {
      const rows = rowsOf(judgement, name);
      return rows.length === 0 ? '' : VERDICTS.map((verdict) => countOf(rows, verdict)).join(' / ');
    });
  return [
    `Fields that are equal / a documented limit / different, ${judgements[0]?.at.slice(0, 10) ?? ''}:`,
    '',
    ...markdown([
      ['', ...judgements.map(({ server }) => `${server.kind} ${server.version}`)],
      ...names.map((name) => [name, ...cells(name)]),
      ['**all**', ...cells(null)],
    ]),
  ];
}

const cell = (text: string) => text.replaceAll('\n', ' ⏎ ').replaceAll('|', '\\|').slice(0, 300);

/** How often each limit was met, and every field that is different. */
export function details(judgement: Judgement): string[] {
  const all = judgement.scenarios.flatMap(({ name, rows }) => rows.map((row) => ({ ...row, name })));
  const limits = Map.groupBy(
    all.filter((row) => kindOf(row) === 'limit'),
    ({ verdict }) => verdict.replace(/^limit: /, ''),
  );
  const different = all.filter((row) => kindOf(row) === 'different');
  const title = `${judgement.server.kind} ${judgement.server.version}`;
  return [
    ...[...limits].map(([limit, rows]) => `${title}: ${rows.length} × ${limit}`),
    ...(different.length === 0
      ? []
      : [
          '',
          `${title}, different:`,
          '',
          ...markdown([
            ['Scenario, step', 'What', 'Field', 'Photos', 'Immich'],
            ...different.map(({ name, step, about, field, photos, immich }) =>
              [`${name}, ${step}`, about, field, photos, immich].map(cell),
            ),
          ]),
        ]),
    ...judgement.left,
  ];
}
