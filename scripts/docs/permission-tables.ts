/** What the API key has to be allowed, from the one table of permissions. */
import { PERMISSION_GROUPS } from '../../src/core/immich/permissions.ts';
import { inCode, inSentence, inText, table } from './markdown.ts';

export function permissionTables(): string {
  const groups = (isNeeded: boolean) =>
    PERMISSION_GROUPS.filter(({ required }) => required === isNeeded).map(({ purpose, permissions }) =>
      [
        `#### ${inSentence(inText(purpose)).replace(/\.$/, '')}`,
        table(
          ['Permission', 'Immich Sync can'],
          permissions.map(({ name, meaning }) => [inCode(name), inText(meaning)]),
        ),
      ].join('\n\n'),
    );
  return ['### Needed', ...groups(true), '### For more', ...groups(false)].join('\n\n');
}
