import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { identifyProcess, parsePs } from '../../../src/core/lock/process-identity.ts';

describe('identifyProcess', () => {
  it('tells processes apart and stays the same for one', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()', 'marked'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    const [own, other, again] = [
      await identifyProcess(process.pid),
      await identifyProcess(pid),
      await identifyProcess(pid),
    ];
    expect(other).toEqual(again);
    expect(other?.started).not.toBe(own?.started);
    expect(other?.command).toContain(process.execPath);
    expect(other?.command).toContain('marked');
    child.stdin.end();
    await once(child, 'exit');
    expect(await identifyProcess(pid)).toBeNull();
  });
});

describe('parsePs', () => {
  it.each([
    [
      'S    Sun Nov 22 02:00:01 2026 /usr/bin/python3 -m x',
      { started: 'Sun Nov 22 02:00:01 2026', command: '/usr/bin/python3 -m x' },
    ],
    [
      'Ss+  Mon Nov  2 12:30:00 2026     /Applications/A b.app/x',
      { started: 'Mon Nov 2 12:30:00 2026', command: '/Applications/A b.app/x' },
    ],
    ['Z    Sun Nov 22 02:00:01 2026 (python3)', null],
    ['', null],
    ['ps: illegal option', null],
  ])('reads %j', (line, expected) => {
    expect(parsePs(line)).toEqual(expected);
  });
});
