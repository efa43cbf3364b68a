/** The man page and the completions that ship are those of the commands as they are: `-u` writes them anew. */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT_CODE_MEANINGS } from '../../../scripts/docs/exit-codes.ts';
import { completionScript, SHELLS } from '../../../src/main/cli/completion.ts';
import { manPage } from '../../../src/main/cli/man-page.ts';
import { buildProgram } from '../../../src/main/cli/program.ts';

const FOLDER = resolve(import.meta.dirname, '../../../build/shell');
const FILES = { bash: 'immich-sync.bash', fish: 'immich-sync.fish', zsh: '_immich-sync' } as const;
const program = buildProgram(async () => {}, { print: () => {}, printError: () => {} });
const isHere = (shell: string) => spawnSync(shell, ['--version']).status === 0;

it.each(SHELLS)('the completion for %s is that of the commands', async (shell) => {
  await expect(completionScript(program, shell)).toMatchFileSnapshot(join(FOLDER, FILES[shell]));
});

it('the man page is that of the commands', async () => {
  await expect(manPage(program, EXIT_CODE_MEANINGS)).toMatchFileSnapshot(join(FOLDER, 'immich-sync.1'));
});

it.runIf(isHere('groff'))('the man page can be set without a warning', () => {
  const { stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-z', join(FOLDER, 'immich-sync.1')], {
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
});

/** What bash offers for a line; the last word is the one that is being typed. */
function offered(...words: readonly string[]): readonly string[] {
  const script = `source '${join(FOLDER, FILES.bash)}'
    COMP_WORDS=(immich-sync "$@"); COMP_CWORD=$#
    _immich_sync; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', ...words], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

describe('bash', () => {
  it.each([
    [['sy'], ['sync']],
    [['al'], ['albums']],
    [['albums', ''], expect.arrayContaining(['list', 'all', 'only', 'except'])],
    [['--json', 'albums', 'on'], ['only']],
    [['sync', '--f'], ['--full']],
    [['config', 'set', '--ho'], ['--home']],
    [['albums', 'only', 'sync'], []],
  ])('completes %j', (words, wanted) => {
    expect(offered(...words)).toEqual(wanted);
  });
});

it.runIf(isHere('zsh'))('zsh takes its completion', () => {
  const { status, stderr } = spawnSync(
    'zsh',
    [
      '-f',
      '-c',
      `autoload -U compinit && compinit -u -D && source '${join(FOLDER, FILES.zsh)}' && whence -w _immich_sync`,
    ],
    { encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([0, '']);
});

it.runIf(isHere('fish'))('fish completes a sub-command, an option and nothing of another command', () => {
  const complete = (line: string) => {
    const { stdout, stderr } = spawnSync(
      'fish',
      ['--no-config', '-c', `source '${join(FOLDER, FILES.fish)}'; complete -C '${line}'`],
      { encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    return stdout
      .split('\n')
      .map((each) => each.split('\t')[0])
      .filter((each) => each !== '');
  };
  expect(complete('immich-sync albums on')).toEqual(['only']);
  expect(complete('immich-sync sync --fu')).toEqual(['--full']);
});
