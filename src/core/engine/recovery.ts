/** What a run left behind that did not come to its end: crash, kill, loss of power. */
import { removeSocketPlace } from '../channel/socket-place.ts';
import { acquireRunLock, isRunLeftBehind, type RunLock } from '../lock/run-lock.ts';
import { ProblemError } from '../model/problem.ts';
import { outboxFolder, removeOutbox } from '../sync/outbox.ts';
import { removeRunFolders } from '../sync/run-folder.ts';
import type { Home } from './home.ts';
import type { LedgerAccess } from './ledger-access.ts';

/**
 * Closes the row of an interrupted run, ends its children that are still going, removes its temporary files. Done at every start, not only
 * by the next run, so that what is shown is true. Nothing happens while a run is in progress, or when nothing was left.
 * @returns whether there was anything to do
 * @throws {ProblemError} ledger-unusable, folder-unusable, settings-unreadable
 */
export async function recover(home: Home, ledger: LedgerAccess): Promise<boolean> {
  const { runFolder } = home.paths;
  const isLeft = await isRunLeftBehind(runFolder);
  if (!isLeft && !ledger.use(({ history }) => history.hasOpenRun())) return false;
  try {
    const lock = await acquireRunLock(runFolder, { trigger: 'order' });
    try {
      // A run that takes the lock makes a socket of its own; here nobody listens at the old one.
      removeSocketPlace(runFolder, 'run');
      await clearLeftovers(lock, home, ledger);
    } finally {
      lock.release();
    }
    return true;
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'another-run') return false;
    throw ledger.explain(error);
  }
}

/** @param lock just taken: nobody else is at work here */
export async function clearLeftovers(lock: RunLock, home: Home, ledger: LedgerAccess): Promise<void> {
  const { log } = home;
  for (const { program } of lock.ended) log.warn(`Ended ${program}, which an interrupted run had left behind.`);
  const { history } = ledger.open();
  if (lock.interruptedAt === null && !history.hasOpenRun()) return;
  history.closeOpenRuns(lock.interruptedAt ?? home.now());
  log.info('The last sync was cut off. Its leftovers were removed; the next sync continues where it left off.');
  await removeRunFolders(home.paths.runFolder);
  // The disk of the staging folder may be away; then the next upload empties the outbox.
  await removeOutbox(outboxFolder(home.stagingFolder())).catch(() => undefined);
}
