/**
 * `node scripts/run-parts.ts PART…`: runs each of these npm scripts, whatever becomes of the ones before it, and sums up at the end. `npm test`
 * is this with every part, so that one failing part does not hide the others.
 *
 * Exit code: 0 if all passed, 1 if any failed, 130 after Ctrl-C (what is left is not started).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

interface Result {
  readonly part: string;
  /** Null for a part that was ended by a signal. */
  readonly exitCode: number | null;
  readonly seconds: number;
}

const parts = process.argv.slice(2);
const results: Result[] = [];
let isInterrupted = false;
// The part gets the signal of the terminal, too, and ends by itself.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (isInterrupted = true));

for (const part of parts) {
  if (isInterrupted) break;
  console.log(`\n▶ ${part}`);
  const start = performance.now();
  const child = spawn('npm', ['run', '--silent', part], { stdio: 'inherit' });
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  results.push({ part, exitCode, seconds: (performance.now() - start) / 1000 });
}

const failed = results.filter(({ exitCode }) => exitCode !== 0);
const width = Math.max(0, ...parts.map((part) => part.length));
console.log('\nSummary');
for (const part of parts)
  console.log(`  ${part.padEnd(width)}  ${verdict(results.find((result) => result.part === part))}`);
if (failed.length > 0)
  console.log(`\n${failed.length} of ${parts.length} failed: ${failed.map(({ part }) => part).join(', ')}`);
process.exitCode = isInterrupted ? 130 : failed.length > 0 ? 1 : 0;

function verdict(result: Result | undefined): string {
  if (result === undefined) return 'not run';
  const time = `${Math.floor(result.seconds / 60)}:${String(Math.floor(result.seconds % 60)).padStart(2, '0')}`;
  if (result.exitCode === 0) return `passed   ${time}`;
  return `FAILED   ${time}  (${result.exitCode === null ? 'ended by a signal' : `exit code ${result.exitCode}`})`;
}
