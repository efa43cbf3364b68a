import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readDerivative } from '../../../src/core/photos/derivatives.ts';

const UUID = 'AB12CD34-0000-4000-8000-000000000001';
const SMALL = `resources/derivatives/masters/A/${UUID}_4_5005_c.jpeg`;
const LARGE = `resources/derivatives/A/${UUID}_1_105_c.jpeg`;
const SHARED = `scopes/cloudsharing/${SMALL}`;
let library: string;

beforeEach(async () => {
  library = await mkdtemp(join(tmpdir(), 'derivatives-'));
});
afterEach(() => rm(library, { recursive: true }));

async function put(relative: string, bytes: string | Buffer): Promise<void> {
  await mkdir(dirname(join(library, relative)), { recursive: true });
  await writeFile(join(library, relative), bytes);
}
const read = async (uuid = UUID) => (await readDerivative(library, uuid))?.toString() ?? null;

it('takes the smallest that there is', async () => {
  expect(await read()).toBeNull();
  await put(SHARED, 'shared');
  expect(await read()).toBe('shared');
  await put(LARGE, 'large');
  expect(await read()).toBe('large');
  await put(SMALL, 'small');
  expect(await read()).toBe('small');
});

it('takes nothing that is empty, huge, a folder, a link or a pipe', async () => {
  await put(LARGE, '');
  await put(SMALL, Buffer.alloc(2_000_001));
  expect(await read()).toBeNull();
  await rm(join(library, SMALL));
  await mkdir(join(library, SMALL));
  expect(await read()).toBeNull();
  await rm(join(library, SMALL), { recursive: true });
  await put('outside', 'a secret');
  await symlink(join(library, 'outside'), join(library, SMALL));
  expect(await read()).toBeNull();
  await rm(join(library, SMALL));
  execFileSync('mkfifo', [join(library, SMALL)]);
  expect(await read()).toBeNull();
});

it.each(['../../../etc/passwd', '', 'ab12cd34-0000-4000-8000-000000000001', `${UUID}/..`])(
  'does not take %j',
  async (uuid) => {
    await put(SMALL, 'small');
    expect(await read(uuid)).toBeNull();
  },
);
