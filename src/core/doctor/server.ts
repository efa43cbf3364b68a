import { formatVersion } from '../immich/compatibility.ts';
import { because } from '../model/reasons.ts';
import type { VersionJudgement } from '../model/remote.ts';
import { warningAbout } from '../settings/server-address.ts';
import type { Check } from './check.ts';

const FINDINGS = {
  tested: 'immich-answers',
  untested: 'immich-not-tested',
  unknown: 'immich-not-known',
} as const satisfies Record<VersionJudgement, string>;

export const serverCheck: Check = {
  id: 'server',
  look: async (engine, signal) => {
    const { server, version, judgement } = await engine.server.look(signal);
    const answers = because(FINDINGS[judgement], { version: formatVersion(version), server });
    const warning = warningAbout(server);
    const found = warning === null ? [answers] : [answers, warning];
    return { found, isCaution: judgement !== 'tested' || warning !== null };
  },
};
