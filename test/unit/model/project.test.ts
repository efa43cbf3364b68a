import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { DOCUMENTATION_URL, REPOSITORY_URL } from '../../../src/core/model/project.ts';

it('says where the project lives as package.json does', async () => {
  const manifest: unknown = JSON.parse(await readFile('package.json', 'utf8'));
  expect(manifest).toMatchObject({
    homepage: DOCUMENTATION_URL,
    repository: { type: 'git', url: `git+${REPOSITORY_URL}.git` },
  });
});
