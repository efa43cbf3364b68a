import { endingCommands, systemLaunchControl } from '../agent/launch-control.ts';
import { findOldAgents } from '../agent/old-agents.ts';
import { ProblemError } from '../model/problem.ts';
import { because } from '../model/reasons.ts';
import type { Check } from './check.ts';

export const oldScriptCheck: Check = {
  id: 'old-script',
  look: async (engine) => {
    const labels = (await findOldAgents(engine.paths, systemLaunchControl(process.platform))).map(({ label }) => label);
    if (labels.length > 0) throw new ProblemError('old-agent', { jobs: labels }, { about: labels });
    return { found: [because('old-script-off')] };
  },
  fixes: ({ code, about }) => (code === 'old-agent' ? about.flatMap(endingCommands) : []),
};
