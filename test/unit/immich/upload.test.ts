import { expect, test } from 'vitest';
import { isUsableFolder, uploadArguments, uploadFolder } from '../../../src/core/immich/upload.ts';

test('immich-go is told to leave jobs, dates and albums alone, and nothing secret', () => {
  expect(uploadArguments('/staging/.outbox/1', '/run/immich-go.log', 4)).toEqual([
    'upload',
    'from-folder',
    '--no-ui',
    '--pause-immich-jobs=false',
    '--on-errors',
    'continue',
    '--date-from-name=false',
    '--concurrent-tasks',
    '4',
    '--client-timeout',
    '48h',
    '--log-type=JSON',
    '--log-level',
    'INFO',
    '--log-file',
    '/run/immich-go.log',
    '/staging/.outbox/1',
  ]);
});

test.each([
  ['/staging/.outbox/1', true],
  ['/Users/anna/Pictures/mine & yours {1}/box', true],
  ['/staging [old]/box', false],
  ['/staging*/box', false],
  ['/what?/box', false],
  ['/back\\slash/box', false],
  ['/staging/box.zip', false],
  ['/staging/box.TAR.GZ', false],
])('can %s be given to immich-go: %s', (path, usable) => {
  expect(isUsableFolder(path)).toBe(usable);
});

test('a folder that immich-go would take for a pattern is not started with', async () => {
  const guard = { url: 'http://127.0.0.1:9', token: 'x', listen: () => () => {} };
  const upload = (folder: string) => uploadFolder({ program: '/bin/false', folder, guard, workFolder: '/nowhere' });
  await expect(upload('/staging [old]/box')).rejects.toThrow(RangeError);
  await expect(upload('box')).rejects.toThrow(RangeError);
});
