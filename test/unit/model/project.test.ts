import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { DOCUMENTATION_URL, REPOSITORY, REPOSITORY_URL } from '../../../src/core/model/project.ts';
import { OLDEST_SYSTEM } from '../../../src/core/tools/system-version.ts';

it('says where the project lives as package.json does', async () => {
  const manifest: unknown = JSON.parse(await readFile('package.json', 'utf8'));
  expect(manifest).toMatchObject({
    homepage: DOCUMENTATION_URL,
    repository: { type: 'git', url: `git+${REPOSITORY_URL}.git` },
  });
});

it('says it as what the app’s updates are looked for at', async () => {
  const { publish } = parse(await readFile('electron-builder.yml', 'utf8'));
  expect(publish).toEqual({ provider: 'github', owner: REPOSITORY.owner, repo: REPOSITORY.name });
});

it('says which macOS is the oldest as the app itself does', async () => {
  const { mac } = parse(await readFile('electron-builder.yml', 'utf8'));
  expect(`macOS ${Number.parseInt(mac.minimumSystemVersion, 10)}`).toBe(OLDEST_SYSTEM);
});
