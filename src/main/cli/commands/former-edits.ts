/** `immich-sync former-edits`: edits in Immich that Photos has replaced or undone. Nothing is deleted. */
import type { ExitCode } from '../../../core/model/problem.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { assetAddress } from '../../links.ts';
import type { CommandContext } from '../command.ts';
import { dateTime, printable } from '../output.ts';

export function listFormerEdits({ engine, terminal, json }: CommandContext): ExitCode {
  const texts = commandStrings.library.formerEdits;
  const server = engine.settings.read().server.url;
  const edits = engine.records.formerEdits().map(({ uuid, filename, remoteId, replacedAt, isUndone }) => ({
    uuid,
    filename,
    remoteId,
    replacedAt: new Date(replacedAt).toISOString(),
    isUndone,
    url: assetAddress(remoteId, server),
  }));
  if (json) terminal.print(JSON.stringify(edits));
  else if (edits.length === 0) terminal.print(texts.none);
  else
    for (const { filename, replacedAt, isUndone, url } of edits) {
      const what = (isUndone ? texts.undone : texts.replaced)({
        name: printable(filename),
        when: dateTime(replacedAt),
      });
      terminal.print(url === null ? what : `${what}  ${url}`);
    }
  return 0;
}
