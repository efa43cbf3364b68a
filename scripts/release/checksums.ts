/**
 * `node scripts/release/checksums.ts write FOLDER` writes FOLDER/SHA256SUMS, in the form of sha256sum(1), with every other file of the folder.
 * `node scripts/release/checksums.ts verify FOLDER` ends with 1 when a file is another one than it says, is missing, or is not named.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { endWithSentence } from './sentence.ts';

const SUMS = 'SHA256SUMS';

await endWithSentence(async () => {
  const [command, folder = ''] = process.argv.slice(2);
  if (command === 'write') await write(folder);
  else if (command === 'verify') await verify(folder);
  else throw new Error('Say write or verify, and a folder.');
});

async function write(folder: string): Promise<void> {
  const names = await filesIn(folder);
  if (names.length === 0) throw new Error(`${folder} has no files.`);
  const lines = await Promise.all(names.map(async (name) => `${await sha256(join(folder, name))}  ${name}\n`));
  await writeFile(join(folder, SUMS), lines.join(''));
  process.stdout.write(lines.join(''));
}

async function verify(folder: string): Promise<void> {
  const lines = (await readFile(join(folder, SUMS), 'utf8')).trimEnd().split('\n');
  const sums = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
  const names = await filesIn(folder);
  const missing = [...sums.keys()].filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`${SUMS} names what is not there: ${missing.join(', ')}.`);
  for (const name of names) {
    const expected = sums.get(name);
    if (expected === undefined) throw new Error(`${SUMS} does not name ${name}.`);
    if ((await sha256(join(folder, name))) !== expected) throw new Error(`${name} is not the file that ${SUMS} names.`);
  }
  console.log(`${names.length} files are as ${SUMS} says.`);
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name !== SUMS)
    .map(({ name }) => name)
    .sort();
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
