/** Quits in order and comes back as the new version. */
import type { OrderlyQuit } from '../orderly-quit.ts';
import type { AppUpdates } from './app-updates.ts';

/** @throws {ProblemError} update-busy, update-failed */
export async function restartToUpdate(updates: AppUpdates, quit: OrderlyQuit): Promise<void> {
  await updates.beforeInstall();
  void quit.endWith(() => updates.install());
}
