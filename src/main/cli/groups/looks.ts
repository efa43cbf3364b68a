/** Commands that say how things stand. */
import type { Command } from 'commander';
import { commandStrings } from '../../../shared/command-strings.ts';
import { diagnostics } from '../commands/diagnostics.ts';
import { doctor } from '../commands/doctor.ts';
import { logs } from '../commands/logs.ts';
import { report } from '../commands/report.ts';
import { history, status } from '../commands/status.ts';
import { type Run, wholeNumber } from './group.ts';

export function defineLooks(program: Command, run: Run): void {
  const { help } = commandStrings;
  program
    .command('status')
    .description(help.status.about)
    .option('--prometheus', help.status.prometheus)
    .action((options, command) => run(command, (context) => status(context, options)));
  program
    .command('history')
    .description(help.history)
    .option('-n, --limit <count>', help.howMany, wholeNumber, 20)
    .action((options, command) => run(command, (context) => history(context, options)));
  program
    .command('report')
    .description(help.report.about)
    .option('--html <file>', help.report.html)
    .option('--names', help.report.names)
    .action((options, command) => run(command, (context) => report(context, options)));
  program
    .command('doctor')
    .description(help.doctor)
    .action((_options, command) => run(command, doctor));
  program
    .command('diagnostics [file]')
    .description(help.diagnostics.about)
    .option('--show', help.diagnostics.show)
    .action((file, options, command) => run(command, (context) => diagnostics(context, file, options)));
}

export function defineLogs(program: Command, run: Run): void {
  const { help } = commandStrings;
  program
    .command('logs')
    .description(help.logs.about)
    .option('-f, --follow', help.logs.follow)
    .option('-n, --lines <count>', help.logs.lines, wholeNumber, 50)
    .action((options, command) => run(command, (context) => logs(context, options)));
}
