/** The reference of the command line, from what the commands say of themselves. */
import type { Command, Option } from 'commander';
import { inCode, inSentence, inText, table } from './markdown.ts';

/** @param program the whole command line, as `buildProgram` gives it */
export function commandReference(program: Command): string {
  return [
    ...leavesOf(program).map(commandSection),
    '## Options of every command',
    optionTable(visibleOptions(program)),
  ].join('\n\n');
}

/** A line for each command, for an overview. */
export function commandList(program: Command): string {
  return table(
    ['Command', 'Does'],
    leavesOf(program).map((command) => [
      `[${inCode(nameOf(command))}](#${anchorOf(command)})`,
      inText(inSentence(command.description())),
    ]),
  );
}

/** The commands that do something: those without sub-commands. */
function leavesOf(command: Command): readonly Command[] {
  const below = command.createHelp().visibleCommands(command).filter(isNoHelp);
  return below.length === 0 ? [command] : below.flatMap(leavesOf);
}

function commandSection(command: Command): string {
  const options = visibleOptions(command);
  const usage = [
    nameOf(command),
    ...(options.length === 0 ? [] : ['[options]']),
    ...command.registeredArguments.map((argument) => {
      const name = argument.variadic ? `${argument.name()}...` : argument.name();
      return argument.required ? `<${name}>` : `[${name}]`;
    }),
  ].join(' ');
  return [
    `### ${nameOf(command)} {#${anchorOf(command)}}`,
    inText(inSentence(command.description())),
    ['```sh', usage, '```'].join('\n'),
    ...(options.length === 0 ? [] : [optionTable(options)]),
  ].join('\n\n');
}

function optionTable(options: readonly Option[]): string {
  return table(
    ['Option', 'Does'],
    options.map((option) => [inCode(option.flags), `${inText(inSentence(option.description))}${defaultOf(option)}`]),
  );
}

/** `--no-…` is on by default, which says nothing. */
function defaultOf({ defaultValue, negate }: Option): string {
  return defaultValue === undefined || negate ? '' : ` Without it: ${inCode(String(defaultValue))}.`;
}

const visibleOptions = (command: Command) =>
  command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => long !== '--help');
const isNoHelp = (command: Command) => command.name() !== 'help';

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

const anchorOf = (command: Command) => nameOf(command).replaceAll(' ', '-');
