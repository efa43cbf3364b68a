/** The table of permissions against the calls that this program really makes: its own, and those of the uploader that the guard lets through. */
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PERMISSION_GROUPS, PERMISSIONS } from '../../../src/core/model/permissions.ts';
import { ROUTES } from '../../support/demo-immich/index.ts';

const IMMICH = resolve(import.meta.dirname, '../../../src/core/immich');

/** Restoring from the trash needs the permission to delete: only where a person gave it. */
const NEVER_ASKED_FOR = 'asset.delete';

interface Call {
  readonly method: string;
  readonly path: string;
}

/** As the source says them: `keyed('GET', '/albums')`, with names in the place of ids. */
async function callsOfClient(): Promise<readonly Call[]> {
  const folder = join(IMMICH, 'client');
  const sources = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')));
  return sources.flatMap((source) =>
    [...source.matchAll(/keyed\(\s*(?:'(?<method>[A-Z]+)'|method),[^'`]*['`](?<path>\/[^'`?]*)/g)].flatMap(
      ({ groups }) =>
        (groups?.method === undefined ? ['PUT', 'DELETE'] : [groups.method]).map((method) => ({
          method,
          path: (groups?.path ?? '').replaceAll(/\$\{\w+\}/g, 'id'),
        })),
    ),
  );
}

/** What the guard lets immich-go ask, and its uploads. */
async function callsOfUploader(): Promise<readonly Call[]> {
  const source = await readFile(join(IMMICH, 'guard-rules.ts'), 'utf8');
  const forwarded = /FORWARDED = new Set\(\[([^\]]*)\]/.exec(source)?.[1] ?? '';
  const asked = [...forwarded.matchAll(/'\/api(\/[^']+)'/g)].map(([, path = '']) => ({ method: 'GET', path }));
  return [...asked, { method: 'POST', path: '/assets' }];
}

/** By the routes of demo-immich, which are those of the real server. */
function permissionOf({ method, path }: Call): string {
  const route = ROUTES.find(
    (candidate) =>
      candidate.method === method && new RegExp(`^${candidate.path.replaceAll(/:\w+/g, '[^/]+')}$`).test(path),
  );
  if (route === undefined) throw new Error(`demo-immich has no ${method} ${path}`);
  return route.permission;
}

describe('the table of permissions', () => {
  it('asks for what the calls need, and for nothing else', async () => {
    const calls = [...(await callsOfClient()), ...(await callsOfUploader())];
    expect(calls.length).toBeGreaterThan(30);
    const needed = new Set(calls.map(permissionOf));
    for (const free of ['none', 'any-key', NEVER_ASKED_FOR]) needed.delete(free);
    expect(PERMISSIONS.map(({ name }) => name).sort()).toEqual([...needed].sort());
  });

  it('never asks for what can delete a photo', () => {
    expect(PERMISSIONS.map(({ name }) => name)).not.toContain(NEVER_ASKED_FOR);
  });

  it('names each once, the needed groups first', () => {
    const names = PERMISSIONS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const kinds = PERMISSION_GROUPS.map(({ required }) => required);
    expect(kinds).toEqual([...kinds].sort((a, b) => Number(b) - Number(a)));
  });
});
