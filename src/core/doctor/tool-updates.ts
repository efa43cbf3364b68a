import type { Check } from './check.ts';

/** Which set of tools is in use, and what is known of newer ones. Nothing about it keeps anything from being synced. */
export const toolUpdatesCheck: Check = {
  id: 'tool-updates',
  name: 'Tool updates',
  look: async (engine) => {
    const { inUse, askedAt, trouble, givenUp, isOn } = await engine.toolUpdates.seen();
    const day = askedAt === null ? null : new Date(askedAt).toISOString().slice(0, 10);
    const parts = [
      inUse === null ? 'The tools are those that came with Immich Sync, or your own' : `Tool set ${inUse} is in use`,
    ];
    if (!isOn) parts.push('automatic updates are off');
    if (day !== null)
      parts.push(trouble === null ? `last checked on ${day}` : `the check on ${day} failed: ${trouble}`);
    if (givenUp !== null) parts.push(`tool set ${givenUp.number} was tried and is not used: ${givenUp.reason}`);
    const finding = `${parts.join('; ')}.`;
    return trouble === null && givenUp === null ? finding : { caution: finding };
  },
};
