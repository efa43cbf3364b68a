/** Preflight, and the note that tells whether server and ledger still have one history. */

import { makeProblem, type ProblemCode, ProblemError, tell } from '../../model/problem.ts';
import { because } from '../../model/reasons.ts';
import { checkLibrary } from '../../photos/library.ts';
import { warningAbout } from '../../settings/server-address.ts';
import { type MarkerContext, readMarker, writeMarker } from '../history.ts';
import { checkServer, type ServerState } from '../preflight.ts';
import type { RunState } from '../run-state.ts';
import { checkStaging } from '../staging.ts';

/** What tells that something on the server could not be put in order by this run. */
const LEFT_UNMENDED: readonly ProblemCode[] = [
  'held-back',
  'albums-failed',
  'stacks-failed',
  'live-link-failed',
  'details-failed',
];

/** @throws {ProblemError} what keeps a run from touching anything */
export async function preflight(run: RunState): Promise<ServerState> {
  const { settings, ledger, log, recogniseUser, onTarget } = run.context;
  run.progress.enter('preflight');
  await checkLibrary(settings.library);
  run.disks.useLibrary();
  checkStaging(settings.folders.staging);
  const server = await askServer(run);
  recogniseUser(server);
  const target = ledger.target(server.userId, settings.server.url);
  run.reached = { target, server };
  onTarget(target, server);
  log.info(`Immich ${server.version} at ${settings.server.url}, signed in as ${server.email}.`);
  const warning = warningAbout(settings.server.url);
  if (warning !== null) log.warn(tell(warning));
  if (server.judgement === 'untested')
    log.warn(`Immich ${server.version} is newer than the versions that Immich Sync was tested with.`);
  if (server.judgement === 'unknown') {
    run.doubts.push({ about: 'server', reason: because('server-newer', { version: server.version }) });
  }
  return server;
}

async function askServer({ context }: RunState): Promise<ServerState> {
  const { nowhere, explainRefusal, openClient, patience } = context;
  if (nowhere !== null) throw nowhere;
  const client = openClient(patience.preflight);
  try {
    return await checkServer(client);
  } catch (error) {
    throw explainRefusal(error);
  } finally {
    client.close();
  }
}

/** Learns from our note on the server whether server and ledger still tell one history. */
export async function lookAtMarker(run: RunState): Promise<void> {
  run.marker = await readMarker(markerContext(run));
  const { log, ledger } = run.context;
  if (run.marker.history === 'server-went-back') {
    run.problems.add(makeProblem('server-went-back'));
    run.tally.addFindings({ wentBack: 'server' });
  }
  if (run.marker.history === 'ledger-went-back') {
    // That the ledger was replaced says it all.
    if (ledger.replacement() === null) run.problems.add(makeProblem('records-went-back'));
    run.tally.addFindings({ wentBack: 'records' });
  }
  for (const { machine, at } of run.marker.others)
    log.info(`${machine} has synced with this Immich account, too, last on ${new Date(at).toLocaleString('en')}.`);
}

/** Leaves word of this run on the server when it has changed anything there, and when there is none of this ledger's yet. */
export async function leaveMarker(run: RunState): Promise<void> {
  const { ledger, log } = run.context;
  if (!run.tally.didWork && !run.isMending && ledger.marker.own(run.target).written > 0) return;
  // What was not put back is still to be: the next run has to know.
  if (run.isMending && LEFT_UNMENDED.some((code) => run.problems.has(code))) return;
  try {
    await writeMarker(markerContext(run));
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'server-error') throw error;
    log.warn(`The note about this sync could not be left in Immich: ${error.message}`);
  }
}

function markerContext({ context, client, target, version }: RunState): MarkerContext {
  const { ledger, machine, now } = context;
  return { ledger, client, target, version, machine, now };
}
