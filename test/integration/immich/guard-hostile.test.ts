/** A program that tries everything, in immich-go's place: nothing of it may reach the server. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Guard, startGuard } from '../../../src/core/immich/guard.ts';
import { uploadFolder } from '../../../src/core/immich/upload.ts';
import { baseEnvironment, runChild } from '../../../src/core/tools/child.ts';
import { type HostileAttempt, hostileRequests, installHostileUploader } from '../../support/hostile-uploader.ts';
import { type RecordingUpstream, startRecordingUpstream } from '../../support/recording-upstream.ts';

const KEY = 'the-real-key-4711';
let folder: string;
let program: string;
let upstream: RecordingUpstream;
let guard: Guard;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  program = await installHostileUploader(join(folder, 'immich-go.mjs'));
  upstream = await startRecordingUpstream();
  guard = await startGuard({ server: { url: upstream.url, headers: {}, certificateAuthorities: [] }, apiKey: KEY });
});
afterEach(async () => {
  await guard.close();
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
});

async function tryEverything(): Promise<HostileAttempt[]> {
  const attempts: HostileAttempt[] = [];
  await runChild({
    program,
    args: [],
    env: { ...baseEnvironment(), IMMICH_GO_UPLOAD_SERVER: guard.url, IMMICH_GO_UPLOAD_API_KEY: guard.token },
    cwd: folder,
    onStdout: (line) => attempts.push(JSON.parse(line)),
  });
  return attempts;
}

test('every attempt is refused and recorded, and none reaches the server', async () => {
  const attempts = await tryEverything();
  expect(attempts.map(({ name }) => name)).toEqual(
    hostileRequests(new URL(guard.url).host, guard.token).map(({ name }) => name),
  );
  expect(attempts.filter(({ status }) => status !== 403)).toEqual([]);
  expect(upstream.requests).toEqual([]);

  const { refused, refusals } = guard.report();
  expect(refused).toBeGreaterThanOrEqual(attempts.length);
  expect(new Set(refusals.map(({ reason }) => reason))).toEqual(
    new Set(['not-allowed', 'wrong-host', 'wrong-token', 'malformed', 'unexpected-file']),
  );
  expect(JSON.stringify(refusals)).not.toContain(guard.token);
});

test('as an uploader it has achieved nothing, and the outcome says what it tried', async () => {
  const box = join(folder, 'box');
  await mkdir(box);
  const outcome = await uploadFolder({ program, folder: box, guard, workFolder: folder });
  expect(outcome).toMatchObject({ exitCode: 0, uploaded: [], duplicates: [], failed: [] });
  expect(outcome.refusals).toContainEqual({ call: 'DELETE /api/assets', reason: 'not-allowed', expected: false });
  expect(upstream.requests).toEqual([]);
});

test('after the run nobody answers', async () => {
  await guard.close();
  const attempts = await tryEverything();
  expect(attempts.length).toBeGreaterThan(40);
  expect(attempts.filter(({ status }) => status !== null)).toEqual([]);
  expect(upstream.requests).toEqual([]);
});
