/**
 * Looks for a secret where other programs of this computer could see it: in the command line and the environment of every process, and in
 * the small files below a folder, over and over until its standard input ends. A program of its own, so that it never pauses; the secret
 * comes on standard input, or it would find itself. Linux only: it reads /proc.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface Sighting {
  readonly pid: number;
  readonly command: string;
  readonly where: 'command line' | 'environment';
}

export interface SamplerReport {
  /** How often everything was looked at. */
  readonly passes: number;
  /** Command lines of the processes that were seen, each once. */
  readonly commands: readonly string[];
  readonly sightings: readonly Sighting[];
  /** Files that held the secret at some moment. */
  readonly files: readonly string[];
}

const MAX_FILE = 2_000_000;

/** Starts looking. @returns what ends it and tells what it saw */
export async function startSampler(secret: string, folder: string): Promise<() => Promise<SamplerReport>> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', fileURLToPath(import.meta.url)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH },
    },
  );
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('The sampler has no pipes.');
  stdin.write(`${JSON.stringify({ secret, folder })}\n`);
  // Its first words say that it is looking.
  await once(stdout, 'data');
  return async () => {
    const rest = text(stdout);
    stdin.end();
    return JSON.parse(await rest) as SamplerReport;
  };
}

function readOrEmpty(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    // Gone in the meantime.
    return Buffer.alloc(0);
  }
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      return entry.isFile() && statSync(path).size <= MAX_FILE ? [path] : [];
    });
  } catch {
    return [];
  }
}

async function sample(): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  const [first] = (await once(lines, 'line')) as [string];
  const { secret, folder } = JSON.parse(first) as { secret: string; folder: string };
  const needle = Buffer.from(secret);
  const commands = new Set<string>();
  const sightings = new Map<string, Sighting>();
  const files = new Set<string>();
  let passes = 0;
  let going = true;
  lines.once('close', () => {
    going = false;
  });
  process.stdout.write(' ');
  while (going) {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
      const line = readOrEmpty(`/proc/${name}/cmdline`);
      const command = line.toString('utf8').replaceAll('\0', ' ').trim();
      if (command !== '') commands.add(command);
      const note = (where: Sighting['where']) =>
        sightings.set(`${name} ${where}`, { pid: Number(name), command, where });
      if (line.includes(needle)) note('command line');
      if (readOrEmpty(`/proc/${name}/environ`).includes(needle)) note('environment');
    }
    if (passes % 5 === 0)
      for (const path of filesBelow(folder)) if (readOrEmpty(path).includes(needle)) files.add(path);
    passes += 1;
    // Lets the end of standard input be noticed.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const report: SamplerReport = {
    passes,
    commands: [...commands],
    sightings: [...sightings.values()],
    files: [...files],
  };
  process.stdout.write(JSON.stringify(report));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await sample();
