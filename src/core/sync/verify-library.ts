/** `immich-sync verify`: asks the server about everything that is known, now, and tells it asset by asset. Changes nothing on the server. */

import type { Coverage } from '../model/coverage.ts';
import type { CheckProgress } from '../model/library-check.ts';
import { makeProblem, type Problem, ProblemError } from '../model/problem.ts';
import type { ProofOrigin } from '../model/remote.ts';
import { askAboutUnproved } from './ask.ts';
import { checkResult, keepCheck } from './check-result.ts';
import { readMarker } from './history.ts';
import { checkServer } from './preflight.ts';
import { ProblemList } from './problem-list.ts';
import type { RunContext } from './run-context.ts';
import { RunNotes } from './run-notes.ts';
import { unsettle } from './settled.ts';
import { type Findings, verifyEverything } from './verify.ts';
import { type ContentsProgress, type ContentsRead, readBack } from './verify-contents.ts';
import { type AssetFacts, assetFacts } from './verify-facts.ts';
import { lookAtServer } from './verify-look.ts';
import { verifyTwins } from './verify-twins.ts';

export interface VerifyOptions {
  /** Reads files back from the server's disk: all, or so many. Null reads none. */
  readonly deep: { readonly sample: number | null } | null;
  /** Called for each asset, sorted by UUID. */
  readonly onAsset?: ((facts: AssetFacts) => void) | undefined;
  readonly onReading?: ((progress: ContentsProgress) => void) | undefined;
  readonly onChecked?: ((progress: CheckProgress) => void) | undefined;
}

type VerifyContext = Pick<
  RunContext,
  'ledger' | 'settings' | 'log' | 'openClient' | 'patience' | 'recogniseUser' | 'onTarget' | 'machine' | 'now'
>;

export interface Verification {
  /** ISO 8601, UTC: when the server was asked. */
  readonly at: string;
  readonly coverage: Coverage;
  /** What has become of files since they were verified last. */
  readonly findings: Findings;
  /** Facts by their state. Of albums, `gone` is what a person took out, or what the next sync puts back. */
  readonly facts: {
    readonly parts: Readonly<Record<ProofOrigin, number>>;
    readonly albums: FactCounts;
    readonly stacks: FactCounts;
    readonly livePairs: FactCounts;
    readonly details: FactCounts;
  };
  /** Assets that are not as expected. */
  readonly unexpected: number;
  readonly contents: ContentsRead | null;
  readonly problems: readonly Problem[];
}

export interface FactCounts {
  readonly observed: number;
  readonly expected: number;
  readonly gone: number;
}

/** @throws {ProblemError} as a run's preflight; download-forbidden when files are to be read back with a key that may not */
export async function verifyLibrary(context: VerifyContext, options: VerifyOptions): Promise<Verification> {
  const { ledger, settings, patience, log, now } = context;
  const client = context.openClient(patience.call);
  try {
    const server = await checkServer(client);
    context.recogniseUser(server);
    const may = server.permissions.includes('all') || server.permissions.includes('asset.download');
    if (options.deep !== null && !may) throw new ProblemError('download-forbidden');
    const target = ledger.target(server.userId, settings.server.url);
    context.onTarget(target, server);
    const { history } = await readMarker({ ...context, client, target, version: server.number });
    const at = now();
    const asking = { ledger, client, target, scope: settings.scope, history, now };
    const total = ledger.verification.count(target);
    const onAsked = (done: number) => options.onChecked?.({ files: { done, total } });
    // What the last run has settled may not be so any more: the next one is to look.
    unsettle(ledger);
    const findings = await verifyEverything({ ...asking, notes: new RunNotes(ledger, null), onAsked });
    options.onChecked?.({ files: null });
    await verifyTwins(asking);
    await askAboutUnproved(asking);
    const look = await lookAtServer(ledger, client, target);
    const contents =
      options.deep === null
        ? null
        : await readBack(
            { ...asking, bytesPerSecond: settings.bytesPerSecond, onProgress: options.onReading },
            options.deep.sample,
          );
    const counter = new FactCounter();
    for (const facts of assetFacts({ ledger, target, scope: settings.scope, look, lookedAt: at })) {
      counter.add(facts);
      options.onAsset?.(facts);
    }
    ledger.settleCoverage(target, settings.scope);
    const { coverage } = ledger.coverage(target, settings.scope);
    const problems = tellProblems(context, target, findings);
    log.info(
      `Verified: ${coverage.complete} of ${coverage.assets} items in Immich; ${counter.unexpected} not as expected.`,
    );
    for (const { sentence } of problems) log.warn(sentence);
    const { facts, unexpected } = counter;
    const verification = {
      at: new Date(at).toISOString(),
      coverage,
      findings,
      facts,
      unexpected,
      contents,
      problems,
    };
    keepCheck(ledger, target, checkResult(verification));
    return verification;
  } finally {
    client.close();
  }
}

function tellProblems(
  { ledger, settings }: Pick<VerifyContext, 'ledger' | 'settings'>,
  target: number,
  { lost }: Findings,
): readonly Problem[] {
  const problems = new ProblemList();
  if (lost > 0) problems.add(makeProblem('verified-files-lost', { count: lost }));
  const unsound = ledger.verified.unsound(target, settings.scope);
  for (const [outcome, code] of [
    ['damaged', 'contents-damaged'],
    ['not-delivered', 'contents-not-delivered'],
  ] as const) {
    const names = unsound.filter((one) => one.outcome === outcome).map(({ filename }) => filename);
    if (names.length > 0) problems.add(makeProblem(code, { count: names.length }, names));
  }
  return problems.all();
}

class FactCounter {
  unexpected = 0;
  readonly #parts = { uploaded: 0, found: 0 };
  readonly #albums = { observed: 0, expected: 0, gone: 0 };
  readonly #stacks = { observed: 0, expected: 0, gone: 0 };
  readonly #livePairs = { observed: 0, expected: 0, gone: 0 };
  readonly #details = { observed: 0, expected: 0, gone: 0 };
  /** A stack has several files, of a burst several assets. */
  readonly #stacksSeen = new Set<string>();

  get facts(): Verification['facts'] {
    return {
      parts: this.#parts,
      albums: this.#albums,
      stacks: this.#stacks,
      livePairs: this.#livePairs,
      details: this.#details,
    };
  }

  add({ isAsExpected, parts, albums, stack, livePairs }: AssetFacts): void {
    if (!isAsExpected) this.unexpected += 1;
    for (const { origin, details } of parts) {
      if (origin !== null) this.#parts[origin] += 1;
      if (details !== null) this.#details[details.state] += 1;
    }
    for (const { state } of albums) this.#albums[state] += 1;
    for (const { state } of livePairs) this.#livePairs[state] += 1;
    if (stack === null || this.#stacksSeen.has(stack.remoteId)) return;
    this.#stacksSeen.add(stack.remoteId);
    this.#stacks[stack.state] += 1;
  }
}
