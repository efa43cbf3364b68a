/** `immich-sync verify`: everything that is known of the server, asked about now. */
import { type ExitCode, ProblemError } from '../../../core/model/problem.ts';
import { because } from '../../../core/model/reasons.ts';
import type { ContentsProgress } from '../../../core/sync/verify-contents.ts';
import type { AssetFacts, PartFact } from '../../../core/sync/verify-facts.ts';
import type { Verification } from '../../../core/sync/verify-library.ts';
import type { CommandContext } from '../command.ts';
import { bytes, coverageLines, NOT_CHECKED, number, plural, printable, problemLines } from '../output.ts';
import { showProgress } from '../progress-display.ts';

/** Lists are for people: nobody reads more. `--json` has all. */
const MAX_LISTED = 20;
/** Milliseconds between two lines of progress. */
const SHOW_EVERY = 200;

export async function verify(
  { engine, terminal, json, signal }: CommandContext,
  { deep = false, sample = null }: { readonly deep?: boolean; readonly sample?: number | null },
): Promise<ExitCode> {
  if (sample !== null && !deep) throw new ProblemError('usage', { reason: because('sample-without-deep') });
  const unexpected: string[] = [];
  let shownAt = 0;
  const onReading = (progress: ContentsProgress) => {
    if (terminal.redraw === null || Date.now() - shownAt < SHOW_EVERY) return;
    shownAt = Date.now();
    terminal.redraw(readingLine(progress));
  };
  const verification = await engine.verify({
    signal,
    deep: deep ? { sample } : null,
    onAsset: (facts) => {
      if (json) terminal.print(JSON.stringify(facts));
      else if (!facts.isAsExpected && unexpected.length < MAX_LISTED) unexpected.push(unexpectedLine(facts));
    },
    ...(json ? {} : { onProgress: showProgress(terminal), onReading }),
  });
  terminal.redraw?.('');
  if (json) terminal.print(JSON.stringify({ summary: verification }));
  else for (const line of verificationLines(verification, unexpected)) terminal.print(line);
  return verification.coverage.assets > 0 && verification.unexpected === 0 && verification.problems.length === 0
    ? 0
    : 1;
}

const readingLine = ({ files, filesRead, bytesRead }: ContentsProgress) =>
  `Reading files back from Immich… ${number(filesRead)} of ${number(files)} · ${bytes(bytesRead)}`;

function verificationLines(verification: Verification, listed: readonly string[]): readonly string[] {
  const { coverage, facts, findings, unexpected, contents, problems } = verification;
  if (coverage.assets === 0) return [NOT_CHECKED];
  const more = unexpected - listed.length;
  return [
    ...coverageLines(coverage),
    `Files:          ${number(facts.parts.uploaded)} uploaded, ${number(facts.parts.found)} found there`,
    ...(findings.moved > 0 ? [`                ${number(findings.moved)} are there under another id`] : []),
    ...factLine('Albums:         ', facts.albums, 'entry', 'entries'),
    ...factLine('Stacks:         ', facts.stacks, 'stack', 'stacks'),
    ...factLine('Live Photos:    ', facts.livePairs, 'pair', 'pairs'),
    ...factLine('Details:        ', facts.details, 'file', 'files'),
    ...(contents === null ? [] : [readLine(contents)]),
    ...(unexpected === 0
      ? ['Everything is as expected.']
      : [
          `Not as expected: ${plural(unexpected, 'item')}. The next sync looks after them.`,
          ...listed.map((line) => `  · ${line}`),
          ...(more > 0 ? [`    and ${number(more)} more`] : []),
        ]),
    ...problemLines(problems),
  ];
}

function factLine(
  label: string,
  { observed, expected, gone }: Verification['facts']['albums'],
  one: string,
  many: string,
): readonly string[] {
  if (observed + expected + gone === 0) return [];
  return [
    [
      `${label}${plural(observed, one, many)} as expected`,
      ...(expected > 0 ? [`${number(expected)} not seen yet`] : []),
      ...(gone > 0 ? [`${number(gone)} not there any more`] : []),
    ].join(', '),
  ];
}

function readLine({ files, bytes: size, left }: NonNullable<Verification['contents']>): string {
  const rest = left === 0 ? '' : `; ${plural(left, 'file')} not read this time`;
  return `Read back:      ${plural(files, 'file')}, ${bytes(size)}${rest}`;
}

function unexpectedLine({ filename, parts, stack, livePairs }: AssetFacts): string {
  const what = [
    ...parts.flatMap(partTrouble),
    ...(stack?.state === 'gone' ? ['its stack is gone'] : []),
    ...(livePairs.some(({ state }) => state === 'gone') ? ['not paired with its video'] : []),
  ];
  return `${printable(filename)}: ${what.join(', ')}`;
}

function partTrouble({ kind, state, reason, contents }: PartFact): readonly string[] {
  if (state === 'not-there') return [`${kind} not in Immich${reason === null ? '' : ` (${reason})`}`];
  if (contents?.outcome === 'damaged') return [`${kind} damaged on the server`];
  if (contents?.outcome === 'not-delivered') return [`${kind} not handed out by the server`];
  return [];
}
