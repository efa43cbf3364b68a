/**
 * A process of the app that is the `immich-sync` command: `Immich Sync --cli …`. It has no window, but to macOS it is the app all the same:
 * it is told when the session ends, asked to quit, and sent what is meant for the app.
 */
import { dirname } from 'node:path';
import { app } from 'electron';
import { baseEnvironment, runChild } from '../core/tools/child.ts';
import { onSessionEnd } from './adapters/system-events.ts';
import { isAppLink } from './app-link.ts';
import { flushOutput, stopSignal } from './cli/terminal.ts';

/** @param run the command; gives its exit code, and ends in order when the signal is aborted. Call when the app is ready. */
export async function runAsCommand(run: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const stop = new AbortController();
  // A quit event, and a terminal that is closed (SIGHUP, which Chromium turns into one): the run stops in order, its children with it.
  app.on('before-quit', (event) => {
    event.preventDefault();
    stop.abort();
  });
  onSessionEnd(() => stop.abort());
  // As long as this process lives, macOS takes the app for open and wakes it up instead of starting it: LaunchServices goes by the bundle.
  app.on('activate', () => void openApp());
  app.on('open-url', (event, link) => {
    event.preventDefault();
    if (isAppLink(link)) void openApp(link);
  });
  const exitCode = await run(AbortSignal.any([stop.signal, stopSignal()]));
  await flushOutput();
  app.exit(exitCode);
}

/** Starts the app beside this process; if it is open already, that one comes to the front. @param link for it to follow */
async function openApp(link?: string): Promise<void> {
  if (process.platform !== 'darwin' || !app.isPackaged) return;
  // <bundle>/Contents/MacOS/<executable>
  const bundle = dirname(dirname(dirname(process.execPath)));
  await runChild({
    program: '/usr/bin/open',
    args: ['-n', bundle, ...(link === undefined ? [] : ['--args', link])],
    env: baseEnvironment(),
    cwd: '/',
  }).catch(() => {
    // The person sees that nothing opens; the command continues.
  });
}
