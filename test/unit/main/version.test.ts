import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { runCommandLine } from '../../../src/main/cli/program.ts';

it('says its version', async () => {
  const { version } = JSON.parse(await readFile('app/package.json', 'utf8')) as { readonly version: string };
  const printed: string[] = [];
  const exitCode = await runCommandLine(['--version'], {
    terminal: {
      print: (text: string) => printed.push(text),
      printError: (text: string) => printed.push(text),
    } as never,
    signal: new AbortController().signal,
    openSecrets: () => {
      throw new Error('No secret is needed for that');
    },
    launchControl: null,
    version,
    program: [],
  });
  expect([exitCode, printed]).toEqual([0, [version]]);
});
