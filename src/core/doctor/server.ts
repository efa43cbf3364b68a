import { formatVersion } from '../immich/compatibility.ts';
import type { VersionJudgement } from '../model/remote.ts';
import { warningAbout } from '../settings/server-address.ts';
import type { Check } from './check.ts';

export const serverCheck: Check = {
  id: 'server',
  name: 'Server',
  look: async (engine, signal) => {
    const { server, version, judgement } = await engine.server.look(signal);
    const words = `Immich ${formatVersion(version)} answers at ${server}`;
    const warning = warningAbout(server);
    const finding = [sentenceAbout(words, judgement), ...(warning === null ? [] : [warning])].join(' ');
    return judgement === 'tested' && warning === null ? finding : { caution: finding };
  },
};

function sentenceAbout(words: string, judgement: VersionJudgement): string {
  switch (judgement) {
    case 'tested':
      return `${words}.`;
    case 'untested':
      return `${words}; it is newer than the versions that were tested.`;
    case 'unknown':
      return `${words}; it is newer than Immich Sync knows, so nothing that is there already is changed.`;
  }
}
