/** `immich-sync verify`: everything that is known of the server, asked about now. */
import { type ExitCode, ProblemError } from '../../../core/model/problem.ts';
import { because } from '../../../core/model/reasons.ts';
import type { ContentsProgress } from '../../../core/sync/verify-contents.ts';
import type { AssetFacts, PartFact } from '../../../core/sync/verify-facts.ts';
import type { Verification } from '../../../core/sync/verify-library.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { formatLabelled, formatRow } from '../../../shared/format.ts';
import { strings } from '../../../shared/strings.ts';
import type { CommandContext } from '../command.ts';
import { alignedLines, bytes, coverageLines, type Labelled, printable, problemLines } from '../output.ts';
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
  commandStrings.syncs.progress.readingBack({ done: filesRead, total: files, bytes: bytes(bytesRead) });

function verificationLines(verification: Verification, listed: readonly string[]): readonly string[] {
  const { coverage, facts, findings, unexpected, contents, problems } = verification;
  const { notChecked, more, verify: texts } = commandStrings.syncs;
  if (coverage.assets === 0) return [notChecked];
  const unlisted = unexpected - listed.length;
  const lines = [
    { label: texts.files, text: texts.origins({ uploaded: facts.parts.uploaded, found: facts.parts.found }) },
    ...(findings.moved > 0 ? [{ label: null, text: texts.moved({ count: findings.moved }) }] : []),
    ...factLine(texts.albums, facts.albums, texts.albumsExpected),
    ...factLine(texts.stacks, facts.stacks, texts.stacksExpected),
    ...factLine(texts.livePhotos, facts.livePairs, texts.livePhotosExpected),
    ...factLine(texts.details, facts.details, texts.detailsExpected),
    ...(contents === null ? [] : [readLine(contents)]),
  ];
  return [
    ...coverageLines(coverage),
    ...alignedLines(lines),
    ...(unexpected === 0
      ? [texts.asExpected]
      : [
          texts.unexpected({ count: unexpected }),
          ...listed.map((line) => `  · ${line}`),
          ...(unlisted > 0 ? [`    ${more({ count: unlisted })}`] : []),
        ]),
    ...problemLines(problems),
  ];
}

function factLine(
  label: string,
  { observed, expected, gone }: Verification['facts']['albums'],
  asExpected: (values: { readonly count: number }) => string,
): readonly Labelled[] {
  if (observed + expected + gone === 0) return [];
  const texts = commandStrings.syncs.verify;
  const said = [
    asExpected({ count: observed }),
    ...(expected > 0 ? [texts.notSeen({ count: expected })] : []),
    ...(gone > 0 ? [texts.gone({ count: gone })] : []),
  ];
  return [{ label, text: formatRow(said) }];
}

function readLine({ files, bytes: size, left }: NonNullable<Verification['contents']>): Labelled {
  const { readBack, read, readInPart } = commandStrings.syncs.verify;
  const values = { files, bytes: bytes(size) };
  return { label: readBack, text: left === 0 ? read(values) : readInPart({ ...values, left }) };
}

function unexpectedLine({ filename, parts, stack, livePairs }: AssetFacts): string {
  const texts = commandStrings.syncs.verify;
  const what = [
    ...parts.flatMap(partTrouble),
    ...(stack?.state === 'gone' ? [texts.stackGone] : []),
    ...(livePairs.some(({ state }) => state === 'gone') ? [texts.pairGone] : []),
  ];
  return formatLabelled(printable(filename), formatRow(what));
}

function partTrouble({ kind, state, reason, contents }: PartFact): readonly string[] {
  const texts = commandStrings.syncs.verify;
  const part = strings.activity.preview.parts[kind];
  if (state === 'not-there')
    return [
      reason === null ? texts.notThere({ part }) : texts.notThereBecause({ part, reason: texts.reasons[reason] }),
    ];
  if (contents?.outcome === 'damaged') return [texts.damaged({ part })];
  if (contents?.outcome === 'not-delivered') return [texts.notDelivered({ part })];
  return [];
}
