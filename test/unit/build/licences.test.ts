import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { packagesOf } from '../../../build/bundled-packages.ts';
import { licencesText } from '../../../build/licences.ts';

const OWN = 'MIT License\n\nCopyright (c) 2026 The Immich Sync authors\n\nPermission is hereby granted\n';
let modules: string;

beforeEach(async () => {
  modules = join(await mkdtemp(join(tmpdir(), 'licences-')), 'node_modules');
});
afterEach(() => rm(dirname(modules), { recursive: true, force: true }));

async function install(path: string, manifest: object, files: Readonly<Record<string, string>> = {}): Promise<void> {
  const folder = join(modules, path);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

const textOf = (...paths: readonly string[]) =>
  licencesText(
    packagesOf(
      paths.map((path) => join(modules, path, 'index.js')),
      modules,
    ),
    OWN,
  );

it('finds the packages that modules are of, each once', async () => {
  await install('outer', { name: 'outer', version: '1.0.0' });
  await install('outer/dist/esm', { type: 'module' });
  await install('outer/node_modules/@scope/inner', { name: '@scope/inner', version: '2.0.0' });
  await install('bundler', { name: 'bundler', version: '3.0.0' });
  const found = packagesOf(
    [
      join(modules, 'outer/dist/esm/index.js'),
      `\0${join(modules, 'outer/index.js')}?commonjs-exports`,
      join(modules, 'outer/node_modules/@scope/inner/deep/file.js'),
      '\0bundler/runtime.js',
      '\0virtual:nothing',
      '/elsewhere/src/main.ts',
    ],
    modules,
  );
  expect(found.map(({ name, version }) => `${name} ${version}`)).toEqual([
    '@scope/inner 2.0.0',
    'bundler 3.0.0',
    'outer 1.0.0',
  ]);
  expect(found[0]?.folder).toBe(join(modules, 'outer/node_modules/@scope/inner'));
});

it('has our licence and every package’s, notices included', async () => {
  await install(
    'with-notice',
    { name: 'with-notice', version: '1.0.0', license: 'Apache-2.0' },
    { LICENSE: 'Apache License\r\nVersion 2.0\r\n', 'NOTICE.txt': 'By people\n', 'readme.md': 'no licence' },
  );
  await install(
    'lower-case',
    { name: 'lower-case', version: '2.0.0', license: 'ISC' },
    { 'license.md': 'ISC License' },
  );
  const text = await textOf('with-notice', 'lower-case');
  expect(text).toContain('2026 The Immich Sync authors');
  expect(text).toContain('with-notice 1.0.0 (Apache-2.0)\n\nApache License\nVersion 2.0\n\nBy people\n');
  expect(text).toContain('lower-case 2.0.0 (ISC)\n\nISC License\n');
  expect(text).not.toContain('no licence');
});

it('gives a package that only says MIT the text, with its author', async () => {
  await install('bare', { name: 'bare', version: '1.0.0', license: 'MIT', author: 'Some Body <body@example.org>' });
  expect(await textOf('bare')).toContain('Copyright (c) Some Body <body@example.org>\n\nPermission');
});

it.each([
  ['AGPL-3.0', 'must not ship: its licence is AGPL-3.0'],
  ['(MIT OR GPL-2.0)', 'must not ship: its licence is (MIT OR GPL-2.0)'],
  [undefined, 'must not ship: its licence is not known'],
  ['BSD-2-Clause', 'without the text of its licence'],
])('refuses a package under %s alone', async (license, sentence) => {
  await install('refused', { name: 'refused', version: '1.0.0', ...(license === undefined ? {} : { license }) });
  await expect(textOf('refused')).rejects.toThrow(sentence);
});
