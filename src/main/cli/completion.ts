/** What shells need to complete `immich-sync`, from the table of its commands. */
import type { Command } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

interface Candidate {
  /** As it is typed: `sync`, `--json`. */
  readonly word: string;
  readonly about: string;
}

interface Place {
  /** The commands so far, each with a blank before it: ` albums only`; empty at the beginning. */
  readonly at: string;
  readonly candidates: readonly Candidate[];
}

/** @param program as `buildProgram` gives it */
export function completionScript(program: Command, shell: Shell): string {
  const places = placesOf(program);
  switch (shell) {
    case 'bash':
      return bash(places);
    case 'zsh':
      return zsh(places);
    case 'fish':
      return fish(places);
  }
}

function placesOf(program: Command): readonly Place[] {
  const everywhere = optionsOf(program);
  const below = (command: Command, at: string): readonly Place[] => {
    const commands = command.createHelp().visibleCommands(command);
    const words = commands.map((each) => ({ word: each.name(), about: each.description() }));
    const own = command === program ? [] : optionsOf(command);
    return [
      {
        at,
        candidates: [...words, ...own, ...everywhere.filter(({ word }) => own.every((each) => each.word !== word))],
      },
      ...commands.filter((each) => each.name() !== 'help').flatMap((each) => below(each, `${at} ${each.name()}`)),
    ];
  };
  return below(program, '');
}

function optionsOf(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, description }) => (long ? [{ word: long, about: description }] : []));
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const commandsOf = (places: readonly Place[]) => places.filter(({ at }) => at !== '').map(({ at }) => at);

/** For bash from 3.2 on, which is the one of macOS. Where no word fits, files are offered. */
function bash(places: readonly Place[]): string {
  const cases = places.map(
    ({ at, candidates }) => `    ${quoted(at)}) words=${quoted(candidates.map(({ word }) => word).join(' '))} ;;`,
  );
  return `# bash completion of immich-sync, made by \`immich-sync completion bash\`.
_immich_sync() {
  local at='' words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at \${COMP_WORDS[i]}" in
      ${commandsOf(places).map(quoted).join(' | ')}) at="$at \${COMP_WORDS[i]}" ;;
    esac
  done
  case "$at" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _immich_sync immich-sync
`;
}

function zsh(places: readonly Place[]): string {
  const described = ({ word, about }: Candidate) =>
    quoted(`${word.replaceAll(':', '\\:')}:${about.replaceAll(':', '\\:')}`);
  const cases = places.map(
    ({ at, candidates }) => `    ${quoted(at)}) candidates=(${candidates.map(described).join(' ')}) ;;`,
  );
  return `#compdef immich-sync
# zsh completion of immich-sync, made by \`immich-sync completion zsh\`.
_immich_sync() {
  local at='' i
  local -a candidates
  for ((i = 2; i < CURRENT; i++)); do
    case "$at \${words[i]}" in
      ${commandsOf(places).map(quoted).join(' | ')}) at="$at \${words[i]}" ;;
    esac
  done
  case "$at" in
${cases.join('\n')}
  esac
  _describe 'immich-sync' candidates || _files
}
if [ "\${funcstack[1]}" = _immich_sync ]; then _immich_sync "$@"; else compdef _immich_sync immich-sync; fi
`;
}

function fish(places: readonly Place[]): string {
  // In single quotes fish knows these two escapes.
  const escaped = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = places.flatMap(({ at, candidates }) =>
    candidates.map(({ word, about }) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${escaped(word)}`;
      return `complete -c immich-sync -n ${escaped(`__immich_sync_at ${escaped(at)}`)} ${what} -d ${escaped(about)}`;
    }),
  );
  return `# fish completion of immich-sync, made by \`immich-sync completion fish\`.
function __immich_sync_at
    set -l at ''
    for word in (commandline -opc)[2..-1]
        switch "$at $word"
            case ${commandsOf(places).map(escaped).join(' ')}
                set at "$at $word"
        end
    end
    test "$at" = "$argv[1]"
end
${lines.join('\n')}
`;
}
