/** What the API key has to be allowed, from the one table of permissions. */
import { PERMISSION_GROUPS } from '../../src/core/model/permissions.ts';
import { permissionStrings } from '../../src/shared/strings/permissions.ts';
import { inCode, inSentence, inText, table } from './markdown.ts';

const { purposes, meanings } = permissionStrings;

export function permissionTables(): string {
  const groups = (isNeeded: boolean) =>
    PERMISSION_GROUPS.filter(({ required }) => required === isNeeded).map(({ serves, permissions }) =>
      [
        `#### ${inSentence(inText(purposes[serves])).replace(/\.$/, '')}`,
        table(
          ['Permission', 'Immich Sync can'],
          permissions.map((name) => [inCode(name), inText(meanings[name])]),
        ),
      ].join('\n\n'),
    );
  return ['### Needed', ...groups(true), '### Optional', ...groups(false)].join('\n\n');
}
