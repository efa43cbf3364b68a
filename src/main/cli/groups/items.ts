/** Commands about albums and single items: what is where, and what a person decides. */
import type { Command } from 'commander';
import { commandStrings } from '../../../shared/command-strings.ts';
import { chooseAlbums, listAlbums } from '../commands/albums.ts';
import { find } from '../commands/find.ts';
import { listFormerEdits } from '../commands/former-edits.ts';
import { confirmLibrary, decideAbout, remainder } from '../commands/remainder.ts';
import { decide, listThrownAway } from '../commands/trash.ts';
import { type Run, wholeNumber } from './group.ts';

export function defineItems(program: Command, run: Run): void {
  const { help } = commandStrings;
  const albums = program.command('albums').description(help.albums.about);
  albums
    .command('list', { isDefault: true })
    .description(help.albums.list)
    .action((_options, command) => run(command, listAlbums));
  albums
    .command('all')
    .description(help.albums.all)
    .action((_options, command) => run(command, (context) => chooseAlbums(context, 'all', [])));
  albums
    .command('only <name...>')
    .description(help.albums.only)
    .action((names, _options, command) => run(command, (context) => chooseAlbums(context, 'only', names)));
  albums
    .command('except <name...>')
    .description(help.albums.except)
    .action((names, _options, command) => run(command, (context) => chooseAlbums(context, 'except', names)));

  program
    .command('find [word...]')
    .description(help.find)
    .option('-n, --limit <count>', help.howManyAtMost, wholeNumber, 50)
    .action((words, options, command) => run(command, (context) => find(context, words, options)));
  program
    .command('former-edits')
    .description(help.formerEdits)
    .action((_options, command) => run(command, listFormerEdits));

  program
    .command('remainder')
    .description(help.remainder.about)
    .option('--reason <reason>', help.remainder.reason)
    .option('-n, --limit <count>', help.howManyAtMost, wholeNumber)
    .action((options, command) => run(command, (context) => remainder(context, options)));
  program
    .command('try-again [item...]')
    .description(help.tryAgain)
    .action((items, _options, command) => run(command, (context) => decideAbout(context, 'try-again', items)));
  program
    .command('leave-out <item...>')
    .description(help.leaveOut)
    .action((items, _options, command) => run(command, (context) => decideAbout(context, 'leave-out', items)));
  program
    .command('bring-back [item...]')
    .description(help.bringBack)
    .action((items, _options, command) => run(command, (context) => decideAbout(context, 'bring-back', items)));

  program
    .command('confirm-library')
    .description(help.confirmLibrary)
    .action((_options, command) => run(command, confirmLibrary));

  const trash = program.command('trash').description(help.trash.about);
  trash
    .command('list', { isDefault: true })
    .description(help.trash.list)
    .action((_options, command) => run(command, listThrownAway));
  trash
    .command('restore [uuid...]')
    .description(help.trash.restore)
    .option('--left-out', help.trash.leftOut)
    .action((uuids, options, command) => run(command, (context) => decide(context, 'restore', uuids, options)));
  trash
    .command('leave [uuid...]')
    .description(help.trash.leave)
    .action((uuids, _options, command) => run(command, (context) => decide(context, 'leave', uuids, {})));
}
