/** The command line and a person at a terminal, played by Python's pty; the keychain is a file. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { writeScript } from '../../support/stand-ins/broken/programs.ts';
import { PROGRAM, startCommand } from '../../support/sync/command-line.ts';
import { provisionTools } from '../../support/tools/provision.ts';

const KEY = 'pT5mK9xWq2ZrB7vN4cJ8hL1dF6gS3aYeUoIiRtQwE0u';
/** Hands on bytes between us and a terminal of its own; ends with the code of what runs in it. */
const PTY = `
import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))
`;

let folder: string;
let kept: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-login-'));
  kept = join(folder, 'kept');
  await writeScript(
    folder,
    'secret-tool',
    `case $1 in store) cat > '${kept}' ;; lookup) cat '${kept}' 2>/dev/null || exit 1 ;; esac`,
  );
});
afterEach(() => rm(folder, { recursive: true }));

/** `immich-sync login --no-check` in a terminal that has asked for the key. */
async function loginAtTerminal(): Promise<{ terminal: ChildProcessWithoutNullStreams; output: () => string }> {
  const beside = join(dirname((await provisionTools()).osxphotos.path), 'python3');
  const command = [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    PROGRAM,
    '--home',
    join(folder, 'home'),
    'login',
  ];
  const terminal = spawn(existsSync(beside) ? beside : 'python3', ['-c', PTY, ...command, '--no-check'], {
    env: { HOME: folder, PATH: `${folder}:${process.env.PATH}`, TERM: 'xterm' },
    stdio: 'pipe',
  });
  onTestFinished(() => void terminal.kill('SIGKILL'));
  let output = '';
  terminal.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  await expect.poll(() => output).toContain('press Return');
  return { terminal, output: () => output };
}

describe.runIf(process.platform === 'linux')('login at a terminal', () => {
  it('takes one line, and does not show it', async () => {
    const { terminal, output } = await loginAtTerminal();
    terminal.stdin.write(`wrong\u0015${KEY}x\u007F\r`);
    expect(await once(terminal, 'exit')).toEqual([0, null]);
    expect(await readFile(kept, 'utf8')).toBe(KEY);
    expect(output()).toContain('The key is saved in');
    expect(output()).not.toContain(KEY.slice(0, 8));
  });

  it('ends at Ctrl-C', async () => {
    const { terminal, output } = await loginAtTerminal();
    terminal.stdin.write('half\u0003');
    expect(await once(terminal, 'exit')).toEqual([130, null]);
    expect(output()).toContain('stopped');
    expect(existsSync(kept)).toBe(false);
  });
});

it('login ends when it is told to while it waits for a key that never comes', async () => {
  const waiting = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', PROGRAM, '--home', join(folder, 'home'), 'login', '--no-check'],
    {
      env: { HOME: folder, PATH: folder },
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  );
  onTestFinished(() => void waiting.kill('SIGKILL'));
  // Its home is made right before it waits.
  await expect.poll(() => existsSync(join(folder, 'home', 'logs'))).toBe(true);
  waiting.kill('SIGTERM');
  expect(await once(waiting, 'exit')).toEqual([130, null]);
});

it.runIf(process.platform === 'linux')(
  'keeps what a proxy asks for in the keychain, and shows it by name',
  async () => {
    const home = join(folder, 'home');
    const command = (args: readonly string[], input = '') =>
      startCommand(['--home', home, ...args], { input, environment: { PATH: `${folder}:${process.env.PATH}` } }).ended;
    const set = await command(['config', 'set', 'server', 'https://anna:a-long-password@photos.example.org/']);
    expect(set.stdout).toBe('server.url = https://photos.example.org\n');
    expect(await command(['status'])).toMatchObject({ exitCode: 3, stdout: expect.stringContaining('login') });
    expect(await command(['config', 'set', 'server.awayUrl', 'https://away.example.org'])).toMatchObject({
      exitCode: 0,
    });
    const given = await command(['server', 'header', 'X-Token', '--away', '--json'], 'the-token-of-the-proxy\n');
    const names = { clientCertificate: null, certificateAuthority: null };
    expect(given.json()).toEqual({
      addresses: [
        {
          place: 'home',
          address: 'https://photos.example.org',
          headers: [{ name: 'Authorization', isInSettings: false }],
          ...names,
        },
        {
          place: 'away',
          address: 'https://away.example.org',
          headers: [{ name: 'X-Token', isInSettings: false }],
          ...names,
        },
      ],
      notSent: [],
    });
    // Another host gets nothing of it, and the terminal says so.
    const moved = await command(['config', 'set', 'server.awayUrl', 'https://elsewhere.example.org']);
    expect(moved.stderr).toContain('immich-sync server reuse https://away.example.org');
    const reused = await command(['server', 'reuse', 'https://away.example.org', '--away', '--json']);
    expect(reused.json()).toMatchObject({
      addresses: [{}, { address: 'https://elsewhere.example.org', headers: [{ name: 'X-Token' }] }],
      notSent: [],
    });
    const everything = await Promise.all(
      ['settings.json', 'connection.json', 'logs/sync.log'].map((file) =>
        readFile(join(home, file), 'utf8').catch(() => ''),
      ),
    );
    for (const secret of ['a-long-password', 'the-token-of-the-proxy', await readFile(kept, 'utf8')])
      expect(everything.join('') + set.stdout + given.stdout).not.toContain(secret);
  },
);

it.each([
  [['sinc', '--json'], 'There is no command “sinc”. Did you mean sync?'],
  [['--json', 'sync', '--fast'], 'There is no option “--fast”.'],
  [['config', 'set', '--json'], 'The argument “name” is missing.'],
  [['history', '-n', 'many', '--json'], /whole number above zero\.$/],
  [['agent', '--json'], /A command is missing\./],
])('%j is refused as one JSON document', async (args, reason) => {
  const result = await startCommand(args, {}).ended;
  expect(result.exitCode).toBe(2);
  expect(result.stderr).toBe('');
  expect(result.json()).toMatchObject({
    outcome: 'failed',
    reason: expect.stringMatching(reason),
    problems: [{ code: 'usage' }],
  });
});
