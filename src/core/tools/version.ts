/** Asks a tool for its version and judges the answer. */
import { mkdtemp, open, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { because, type Explanation, quote, type Reason } from '../model/reasons.ts';
import type { ToolName, ToolVerdict } from '../model/tools.ts';
import { baseEnvironment, ChildNotStarted, runChild } from './child.ts';
import { KNOWN_VERSIONS } from './tested-versions.ts';

export interface VersionAnswer {
  readonly version: string | null;
  readonly verdict: ToolVerdict;
  /** What is to be known about it; null when tested. */
  readonly reason: Explanation | null;
}

/** A first start on macOS can take long: Gatekeeper looks through a whole Python environment once. */
const DEFAULT_TIMEOUT = 60_000;

/**
 * The version in what a tool prints for `--version`, or null.
 * osxphotos prints `osxphotos, version 0.77.2` and lines about Python below it; immich-go prints `immich-go version 0.32.0`, and
 * `immich-go version dev` when it was built by `go install` or by Debian.
 */
export function parseVersion(tool: ToolName, output: string): string | null {
  const pattern =
    tool === 'osxphotos'
      ? /^osxphotos,?\s+(?:version:?\s+)?\(?v?(\d+(?:\.\d+)+[\w.+-]*)\)?/im
      : /^immich-go version:?\s*v?(dev|\d+(?:\.\d+)+[\w.+-]*)/im;
  return pattern.exec(output)?.[1] ?? null;
}

/** Compares dotted versions by their numbers; a suffix such as `-rc1` or `.dev0` comes before the release it precedes. */
export function compareVersions(left: string, right: string): number {
  const a = split(left);
  const b = split(right);
  for (let index = 0; index < Math.max(a.numbers.length, b.numbers.length); index++) {
    const difference = (a.numbers[index] ?? 0) - (b.numbers[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return Number(b.isEarly) - Number(a.isEarly);
}

function split(version: string): { readonly numbers: readonly number[]; readonly isEarly: boolean } {
  const release = /^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '';
  const suffix = version.slice(release.length);
  return { numbers: release.split('.').map(Number), isEarly: /^[.-]?(?:a|b|rc|dev|alpha|beta|pre)/i.test(suffix) };
}

export function judgeVersion(tool: ToolName, version: string): VersionAnswer {
  const known = KNOWN_VERSIONS[tool];
  if (known.tested.includes(version)) return { version, verdict: 'tested', reason: null };
  if (version === 'dev') {
    // Debian's package and `go install` builds of a release say "dev": refusing it would refuse most Linux machines.
    return { version, verdict: 'untested', reason: because('version-not-told') };
  }
  if (compareVersions(version, known.minimum) < 0) {
    return { version, verdict: 'too-old', reason: because('version-needed', { needed: known.minimum }) };
  }
  const isNewer = known.tested.every((tested) => compareVersions(version, tested) > 0);
  const reason = because('tested-with', { versions: known.tested });
  return { version, verdict: isNewer ? 'newer' : 'untested', reason };
}

/** Starts the program with `--version` and judges what comes back. Never throws: a program that cannot be used is an answer too. */
export async function askVersion(
  tool: ToolName,
  path: string,
  options: { readonly timeout?: number; readonly signal?: AbortSignal | undefined } = {},
): Promise<VersionAnswer> {
  const unusable = (reason: Reason): VersionAnswer => ({ version: null, verdict: 'unusable', reason });
  const timeout = options.timeout ?? DEFAULT_TIMEOUT;
  // osxphotos writes its crash log into the working folder, immich-go reads a configuration from it.
  const cwd = await mkdtemp(join(tmpdir(), 'immich-sync-version-'));
  const lines: string[] = [];
  try {
    const outcome = await runChild({
      program: path,
      args: ['--version'],
      env: baseEnvironment(),
      cwd,
      timeout,
      grace: 1_000,
      signal: options.signal,
      onStdout: (line) => void (lines.length < 100 && lines.push(line)),
    });
    if (outcome.timedOut) return unusable(because('gave-no-answer', { seconds: Math.round(timeout / 1_000) }));
    if (outcome.stopped) return unusable(because('was-stopped'));
    if (outcome.signal !== null) return unusable(because('was-ended-by', { signal: outcome.signal }));
    if (outcome.exitCode !== 0) {
      const last = outcome.lastErrors.findLast((line) => line.trim() !== '')?.trim();
      const said = last ? quote(last.slice(0, 200)) : null;
      return unusable(because('stopped-with', { exitCode: outcome.exitCode, said }));
    }
  } catch (error) {
    if (error instanceof ChildNotStarted)
      return unusable(because('could-not-be-started', { code: error.code ?? null }));
    throw error;
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
  const version = parseVersion(tool, lines.join('\n'));
  return version === null ? unusable(because('is-something-else', { tool })) : judgeVersion(tool, version);
}

/**
 * True for osxphotos as one executable file (PyInstaller, PyApp) and false for a Python script. The executable makes itself its own
 * "responsible process" for macOS, so that Full Disk Access given to Immich Sync does not reach it: a person must add osxphotos itself,
 * or install it with Homebrew, uv or pipx (`disclaim()` in osxphotos' cli.py).
 */
export async function isStandaloneExecutable(path: string): Promise<boolean> {
  const file = await open(await realpath(path), 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && EXECUTABLE_MAGIC.has(buffer.toString('hex'));
  } finally {
    await file.close();
  }
}

/** ELF; Mach-O in 32 and 64 bits and both byte orders; Mach-O for several processors. */
const EXECUTABLE_MAGIC = new Set(['7f454c46', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe', 'bebafeca']);
