/** What the lines of the smoke test stand on: the packaged app and its probe, homes that are set up, a server that can be made to wait. */
import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type DemoImmich, startDemoImmich } from '../support/demo-immich/index.ts';
import {
  type CommandOutcome,
  type PackagedOptions,
  runPackagedCommand,
  runPackagedProgram,
} from '../support/electron-runtime/packaged.ts';
import { createPhotosLibrary, type PhotosLibrary } from '../support/photos-library/index.ts';
import type { ProvisionedTools } from '../support/tools/provision.ts';

const run = promisify(execFile);

/** What was packaged before the first line. */
export interface Packages {
  readonly program: string;
  readonly probe: string;
  /** What a Mac alone has; null elsewhere. */
  readonly mac: {
    readonly app: string;
    readonly probeApp: string;
    readonly diskImage: string;
    /** Electron's own app of the same version. */
    readonly electronApp: string;
  } | null;
}

export class Bench {
  readonly packages: Packages;
  readonly #env: Readonly<Record<string, string>>;
  readonly #tools: ProvisionedTools;
  readonly #endings: (() => Promise<unknown>)[] = [];

  constructor(options: { packages: Packages; env: Readonly<Record<string, string>>; tools: ProvisionedTools }) {
    this.packages = options.packages;
    this.#env = options.env;
    this.#tools = options.tools;
  }

  /** The parts that only a Mac has. @throws where there are none */
  get mac(): NonNullable<Packages['mac']> {
    if (this.packages.mac === null) throw new Error('This needs macOS.');
    return this.packages.mac;
  }

  /** What has to be put in order after the last line; the newest first. */
  atEnd(ending: () => Promise<unknown>): void {
    this.#endings.unshift(ending);
  }

  async end(): Promise<void> {
    for (const ending of this.#endings) await ending().catch(() => {});
  }

  /** A home of its own, with nothing in it. */
  async freshHome(): Promise<PackagedOptions> {
    const home = await realpath(await mkdtemp(join(tmpdir(), 'immich-sync-smoke-')));
    this.atEnd(() => rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
    return { program: this.packages.program, home, env: this.#env };
  }

  /** A home that could sync: with server, key, tools, and a library of two photos to which more can be added. */
  async readyHome(): Promise<ReadyHome> {
    const app = await this.freshHome();
    const demo = await startDemoImmich();
    this.atEnd(() => demo.stop());
    const photos = await createPhotosLibrary({ path: join(app.home, 'Smoke.photoslibrary'), media: 'small' });
    this.atEnd(async () => photos.close());
    await photos.addMany([{ kind: 'photo' }, { kind: 'photo' }]);
    const command = async (...args: readonly string[]) => runPackagedCommand(app, args);
    for (const [name, value] of [
      ['server', demo.url],
      ['library.path', photos.path],
      ['tools.osxphotos', this.#tools.osxphotos.path],
      ['tools.immichGo', this.#tools.immichGo.path],
    ] as const)
      requireSuccess(await command('config', 'set', name, value), `config set ${name}`);
    requireSuccess(await runPackagedCommand(app, ['login'], demo.apiKey), 'login');
    return { app, demo, photos, command };
  }

  /** Asks the probe; its answers, one for each line. @param limit milliseconds, after which it is ended */
  async ask(question: string, options: { readonly limit?: number; readonly args?: readonly string[] } = {}) {
    const userData = await realpath(await mkdtemp(join(tmpdir(), 'immich-sync-probe-')));
    this.atEnd(() => rm(userData, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
    const args = [`--ask=${question}`, `--user-data=${userData}`, ...(options.args ?? [])];
    const outcome = await runPackagedProgram(this.packages.probe, args, this.#env, options.limit ?? 30_000);
    if (outcome.stdout === '')
      throw new Error(`The probe said nothing (${outcome.exitCode}): ${lastLine(outcome.stderr)}`);
    return outcome.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  }
}

export interface ReadyHome {
  readonly app: PackagedOptions;
  readonly demo: DemoImmich;
  readonly photos: PhotosLibrary;
  readonly command: (...args: readonly string[]) => Promise<CommandOutcome>;
}

/** Makes the server keep every upload waiting. @returns what lets it continue */
export function holdUploads({ demo }: ReadyHome): () => void {
  const fault = demo.faults.add({ kind: 'stall', match: UPLOAD });
  return () => fault.remove();
}

/** Resolves when the first upload has come, or after two minutes without one. */
export async function uploadsBegun({ demo }: ReadyHome): Promise<void> {
  await lookUntil(
    async () => demo.requests.count(UPLOAD),
    (count) => count > 0,
    120_000,
  );
}

const UPLOAD = { method: 'POST', path: '/assets' };

/** Runs a program of the system to its end. */
export async function system(program: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** The first answer that `isWanted` likes, or the last one when none came in time. @param limit milliseconds */
export async function lookUntil<Answer>(
  look: () => Promise<Answer>,
  isWanted: (answer: Answer) => boolean,
  limit: number,
): Promise<Answer> {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await look();
    if (isWanted(answer) || Date.now() >= end) return answer;
    await wait(250);
  }
}

export function requireSuccess({ exitCode, stderr, stdout }: CommandOutcome, what: string): void {
  if (exitCode !== 0) throw new Error(`${what} ended with ${exitCode}: ${lastLine(stderr) || lastLine(stdout)}`);
}

export const lastLine = (text: string) => text.trimEnd().split('\n').at(-1) ?? '';
