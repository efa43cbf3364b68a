import { HOOK_TITLES } from '../model/hooks.ts';
import { ProblemError } from '../model/problem.ts';
import { because } from '../model/reasons.ts';
import type { Check } from './check.ts';

/** Whether the services that are on can be told of syncs. Nothing is sent: a service takes whatever comes for news. */
export const hooksCheck: Check = {
  id: 'hooks',
  name: 'Monitoring',
  look: async (engine) => {
    const on = (await engine.hooks.states()).filter(({ isOn }) => isOn);
    for (const { hook, hasAddress } of on)
      if (hasAddress === false)
        throw new ProblemError('hook-failing', { service: HOOK_TITLES[hook], reason: because('no-address-kept') });
    const [failure] = engine.hooks.failures();
    if (failure !== undefined) throw failure;
    if (on.length === 0) return 'No service is told of syncs.';
    return `${on.map(({ hook }) => HOOK_TITLES[hook]).join(', ')}: ${on.some(({ last }) => last !== null) ? 'told of the last sync' : 'to be told of the next sync'}.`;
  },
};
