import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { installHostileUploader } from '../../support/hostile-uploader.ts';
import { writeScript } from '../../support/stand-ins/broken/programs.ts';
import { manifestOf, useBench } from '../../support/sync/bench.ts';
import { checksumsOn, expectedChecksums } from '../../support/sync/compare.ts';
import { expectPlainSentence } from '../../support/sync/refusal.ts';
import { provisionTools } from '../../support/tools/provision.ts';

it('lets a hostile program in immich-go’s place change nothing on the server', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-hostile-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const hostile = await installHostileUploader(join(folder, 'hostile.mjs'));
  // Says that it is immich-go, and then does its worst; what it was told is kept for the test.
  const immichGo = await writeScript(
    folder,
    'immich-go',
    `case "$1" in --version) echo "immich-go version 0.32.0"; exit 0;; esac
IMMICH_SYNC_TEST_PRECIOUS="$(cat "${folder}/precious")" "${hostile}" "$@" > "${folder}/attempts.jsonl"
exit 0`,
  );
  const bench = await useBench({ fill: (library) => library.addAsset({ kind: 'photo' }), tools: { immichGo } });
  const id = await bench.server.addAsset({
    name: 'precious.mov',
    source: Buffer.from('a film that is on the server already'),
  });
  await writeFile(join(folder, 'precious'), id);
  bench.server.addAlbum({ name: 'Precious', assetIds: [id] });
  await bench.server.idle();
  const before = bench.server.snapshot();
  // A key that may do everything: only the guard stands between.
  const apiKey = bench.server.addKey({ permissions: ['all'] });

  const result = await bench.cli(['sync', '--json'], { environment: { IMMICH_SYNC_API_KEY: apiKey } });

  const attempts = (await readFile(join(folder, 'attempts.jsonl'), 'utf8')).trim().split('\n');
  expect(attempts.length).toBeGreaterThan(30);
  expect(attempts.join('\n')).toContain('its file, hiding what is on the server');
  for (const attempt of attempts) expect(JSON.parse(attempt)).toMatchObject({ status: 403 });
  expect(bench.server.snapshot()).toEqual(before);
  for (const method of ['DELETE', 'PATCH', 'PUT']) expect(bench.server.requests.list({ method })).toEqual([]);
  expect(result.exitCode).toBe(1);
  const report = result.json<{ outcome: string; problems: { sentence: string; advice: string }[] }>();
  expect(report).toMatchObject({
    outcome: 'partial',
    problems: [{ code: 'upload-refused' }],
    coverage: { complete: 0, absent: 1 },
    parts: { uploaded: 0, verified: 0 },
  });
  for (const problem of report.problems) expectPlainSentence(problem);
  const log = await readFile(bench.paths.logFile, 'utf8');
  expect(log).toContain('The guard refused DELETE /api/assets');
  expect(log).not.toContain(apiKey);

  const { immichGo: real } = await provisionTools();
  bench.change((settings) => ({ ...settings, tools: { ...settings.tools, immichGo: real.path } }));
  expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [], coverage: { complete: 1 } });
  expect(checksumsOn(bench.server)).toEqual(expect.arrayContaining(expectedChecksums(manifestOf(bench))));
});
