/** Commands that sync, or have to do with when and whether. */
import { type Command, InvalidArgumentError } from 'commander';
import { pauseLength } from '../../../core/schedule/pause-length.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { syncScheduled } from '../commands/agent.ts';
import { pause, resume } from '../commands/pause.ts';
import { plan } from '../commands/plan.ts';
import { stop, sync } from '../commands/sync.ts';
import { verify } from '../commands/verify.ts';
import { type Run, wholeNumber } from './group.ts';

export function defineSyncs(program: Command, run: Run): void {
  const { help } = commandStrings;
  program
    .command('sync')
    .description(help.sync.about)
    .option('--dry-run', help.sync.dryRun)
    .option('--full', help.sync.full)
    .option('--no-wait', help.sync.noWait)
    .option('--scheduled', help.sync.scheduled)
    .action((options, command) =>
      run(command, (context) => (options.scheduled ? syncScheduled(context) : sync(context, options))),
    );
  program
    .command('stop')
    .description(help.stop)
    .action((_options, command) => run(command, stop));
  program
    .command('pause')
    .description(help.pause.about)
    .option('--for <time>', help.pause.for, pauseFor)
    .option('--until <when>', help.pause.until, pauseEndTyped)
    .option('--skip-next', help.pause.skipNext)
    .action((options, command) => {
      const end = options.skipNext === true ? 'next-sync' : (options.for ?? options.until ?? 'open-end');
      return run(command, (context) => pause(context, end));
    });
  program
    .command('resume')
    .description(help.resume)
    .action((_options, command) => run(command, resume));
  program
    .command('plan')
    .description(help.plan)
    .action((_options, command) => run(command, plan));
  program
    .command('verify')
    .description(help.verify.about)
    .option('--deep', help.verify.deep)
    .option('--sample <count>', help.verify.sample, wholeNumber)
    .action((options, command) => run(command, (context) => verify(context, options)));
}

/** From now. */
function pauseFor(text: string): Date {
  const minutes = pauseLength(text);
  if (minutes === null) throw new InvalidArgumentError(commandStrings.usage.length);
  return new Date(Date.now() + minutes * 60_000);
}

function pauseEndTyped(text: string): Date | 'tomorrow' {
  if (text === 'tomorrow') return text;
  const [, day = '', time = '00:00'] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?$/.exec(text) ?? [];
  // With a time it is read as local time, without one it would be UTC.
  const until = new Date(`${day}T${time}`);
  if (Number.isNaN(until.getTime())) throw new InvalidArgumentError(commandStrings.usage.moment);
  if (until.getTime() <= Date.now()) throw new InvalidArgumentError(commandStrings.usage.past);
  return until;
}
