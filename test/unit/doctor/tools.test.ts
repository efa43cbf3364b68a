import { describe, expect, it } from 'vitest';
import { runCheck } from '../../../src/core/doctor/check.ts';
import { toolCheck } from '../../../src/core/doctor/tools.ts';
import type { Engine } from '../../../src/core/engine/engine.ts';
import { ProblemError } from '../../../src/core/model/problem.ts';
import { because } from '../../../src/core/model/reasons.ts';
import type { ToolReport } from '../../../src/core/tools/choose.ts';
import { judgeVersion } from '../../../src/core/tools/version.ts';

const signal = new AbortController().signal;

function look(findTool: () => Promise<ToolReport>) {
  return runCheck(toolCheck('osxphotos'), { findTool } as unknown as Engine, signal);
}

const found = (version: string) => async (): Promise<ToolReport> => ({
  tool: 'osxphotos',
  path: '/opt/homebrew/bin/osxphotos',
  by: 'homebrew',
  standalone: false,
  ...judgeVersion('osxphotos', version),
});

describe('the doctor on a tool', () => {
  it.each([
    ['0.77.2', 'tested', false],
    ['0.76.1', 'not tested', true],
    ['0.99.0', 'newer than tested', true],
  ])('says of %s that it is %s', async (version, words, isCaution) => {
    expect(await look(found(version))).toMatchObject({
      finding: `${version} at /opt/homebrew/bin/osxphotos, ${words}, from Homebrew.`,
      found: [
        because('tool-found', {
          version,
          path: '/opt/homebrew/bin/osxphotos',
          verdict: judgeVersion('osxphotos', version).verdict,
          by: 'homebrew',
        }),
      ],
      isCaution,
      problem: null,
    });
  });

  it('says what to do about a missing one', async () => {
    const missing = () => Promise.reject(new ProblemError('tool-missing', { tool: 'osxphotos' }));
    expect(await look(missing)).toMatchObject({ isCaution: false, problem: { code: 'tool-missing' } });
  });
});
