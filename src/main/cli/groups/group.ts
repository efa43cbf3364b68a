/** What the groups of commands are made with. */
import { type Command, InvalidArgumentError } from 'commander';
import type { ExitCode } from '../../../core/model/problem.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import type { CommandContext } from '../command.ts';

/** What a command does, once its engine is open. */
export type Work = (context: CommandContext) => ExitCode | Promise<ExitCode>;

/** Does a command's work. */
export type Run = (command: Command, work: Work) => Promise<void>;

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError(commandStrings.usage.wholeNumber);
  return value;
}
