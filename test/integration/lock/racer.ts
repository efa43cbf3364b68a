/** A process that takes and gives back the run lock when told to on standard input, one word a line, and answers each on standard output. */
import { createInterface } from 'node:readline';
import { acquireRunLock, type RunLock } from '../../../src/core/lock/run-lock.ts';
import { ProblemError } from '../../../src/core/model/problem.ts';

const [folder = ''] = process.argv.slice(2);
let lock: RunLock | null = null;

for await (const word of createInterface({ input: process.stdin })) {
  if (word === 'acquire') {
    try {
      lock = await acquireRunLock(folder, { trigger: 'test' });
      console.log('got');
    } catch (error) {
      console.log(error instanceof ProblemError ? error.code : String(error));
    }
  } else {
    lock?.release();
    lock = null;
    console.log('released');
  }
}
