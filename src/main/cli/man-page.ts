/** The man page of `immich-sync`, from the table of its commands: `man 7 groff_man` has the macros. */
import type { Command, Option } from 'commander';

/** @param program as `buildProgram` gives it */
export function manPage(program: Command, exitCodes: Readonly<Record<string, string>>): string {
  return `${[
    '.\\" Made from the table of the commands.',
    '.TH IMMICH-SYNC 1',
    '.SH NAME',
    'immich-sync \\- keeps an Apple Photos library on an Immich server',
    '.SH SYNOPSIS',
    '.B immich-sync',
    '.I command',
    '.RI [ options ]',
    '.SH DESCRIPTION',
    line(program.description()),
    '.SH COMMANDS',
    ...leavesOf(program).flatMap(commandLines),
    '.SH OPTIONS OF EVERY COMMAND',
    ...optionsOf(program).flatMap(optionLines),
    '.SH EXIT STATUS',
    ...Object.entries(exitCodes).flatMap(([code, meaning]) => ['.TP', `.B ${code}`, line(meaning)]),
    '.SH SEE ALSO',
    'https://immich-sync.github.io/immich-sync/',
  ].join('\n')}\n`;
}

function commandLines(command: Command): readonly string[] {
  const usage = command.registeredArguments.map((each) => {
    const name = each.variadic ? `${each.name()}...` : each.name();
    return each.required ? `<${name}>` : `[${name}]`;
  });
  return [
    '.TP',
    `.B ${escaped([nameOf(command), ...usage].join(' '))}`,
    line(command.description()),
    ...(optionsOf(command).length === 0 ? [] : ['.RS', ...optionsOf(command).flatMap(optionLines), '.RE']),
  ];
}

const optionLines = ({ flags, description }: Option) => ['.TP', `.B ${escaped(flags)}`, line(description)];

const optionsOf = (command: Command) =>
  command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => long !== '--help');

/** The commands that do something: those without sub-commands. */
function leavesOf(command: Command): readonly Command[] {
  const below = command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== 'help');
  return below.length === 0 ? [command] : below.flatMap(leavesOf);
}

const nameOf = (command: Command): string =>
  command.parent === null ? '' : `${nameOf(command.parent)} ${command.name()}`.trim();

const SIGNS: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  '’': '\\(cq',
  '“': '\\(lq',
  '”': '\\(rq',
  '›': '>',
  '✓': 'x',
};
const escaped = (text: string) => text.replaceAll(/[\\\-’“”›✓]/g, (sign) => SIGNS[sign] ?? sign);

/** A line that begins with a point or an apostrophe would be a request. */
function line(text: string): string {
  const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
  return escaped(sentence).replace(/^([.'])/, '\\&$1');
}
