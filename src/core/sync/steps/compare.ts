/** What is read and not verified is asked for; what is missing then becomes the plan. */
import type { StandIn } from '../../ledger/twin-ledger.ts';
import type { TwinTreatment } from '../../model/choices.ts';
import type { Plan } from '../../model/plan.ts';
import { askAboutUnproved } from '../ask.ts';
import { makePlan } from '../plan.ts';
import { MAX_LISTED } from '../reconcile/preview.ts';
import type { RunState } from '../run-state.ts';
import { number } from '../run-words.ts';
import { findTwins, linkTwins, standInsOf, type TwinContext } from '../twins.ts';
import { learnTwins } from '../verify-twins.ts';

export function ask(run: RunState): Promise<void> {
  run.progress.enter('ask');
  return run.tally.timed('ask', async () => {
    const { ledger, settings, now, log, onChecked } = run.context;
    const { client, target, marker } = run;
    const { scope } = settings;
    const { found, inTrash, absent } = await askAboutUnproved({
      ledger,
      client,
      target,
      scope,
      history: marker.history,
      now,
    });
    onChecked(target);
    run.tally.found = found;
    run.progress.set({ alreadyThere: ledger.coverage(target, scope).verified });
    if (found + absent > 0)
      log.info(`Asked Immich about ${number(found + inTrash + absent)} files: ${number(found)} already there.`);
    if (inTrash > 0) log.info(`${inTrash} files are in Immich’s trash and stay there.`);
  });
}

/** Lets the phone's copies stand for ours, where the person wants that; where not any more, ours are uploaded. */
export function linkCopies(run: RunState): Promise<void> {
  return run.tally.timed('ask', async () => {
    const { ledger, settings, log, now } = run.context;
    if (settings.twins === 'upload') {
      const left = ledger.twins.unlinkAll(run.target);
      if (left > 0) log.info(`${number(left)} files for which your phone’s copies stood are to be uploaded.`);
      return;
    }
    const context = twinContext(run);
    const linked = await linkTwins(context, now());
    if (linked > 0) log.info(`${number(linked)} assets were linked to the copies that your phone has sent.`);
    const unlike = await learnTwins(context, now());
    if (unlike > 0)
      log.warn(`${number(unlike)} copies from your phone are no longer linked: they are gone, or other photos.`);
  });
}

/** Assets to be uploaded that look like photos that the person's phone has sent, or that are linked to them already. */
export interface ForeseenTwins {
  readonly assets: number;
  readonly treatment: TwinTreatment;
  /** The first 200 of them, oldest first: our file and the phone's. */
  readonly first: readonly StandIn[];
}

export async function foreseeTwins(run: RunState): Promise<ForeseenTwins> {
  const { target } = run;
  const { settings, ledger } = run.context;
  if (settings.twins === 'upload') {
    ledger.twins.unlinkAll(target);
    const found = await findTwins(twinContext(run));
    return { assets: found.length, treatment: 'upload', first: standInsOf(found, MAX_LISTED) };
  }
  await linkCopies(run);
  const first = ledger.twins.standIns(target, MAX_LISTED);
  return { assets: ledger.twins.count(target), treatment: 'link', first };
}

function twinContext({ context, client, target, userId }: RunState): TwinContext {
  const { ledger, settings } = context;
  return { ledger, client, target, scope: settings.scope, userId };
}

/** What is to be uploaded. Files of kinds that the server does not take are reported once, by the first sync that comes upon them. */
export async function plan(run: RunState): Promise<Plan> {
  const { context, options, target, problems } = run;
  const { ledger, settings, now } = context;
  // What a person starts, or wants to be looked through from end to end, tries everything.
  const triesAll = options.isFull || options.trigger === 'manual';
  const dueUntil = triesAll ? Number.POSITIVE_INFINITY : now();
  const taken = await run.takenEndings();
  ledger.refusals.forgetTaken(target, taken);
  const { plan: planned, notTaken } = makePlan(ledger, target, settings.scope, { dueUntil, taken });
  const unknown = notTaken.filter(({ isTold }) => !isTold);
  for (const { ending, filename } of unknown) problems.addItem({ code: 'kind-not-taken', ending }, filename);
  ledger.refusals.recordNotTaken(target, unknown, { isTold: !run.isPreview, at: now() });
  return planned;
}
