import { HOOK_TITLES } from '../model/hooks.ts';
import { ProblemError } from '../model/problem.ts';
import { because } from '../model/reasons.ts';
import type { Check } from './check.ts';

/** Whether the services that are on can be told of syncs. Nothing is sent: a service takes whatever comes for news. */
export const hooksCheck: Check = {
  id: 'hooks',
  look: async (engine) => {
    const on = (await engine.hooks.states()).filter(({ isOn }) => isOn);
    for (const { hook, hasAddress } of on)
      if (hasAddress === false)
        throw new ProblemError('hook-failing', { service: HOOK_TITLES[hook], reason: because('no-address-kept') });
    const [failure] = engine.hooks.failures();
    if (failure !== undefined) throw failure;
    const services = on.map(({ hook }) => HOOK_TITLES[hook]);
    if (services.length === 0) return { found: [because('no-hooks')] };
    const wasTold = on.some(({ last }) => last !== null);
    return { found: [because(wasTold ? 'hooks-told' : 'hooks-not-told-yet', { services })] };
  },
};
