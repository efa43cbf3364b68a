/** Services that are notified of each sync, in the language in use. */
import type { Engine } from '../../core/engine/engine.ts';
import type { HookView } from '../../shared/contract.ts';
import { reasonInUse } from '../../shared/told.ts';

export async function hookViews(engine: Engine): Promise<readonly HookView[]> {
  const states = await engine.hooks.states();
  return states.map(({ last, ...state }) => ({
    ...state,
    last: last === null ? null : { at: last.at, failure: last.failure === null ? null : reasonInUse(last.failure) },
  }));
}
