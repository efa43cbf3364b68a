import { because, type Reason } from '../model/reasons.ts';
import type { Check } from './check.ts';

/** Which set of tools is in use, and what is known of newer ones. Nothing about it keeps anything from being synced. */
export const toolUpdatesCheck: Check = {
  id: 'tool-updates',
  look: async (engine) => {
    const { inUse, askedAt: at, trouble, givenUp, isOn } = await engine.toolUpdates.seen();
    const found: Reason[] = [
      inUse === null ? because('tools-not-of-set') : because('tool-set-in-use', { number: inUse }),
    ];
    if (!isOn) found.push(because('tool-updates-off'));
    if (at !== null)
      found.push(
        trouble === null
          ? because('tool-updates-checked', { at })
          : because('tool-updates-not-checked', { at, why: trouble }),
      );
    if (givenUp !== null) found.push(because('tool-set-given-up', { number: givenUp.number, why: givenUp.reason }));
    return { found, isCaution: trouble !== null || givenUp !== null };
  },
};
