/** What is to be reached, beside what was measured: the first table of docs/performance.md. Pure. */
import { type GrowthRow, growthOf, LINEAR, shownBeside } from './growth.ts';
import type { GuardThroughput } from './guard-throughput.ts';
import { markdownTable, shownBytes, shownCount, shownTime } from './markdown.ts';
import { LITTLE_DISK } from './whole-runs.ts';

/** @returns lines in Markdown; "not measured" where a run of this size leaves something out. */
export function targetsTable(rows: readonly GrowthRow[], guard: readonly GuardThroughput[]): readonly string[] {
  const steps = Map.groupBy(rows, ({ step }) => step);
  /** The largest size of a step. */
  const at = (step: string, tell: (row: GrowthRow) => string) => {
    const row = steps.get(step)?.at(-1);
    return row === undefined ? 'not measured' : `${tell(row)} at ${shownCount(row.size)}`;
  };
  const beside = (row: GrowthRow) => (row.beside === null ? '' : shownBeside(row.beside));
  const whole = rows.filter(({ step }) => step.startsWith('whole run'));
  const largest = whole.filter(({ size }) => size === Math.max(...whole.map((row) => row.size)));
  const [most] = largest.toSorted((a, b) => (b.memory ?? 0) - (a.memory ?? 0));
  const oneNew = steps.get('whole run: one new photo') ?? [];
  const gigabit = guard.filter(({ network }) => network === 'gigabit').map(({ ratio }) => ratio);
  const faster = rows.filter((row) => {
    // How the tools alone grow is theirs.
    if (row.memory === null) return false;
    const own = steps.get(row.step) ?? [];
    return (growthOf(row, own[own.indexOf(row) - 1]) ?? 0) > LINEAR;
  });
  return markdownTable(
    ['', 'target', 'measured'],
    [
      [
        '1. Nothing changed',
        '≤ 1 s at 100,000 assets, no program started',
        at(
          'whole run: nothing changed',
          ({ seconds, cpuSeconds, programs }) =>
            `${shownTime(seconds)} (processor ${shownTime(cpuSeconds)}), ${programs} programs`,
        ),
      ],
      ['2. Small change', '≤ 2.5 × a bare load by osxphotos', at('whole run: small change', beside)],
      ['   Metadata alone', 'no export', at('whole run: 10 favourites', beside)],
      ['3. First sync', '≤ 1.15 × the slower of export and upload', at('whole run: first sync', beside)],
      [
        '4. Memory',
        '≤ 250 MB at 100,000 assets',
        most === undefined
          ? 'not measured'
          : `${shownBytes(most.memory ?? 0)} at ${shownCount(most.size)} (${most.step.replace('whole run: ', '')})`,
      ],
      [
        '5. Disk',
        'the budget and one batch, for ten times the budget',
        at(LITTLE_DISK, ({ disk }) => `${shownBytes(disk?.most ?? 0)} of ${shownBytes(disk?.allowed ?? 0)}`),
      ],
      [
        '6. Server: one new photo',
        'the same requests at any size',
        oneNew.length === 0
          ? 'not measured'
          : oneNew.map(({ size, requests }) => `${requests} at ${shownCount(size)}`).join(', '),
      ],
      [
        '   The guard',
        '≥ 80 % of a direct upload on a gigabit network',
        gigabit.length === 0 ? 'not measured' : `${Math.round(Math.min(...gigabit) * 100)} %`,
      ],
      [
        '   Already there',
        'as long as reading the files once',
        at('files of 1 MB there already: read and proved', beside),
      ],
      [
        '7. Ledger',
        'open ≤ 100 ms, plan ≤ 5 s, status ≤ 50 ms at 1,000,000 parts',
        ['open', 'plan', 'status']
          .map((step) => `${step} ${at(`ledger: ${step}`, ({ cpuSeconds }) => shownTime(cpuSeconds))}`)
          .join(', '),
      ],
      [
        '8. Growth',
        'nothing faster than linearly',
        faster.length === 0 ? 'nothing' : faster.map(({ step, size }) => `${step} to ${shownCount(size)}`).join(', '),
      ],
    ],
  );
}
