/** The list of tool sets over a real connection: what is taken, what is refused, and what is kept then. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tell } from '../../../src/core/model/problem.ts';
import { KeptToolList } from '../../../src/core/tool-updates/kept-list.ts';
import type { ToolList } from '../../../src/core/tools/sets/tool-list.ts';
import { startListServer } from '../../support/tool-list/list-server.ts';
import { listedSet, signer, toolList } from '../../support/tool-list/lists.ts';

const NOW = Date.parse('2026-12-01T00:00:00Z');
const DAY = 24 * 60 * 60_000;

async function useList() {
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-list-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const server = await startListServer();
  const { publicKey, sign } = signer();
  const kept = new KeptToolList(folder, { url: server.url, trusted: [publicKey] });
  const publish = (list: ToolList) => server.files.set('list.json', sign(list));
  const serial = async () => (await kept.read())?.list.serial ?? null;
  return { folder, server, kept, publish, serial, sign };
}

describe('the list of tool sets', () => {
  it('is taken through redirects, kept, and not sent again while it is the same', async () => {
    const { server, kept, publish, serial } = await useList();
    publish(toolList(1, [listedSet(2, '0.78.0')]));
    expect((await kept.refresh(NOW, {})).list.sets).toHaveLength(1);
    expect((await kept.refresh(NOW + DAY, {})).list.serial).toBe(1);
    publish(toolList(2, []));
    await kept.refresh(NOW + 2 * DAY, {});
    expect(server.asked).toEqual(['list.json 200', 'list.json 304', 'list.json 200']);
    expect(await serial()).toBe(2);
    expect(await kept.notes()).toMatchObject({ askedAt: NOW + 2 * DAY, trouble: null });
  });

  it.each<[string, (world: Awaited<ReturnType<typeof useList>>) => void, RegExp]>([
    [
      'signed by somebody else',
      ({ server }) => server.files.set('list.json', signer().sign(toolList(6, []))),
      /not signed/,
    ],
    ['older than one that was seen', ({ publish }) => publish(toolList(4, [])), /its number is 4, and 5 is known/],
    ['another one under the same number', ({ publish }) => publish(toolList(5, [])), /another one than before/],
    ['out of date', ({ publish }) => publish(toolList(6, [], { expires: '2026-11-30T00:00:00Z' })), /was valid until/],
    ['of a later format', ({ server, sign }) => server.files.set('list.json', sign({ format: 2 })), /its format is 2/],
    ['a page of a portal', ({ server }) => server.files.set('list.json', '<html>'), /not JSON/],
    ['too long', ({ server }) => server.files.set('list.json', ' '.repeat(600_000)), /too long/],
    ['gone', ({ server }) => server.files.delete('list.json'), /answered 404/],
    [
      'half downloaded',
      (world) => {
        world.publish(toolList(6, []));
        world.server.cutAfter = 300;
      },
      /connection to .+ was lost/,
    ],
  ])('is refused when it is %s, and the one of before stays', async (_what, change, reason) => {
    const world = await useList();
    world.publish(toolList(5, [listedSet(2, '0.78.0')]));
    await world.kept.refresh(NOW, {});
    change(world);
    await expect(world.kept.refresh(NOW + DAY, {})).rejects.toThrow(reason);
    expect(await world.serial()).toBe(5);
    const { askedAt, trouble } = await world.kept.notes();
    expect([askedAt, trouble === null ? null : tell(trouble)]).toEqual([NOW + DAY, expect.stringMatching(reason)]);
    // It is asked for again as if nothing had been.
    world.server.cutAfter = null;
    world.publish(toolList(7, []));
    await world.kept.refresh(NOW + 2 * DAY, {});
    expect(await world.serial()).toBe(7);
    expect(await world.kept.notes()).toMatchObject({ trouble: null });
  });

  it('is not believed any more when it expires, also when the server keeps saying that it is the same', async () => {
    const { kept, publish } = await useList();
    publish(toolList(5, [], { expires: '2026-12-10T00:00:00Z' }));
    await kept.refresh(NOW, {});
    await expect(kept.refresh(NOW + 10 * DAY, {})).rejects.toThrow(/was valid until/);
  });

  it('opens no way back when it is changed or lost on the disk', async () => {
    const { folder, kept, publish, serial, sign } = await useList();
    publish(toolList(5, []));
    await kept.refresh(NOW, {});
    const file = join(folder, 'list.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/"list": "..../, '"list": "AAAA'));
    expect(await serial()).toBeNull();
    await writeFile(file, sign(toolList(3, [])));
    expect(await serial()).toBeNull();
    await rm(file);
    publish(toolList(4, []));
    await expect(kept.refresh(NOW, {})).rejects.toThrow(/and 5 is known/);
  });

  it('is given up when the person stops', async () => {
    const { kept, publish } = await useList();
    publish(toolList(1, []));
    await expect(kept.refresh(NOW, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    expect(await kept.notes()).toMatchObject({ askedAt: 0 });
  });
});
