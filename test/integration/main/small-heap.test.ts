/** That V8 still obeys: in processes of their own, because its flags belong to the whole process. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const MODULE = resolve(import.meta.dirname, '../../../src/main/small-heap.ts');

/** Goes through a million records of which 20,000 are in use at a time. */
const WORK = `
  const inUse = [];
  let most = 0;
  for (let record = 0; record < 1_000_000; record += 1) {
    inUse[record % 20_000] = JSON.parse('{"uuid":"' + record + '","parts":[{"kind":"original"}],"keywords":["a","b"]}');
    if (record % 1_000 !== 0) continue;
    most = Math.max(most, process.memoryUsage().heapTotal);
    await new Promise((resolve) => setImmediate(resolve));
  }
  console.log(most);
`;

async function mostHeap(before: string): Promise<number> {
  const { stdout } = await run(process.execPath, ['--no-warnings', '--input-type=module', '--eval', before + WORK]);
  return Number(stdout);
}

it('keeps the heap of a process near what is in use', async () => {
  const small = await mostHeap(`import { keepHeapSmall } from ${JSON.stringify(MODULE)}; keepHeapSmall();`);
  const ofItself = await mostHeap('');
  expect(small / ofItself).toBeLessThan(0.6);
});
