/**
 * `node scripts/run-parts.ts PART…`: runs each of these npm scripts, whatever becomes of the ones before it, and sums up at the end. `npm test`
 * is this with every part, so that one failing part does not hide the others. Parts joined by `+` run at the same time; what each has printed comes
 * in one piece, when it has ended.
 *
 * Exit code: 0 if all passed, 1 if any failed, 130 after Ctrl-C (what is left is not started).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { FAILED_TESTS_FILE, failedTestsFile } from './failed-tests.ts';

interface Result {
  readonly part: string;
  /** Null for a part that was ended by a signal. */
  readonly exitCode: number | null;
  readonly seconds: number;
}

const turns = process.argv.slice(2).map((turn) => turn.split('+'));
const parts = turns.flat();
const results: Result[] = [];
let isInterrupted = false;
// The part gets the signal of the terminal, too, and ends by itself.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (isInterrupted = true));

for (const turn of turns) {
  if (isInterrupted) break;
  await Promise.all(turn.map((part) => run(part, turn.length > 1)));
}

const failed = results.filter(({ exitCode }) => exitCode !== 0);
const width = Math.max(0, ...parts.map((part) => part.length));
console.log('\nSummary');
for (const part of parts)
  console.log(`  ${part.padEnd(width)}  ${verdict(results.find((result) => result.part === part))}`);
if (failed.length > 0)
  console.log(`\n${failed.length} of ${parts.length} failed: ${failed.map(({ part }) => part).join(', ')}`);
for (const { part } of failed) {
  const path = failedTestsFile(part);
  if (existsSync(path)) console.log(`\nFailed in ${part}:\n${readFileSync(path, 'utf8')}`);
}
process.exitCode = isInterrupted ? 130 : failed.length > 0 ? 1 : 0;

async function run(part: string, isBesideOthers: boolean): Promise<void> {
  const title = `\n▶ ${part}`;
  if (!isBesideOthers) console.log(title);
  const start = performance.now();
  rmSync(failedTestsFile(part), { force: true });
  const child = spawn('npm', ['run', '--silent', part], {
    env: { ...process.env, [FAILED_TESTS_FILE]: failedTestsFile(part) },
    stdio: isBesideOthers ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => printed.push(chunk));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  if (isBesideOthers) process.stdout.write(Buffer.concat([Buffer.from(`${title}\n`), ...printed]));
  results.push({ part, exitCode, seconds: (performance.now() - start) / 1000 });
}

function verdict(result: Result | undefined): string {
  if (result === undefined) return 'not run';
  const time = `${Math.floor(result.seconds / 60)}:${String(Math.floor(result.seconds % 60)).padStart(2, '0')}`;
  if (result.exitCode === 0) return `passed   ${time}`;
  return `FAILED   ${time}  (${result.exitCode === null ? 'ended by a signal' : `exit code ${result.exitCode}`})`;
}
