/** The packaged app as a program that can be started here, and driven without anything that its fuses forbid. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createPackage, extractAll } from '@electron/asar';
import type { PackedApp } from './pack-app.ts';
import type { ElectronRuntime } from './provision.ts';

const SHIMS = join(import.meta.dirname, 'shims.cjs');

/**
 * The packaged app's program. Where the Electron is the older one, that of a copy of the package whose archive loads the shims before the
 * app; everything else, fuses included, is as it ships.
 */
export async function startableProgram(
  { folder, program }: PackedApp,
  copy: string,
  kind: ElectronRuntime['kind'],
): Promise<string> {
  if (kind === 'electron') return program;
  // Links instead of a quarter of a gigabyte; what is changed is taken out first.
  execFileSync('cp', ['-al', folder, copy]);
  const archive = join(copy, 'resources', 'app.asar');
  const unpacked = join(copy, 'unpacked');
  extractAll(archive, unpacked);
  const manifestFile = join(unpacked, 'package.json');
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as { main: string };
  await writeFile(
    join(unpacked, 'with-shims.cjs'),
    `require(${JSON.stringify(SHIMS)});\nrequire(${JSON.stringify(`./${manifest.main}`)});\n`,
  );
  await writeFile(manifestFile, JSON.stringify({ ...manifest, main: 'with-shims.cjs' }));
  await rm(archive);
  await createPackage(unpacked, archive);
  await rm(unpacked, { recursive: true });
  return join(copy, basename(program));
}

/** On Linux: tests run as root, without a graphics card, with a keychain of their own. A Mac's app is started as it is. */
const SWITCHES =
  process.platform === 'linux' ? ['--no-sandbox', '--disable-gpu', '--password-store=gnome-libsecret'] : [];

export interface PackagedOptions {
  readonly program: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface CommandOutcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `--cli …` of the packaged program, to its end. */
export async function runPackagedCommand(
  options: PackagedOptions,
  args: readonly string[],
  input = '',
): Promise<CommandOutcome> {
  return withLimit(startPackagedCommand(options, args, input), COMMAND_LIMIT);
}

/** Milliseconds. A command that waits for an answer in a dialogue waits forever. */
const COMMAND_LIMIT = 240_000;

function withLimit(running: RunningCommand, milliseconds: number): Promise<CommandOutcome> {
  const timer = setTimeout(running.stop, milliseconds);
  return running.outcome.finally(() => clearTimeout(timer));
}

export interface RunningCommand {
  /** When it has ended. */
  readonly outcome: Promise<CommandOutcome>;
  readonly hasEnded: () => boolean;
  /** As Control-C does, and by force after 20 seconds. */
  readonly stop: () => Promise<CommandOutcome>;
}

/** `--cli …` of the packaged program. */
export function startPackagedCommand(
  { program, home, env }: PackagedOptions,
  args: readonly string[],
  input = '',
): RunningCommand {
  return startProgram(program, ['--cli', '--home', home, ...args], env, input);
}

/** Another packaged program, to its end. @param limit milliseconds, after which it is ended */
export async function runPackagedProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  limit: number,
): Promise<CommandOutcome> {
  return withLimit(startProgram(program, args, env, ''), limit);
}

function startProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input: string,
): RunningCommand {
  const child = spawn(program, [...SWITCHES, ...args], { env: { ...env }, cwd: '/' });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      said[name] += chunk;
    });
  child.stdin.end(input);
  const outcome = once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number | null, ...said }));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    if (!hasEnded()) child.kill('SIGINT');
    const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
    return outcome.finally(() => clearTimeout(timer));
  };
  return { outcome, hasEnded, stop };
}

export interface PackagedApp {
  /** Addresses of its windows' pages, hidden ones too. */
  readonly pages: () => Promise<readonly string[]>;
  /** The value of an expression in the window of that name; the popover's if none is given. */
  readonly evaluate: (expression: string, window?: string) => Promise<unknown>;
  /** Of a window that is shown: a hidden one draws nothing. */
  readonly picture: (file: string, window: string) => Promise<void>;
  /** Asks it to quit, as the system does: it may have a question first. */
  readonly askToQuit: () => void;
  /** Ends it by force. */
  readonly stop: () => Promise<void>;
}

/** Starts the packaged app as a person would. */
export async function startPackagedApp({ program, home, env }: PackagedOptions): Promise<PackagedApp> {
  const child = spawn(program, [...SWITCHES, '--remote-debugging-port=0', `--home=${home}`], {
    env: { ...env },
    cwd: '/',
    detached: true,
  });
  const ended = once(child, 'exit');
  let said = '';
  const port = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      const found = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(said);
      if (found?.[1] !== undefined) resolve(found[1]);
    });
    child.once('exit', (code) => reject(new Error(`The app ended with ${code}:\n${said}`)));
  });
  const targets = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
    const all = (await answer.json()) as { type: string; url: string; webSocketDebuggerUrl: string }[];
    return all.filter(({ type }) => type === 'page');
  };
  // The popover is always there.
  const ask = async (method: string, params: object, window = 'popover') => {
    const target = (await targets()).find(({ url }) => url.includes(`/${window}.html`));
    if (target === undefined) throw new Error(`There is no window “${window}”.`);
    return askOnce(target.webSocketDebuggerUrl, method, params);
  };
  return {
    pages: async () => (await targets()).map(({ url }) => url),
    evaluate: async (expression, window) => {
      const answer = await ask('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, window);
      return (answer.result as { readonly value?: unknown }).value;
    },
    picture: async (file, window) => {
      const { data } = await ask('Page.captureScreenshot', { format: 'png' }, window);
      await writeFile(file, Buffer.from(String(data), 'base64'));
    },
    askToQuit: () => {
      child.kill('SIGTERM');
    },
    stop: async () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      await ended;
    },
  };
}

/** Milliseconds: for what never answers, not for what a busy machine is slow to answer. */
const ANSWER_LIMIT = 60_000;

/** One question in Chromium's protocol. Playwright's way in asks for browser contexts, which Electron has not. */
async function askOnce(address: string, method: string, params: object): Promise<Readonly<Record<string, unknown>>> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error(`${address} cannot be reached`)));
  });
  const answer = new Promise<string>((resolve, reject) => {
    socket.addEventListener('message', (event) => resolve(String(event.data)));
    // A hidden page has no picture, and says nothing instead.
    setTimeout(() => reject(new Error(`${method}: no answer`)), ANSWER_LIMIT).unref();
  }).finally(() => socket.close());
  socket.send(JSON.stringify({ id: 1, method, params }));
  const { result, error } = JSON.parse(await answer) as { result?: Record<string, unknown>; error?: unknown };
  if (result === undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
  return result;
}

/** Starts it a second time: the first one comes to the front, the second ends. */
export async function startAgain({ program, home, env }: PackagedOptions): Promise<number | null> {
  const child = spawn(program, [...SWITCHES, `--home=${home}`], { env: { ...env }, cwd: '/', stdio: 'ignore' });
  const [exitCode] = await once(child, 'exit');
  return exitCode as number | null;
}
