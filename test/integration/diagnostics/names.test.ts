/** What is sent to somebody who helps, after a sync of a library with hostile names in which things went wrong: nothing of them is in it. */
import { appendFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { openPromise } from 'yauzl';
import { useBench } from '../../support/sync/bench.ts';

/** Each has a word that is nobody's but theirs. */
const NAMES = {
  files: ['Zwiebelkönig & Rübezahl (1).JPG', 'Großmutters “Geheimnis”.JPG', 'Кузнецова.JPG', '../../Hexenhäuschen.JPG'],
  album: 'Trennung von Wolfhart / 2019',
  folder: 'Scheidungsakten',
  caption: 'Kontonummer DE89370400440532013000, Passwort hunterzwo',
  keyword: 'Krebsdiagnose',
} as const;
const SECRETS = [
  'Zwiebel',
  'Rübezahl',
  'Großmutter',
  'Geheimnis',
  'Кузнецова',
  'Hexenh',
  'Wolfhart',
  'Trennung',
  'Scheidung',
  'Kontonummer',
  '370400440',
  'hunterzwo',
  'Krebs',
  'demo@',
  'proxygeheim',
  '48.1371',
];

it('diagnostics hold no name, no key, no header and no address, and the log in them can still be followed', async () => {
  const bench = await useBench({
    fill: async (library) => {
      const folder = library.createFolder(NAMES.folder);
      const album = library.createAlbum(NAMES.album, { folder });
      for (const filename of NAMES.files)
        await library.addAsset({
          kind: 'photo',
          filename,
          caption: NAMES.caption,
          keywords: [NAMES.keyword],
          location: { latitude: 48.1371, longitude: 11.5754 },
          albums: [album],
        });
    },
    settings: (settings) => ({
      ...settings,
      server: { ...settings.server, headers: { 'X-Proxy': 'proxygeheim-1' } },
      log: { level: 'debug' },
    }),
  });
  bench.server.faults.add({
    kind: 'status',
    status: 400,
    match: { method: 'POST', path: '/assets' },
    times: 2,
  });
  await bench.sync();
  // Tools, servers and later versions may say anything.
  const said = Object.values(NAMES).flat();
  const lines = said.map(
    (name) =>
      `2026-11-22 02:00:01 warn  osxphotos: ${bench.libraryPath}/originals/0/${name}: “${name}” ${JSON.stringify({ name })}`,
  );
  await appendFile(bench.paths.logFile, `${lines.join('\n')}\n`);
  const file = join(bench.folder, 'sent.zip');
  const made = await bench.cli(['diagnostics', file, '--json']);
  expect(made.exitCode).toBe(0);
  expect((await stat(file)).mode & 0o777).toBe(0o600);

  const texts = await unzipped(file);
  expect([...texts.keys()]).toEqual([
    'versions.json',
    'state.json',
    'settings.json',
    'doctor.txt',
    'syncs.json',
    'log.txt',
  ]);
  expect(made.json()).toMatchObject({
    file,
    files: [...texts].map(([name, said]) => ({ name, bytes: Buffer.byteLength(said) })),
  });
  const all = [...texts.values()].join('\n');
  const { host } = new URL(bench.server.url);
  const uuids = bench.photos.manifest().assets.map(({ uuid }) => uuid);
  const forbidden = [
    ...SECRETS,
    bench.server.apiKey,
    host,
    bench.folder,
    ...uuids,
    ...bench.server.assets().map(({ checksum }) => checksum),
  ];
  const log = await readFile(bench.paths.logFile, 'utf8');
  // The log itself does name them: otherwise this would show nothing.
  expect(SECRETS.filter((secret) => log.includes(secret)).length).toBeGreaterThan(10);
  expect(forbidden.filter((secret) => all.toLowerCase().includes(secret.toLowerCase()))).toEqual([]);

  expect(texts.get('log.txt')).toMatch(/info {2}Immich [\d.]+ at http:\/\/‹address \d+›, signed in as ‹user \d+›\./);
  expect(texts.get('log.txt')?.split('\n')).toHaveLength(log.split('\n').length);
  expect(JSON.parse(texts.get('syncs.json') ?? '')).toMatchObject([
    {
      outcome: 'partial',
      report: {
        problems: [{ code: 'upload-refused', about: [expect.stringMatching(/‹file \d+.jpg›/), expect.anything()] }],
      },
    },
  ]);
  expect(JSON.parse(texts.get('settings.json') ?? '')).toMatchObject({
    'server.url': 'set',
    'server.headers': '1 set',
    'log.level': 'debug',
  });
  // A file that is there is not written over.
  const again = await bench.cli(['diagnostics', file, '--json']);
  expect([again.exitCode, again.json()]).toMatchObject([5, { problems: [{ code: 'diagnostics-not-saved' }] }]);
});

async function unzipped(archive: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const zip = await openPromise(archive);
  try {
    for await (const entry of zip.eachEntry())
      texts.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)));
  } finally {
    zip.close();
  }
  return texts;
}
