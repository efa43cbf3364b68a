import { release } from 'node:os';
import { ProblemError } from '../model/problem.ts';
import { describeSystem, judgeSystem, OLDEST_SYSTEM } from '../tools/system-version.ts';
import type { Check } from './check.ts';

export const systemCheck: Check = {
  id: 'system',
  name: 'This Mac',
  look: async () => {
    const version = describeSystem(process.platform, release());
    switch (judgeSystem(process.platform, release())) {
      case 'tested':
        return `${version}.`;
      case 'untested':
        return { caution: `${version}, which was not tested with Immich Sync.` };
      case 'too-old':
        throw new ProblemError('system-too-old', { version, needed: OLDEST_SYSTEM });
    }
  },
};
