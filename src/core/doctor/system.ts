import { release } from 'node:os';
import { ProblemError } from '../model/problem.ts';
import { because } from '../model/reasons.ts';
import { describeSystem, judgeSystem, OLDEST_SYSTEM } from '../tools/system-version.ts';
import type { Check } from './check.ts';

export const systemCheck: Check = {
  id: 'system',
  look: async () => {
    const version = describeSystem(process.platform, release());
    switch (judgeSystem(process.platform, release())) {
      case 'tested':
        return { found: [because('system-tested', { version })] };
      case 'untested':
        return { found: [because('system-not-tested', { version })], isCaution: true };
      case 'too-old':
        throw new ProblemError('system-too-old', { version, needed: OLDEST_SYSTEM });
    }
  },
};
